"""Registers the room with Django."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Sáng kiến."""

    name = "thidua.initiatives"
    label = "initiatives"
    verbose_name = "Sáng kiến"
