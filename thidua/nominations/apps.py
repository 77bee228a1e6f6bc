"""Registers the room with Django."""

from django.apps import AppConfig


class NominationsConfig(AppConfig):
    """Hồ sơ đề nghị khen thưởng."""

    name = "thidua.nominations"
    label = "nominations"
    verbose_name = "Hồ sơ đề nghị"
