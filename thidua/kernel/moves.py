"""Move tables: which verb leads from which states to which, and which permission it asks. One table per noun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .errors import WrongState


@dataclass(frozen=True, slots=True)
class Move:
    """One verb of a noun's life: ``sources`` are the states it may start from, ``permission`` what it asks."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    permission: str
    needs_reason: bool = False


class MoveTable:
    """All moves of one noun, looked up by code. Raises ValueError when two moves share a code."""

    def __init__(self, moves: Iterable[Move]) -> None:
        self._moves: dict[str, Move] = {}
        for move in moves:
            if move.code in self._moves:
                raise ValueError(f"two moves named {move.code}")
            self._moves[move.code] = move

    def __iter__(self) -> Iterator[Move]:
        return iter(self._moves.values())

    def __getitem__(self, code: str) -> Move:
        return self._moves[code]

    def open_from(self, state: str) -> list[Move]:
        """Return the moves that may start from ``state``."""
        return [move for move in self if state in move.sources]

    def check(self, code: str, state: str) -> Move:
        """Return the move; raises WrongState when ``code`` is unknown or may not start from ``state``."""
        move = self._moves.get(code)
        if move is None or state not in move.sources:
            raise WrongState(
                _("Không thực hiện được việc này ở trạng thái hiện tại."),
                _("Tải lại trang để xem trạng thái mới nhất và những việc có thể làm."),
            )
        return move
