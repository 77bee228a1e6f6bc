"""``flush`` as Django's, though the audit chain is guarded: emptying the whole database is the operator's own act."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from thidua.kernel.triggers import triggers_lifted


class Command(flush.Command):
    """Empties every table, the audit chain among them."""

    def handle(self, **options: Any) -> None:
        """Lift the guard of the chain for the length of the command."""
        with triggers_lifted(connections[options["database"]]):
            super().handle(**options)
