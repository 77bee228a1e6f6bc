"""Writes of provisions: entered, changed, and brought into force by two persons."""

from .provisions import change_provision, enter_provision, move_provision

__all__ = ["change_provision", "enter_provision", "move_provision"]
