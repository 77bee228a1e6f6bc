"""Registers the room with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo city."""

    name = "thidua.demo"
    label = "demo"
    verbose_name = "Dữ liệu mẫu"
