"""Registers the room with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Nền."""

    name = "thidua.kernel"
    label = "kernel"
    verbose_name = "Nền"
