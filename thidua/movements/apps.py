"""Registers the room with Django."""

from django.apps import AppConfig


class MovementsConfig(AppConfig):
    """Phong trào."""

    name = "thidua.movements"
    label = "movements"
    verbose_name = "Phong trào"
