"""Writes of merging: two people made one, and two again; two who look alike told apart."""

from .apart import keep_apart
from .merging import merge_people
from .undoing import undo_merge

__all__ = ["keep_apart", "merge_people", "undo_merge"]
