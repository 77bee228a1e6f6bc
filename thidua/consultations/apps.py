"""Registers the room with Django."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """Lấy ý kiến công khai."""

    name = "thidua.consultations"
    label = "consultations"
    verbose_name = "Lấy ý kiến công khai"
