"""Registers the room with Django."""

from django.apps import AppConfig


class HonoursConfig(AppConfig):
    """Sổ khen thưởng."""

    name = "thidua.honours"
    label = "honours"
    verbose_name = "Sổ khen thưởng"
