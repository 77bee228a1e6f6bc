"""Work that makes many small things and keeps them all until its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing look for rings of garbage meanwhile: over a million tuples that are all in use it costs a fifth.

    Also a decorator. Memory that no ring holds is given back as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
