"""Registers the room with Django."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Thống kê."""

    name = "thidua.statistics"
    label = "statistics"
    verbose_name = "Thống kê"
