"""Registers the room with Django."""

from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    """Hội đồng thi đua – khen thưởng."""

    name = "thidua.councils"
    label = "councils"
    verbose_name = "Hội đồng"
