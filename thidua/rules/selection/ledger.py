"""How much of each limit a list uses, and what one more person or one exchange would break. Whole numbers only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from thidua.rules.selection.limits import Row


class Ledger:
    """The rows of all limits against one list of chosen positions."""

    def __init__(self, rows: Sequence[Row], chosen: Collection[int]) -> None:
        """Add up what the list uses of each row."""
        self._rows = rows
        self._used = [sum(weight for index, weight in row.weights.items() if index in chosen) for row in rows]
        self._by_member: dict[int, list[int]] = {}
        for number, row in enumerate(rows):
            for index in row.weights:
                self._by_member.setdefault(index, []).append(number)

    def broken(self) -> list[Row]:
        """Return the rows that the list itself breaks."""
        return self._broken_by({}, range(len(self._rows)))

    def broken_by_adding(self, index: int) -> list[Row]:
        """Return the rows broken if this one came in too."""
        return self._broken_by({index: 1}, self._by_member.get(index, ()))

    def broken_by_exchange(self, outside: int, inside: int) -> list[Row]:
        """Return the rows broken if the one outside took the place of the one inside."""
        touched = {*self._by_member.get(outside, ()), *self._by_member.get(inside, ())}
        return self._broken_by({outside: 1, inside: -1}, sorted(touched))

    def _broken_by(self, changes: dict[int, int], numbers: Iterable[int]) -> list[Row]:
        """Return those of the rows that the changes push over."""
        return [self._rows[number] for number in numbers if self._after(number, changes) > self._rows[number].at_most]

    def _after(self, number: int, changes: dict[int, int]) -> int:
        """Return what the row's use would be after the changes."""
        weights = self._rows[number].weights
        return self._used[number] + sum(change * weights.get(index, 0) for index, change in changes.items())
