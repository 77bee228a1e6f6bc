"""Registers the room with Django."""

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    """Bảng tính vào và ra."""

    name = "thidua.workbooks"
    label = "workbooks"
    verbose_name = "Bảng tính"
