"""Registers the room with Django."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Đăng ký và kết quả."""

    name = "thidua.registration"
    label = "registration"
    verbose_name = "Đăng ký và kết quả"
