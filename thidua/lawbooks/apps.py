"""Registers the room with Django."""

from django.apps import AppConfig


class LawbooksConfig(AppConfig):
    """Luật."""

    name = "thidua.lawbooks"
    label = "lawbooks"
    verbose_name = "Luật"
