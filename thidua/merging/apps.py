"""Registers the room with Django."""

from django.apps import AppConfig


class MergingConfig(AppConfig):
    """Gộp người bị ghi trùng."""

    name = "thidua.merging"
    label = "merging"
    verbose_name = "Gộp người trùng"
