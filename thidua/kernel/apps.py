"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    """Nền."""

    name = "thidua.kernel"
    label = "kernel"
    verbose_name = "Nền"

    def ready(self) -> None:
        """Register the system checks, the lookup ``among`` and every room's jobs."""
        import_module("thidua.kernel.lookups")
        import_module("thidua.kernel.checks")
        autodiscover_modules("jobs")
