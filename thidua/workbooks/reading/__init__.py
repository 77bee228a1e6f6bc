"""From a file that nobody vouches for to grids of text, in a process of its own with limits."""

from .limits import LIMITS, Limits
from .reader import read_file
from .refusals import Unreadable, UnreadableFile

__all__ = ["LIMITS", "Limits", "Unreadable", "UnreadableFile", "read_file"]
