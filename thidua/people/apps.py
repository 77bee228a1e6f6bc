"""Registers the room with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Tổ chức và con người."""

    name = "thidua.people"
    label = "people"
    verbose_name = "Tổ chức và con người"
