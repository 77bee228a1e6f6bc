"""Registers the room with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Giao diện."""

    name = "thidua.web"
    label = "web"
    verbose_name = "Giao diện"
