"""Registers the room with Django."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Xét điều kiện."""

    name = "thidua.dossiers"
    label = "dossiers"
    verbose_name = "Xét điều kiện"
