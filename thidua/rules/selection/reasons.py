"""Why the list is as it is: the first below the line of each unit, overtakes forced by a limit, and ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thidua.rules.selection.candidates import Candidate, TieBreak
from thidua.rules.selection.ledger import Ledger
from thidua.rules.selection.limits import Row
from thidua.rules.selection.proposal import Binding, Overtake, UnitLine


@dataclass(frozen=True, slots=True)
class Reasons:
    """One list under explanation: ordered candidates, chosen positions, its ledger and the tie break."""

    candidates: tuple[Candidate, ...]
    chosen: frozenset[int]
    ledger: Ledger
    tie_break: TieBreak

    def units(self) -> tuple[UnitLine, ...]:
        """Return one line for each unit, by its name."""
        return tuple(self._unit(unit, members) for unit, members in sorted(self._by_unit().items()))

    def overtakes(self) -> tuple[Overtake, ...]:
        """Return everyone outside behind whom the same unit has a lower rank inside, by unit and rank."""
        found = []
        for _unit, members in sorted(self._by_unit().items()):
            for outside in members:
                if outside not in self.chosen:
                    found += self._overtake(outside, members)
        return tuple(found)

    def _by_unit(self) -> dict[str, list[int]]:
        """Return the positions of each unit's candidates, best first."""
        units: dict[str, list[int]] = {}
        for index, one in enumerate(self.candidates):
            units.setdefault(one.unit, []).append(index)
        return units

    def _unit(self, unit: str, members: list[int]) -> UnitLine:
        """Describe one unit."""
        below = next((index for index in members if index not in self.chosen), None)
        inside = sum(index in self.chosen for index in members)
        if below is None:
            return UnitLine(unit, inside, len(members), None, (), "")
        because = self._bindings(self.ledger.broken_by_adding(below), {*self.chosen, below})
        return UnitLine(unit, inside, len(members), self.candidates[below].id, because, self._tie_vi(below))

    def _overtake(self, outside: int, members: list[int]) -> list[Overtake]:
        """Describe one overtake, if there is one: every limit that forbids exchanging the two."""
        rank = self.candidates[outside].rank
        ahead = [index for index in members if index in self.chosen and self.candidates[index].rank > rank]
        if not ahead:
            return []
        bindings: dict[tuple[str, str], Binding] = {}
        for inside in ahead:
            rows = self.ledger.broken_by_exchange(outside, inside)
            for binding in self._bindings(rows, {*self.chosen, outside} - {inside}):
                bindings.setdefault((binding.limit_key, binding.place), binding)
        one = self.candidates[outside]
        return [Overtake(one.id, tuple(self.candidates[index].id for index in ahead), tuple(bindings.values()))]

    def _bindings(self, rows: Iterable[Row], attempt: set[int]) -> tuple[Binding, ...]:
        """Put rows into words, with the figures of the list as it would be."""
        people = [self.candidates[index] for index in attempt]
        return tuple(
            Binding(
                row.limit.key,
                row.limit.label_vi,
                row.limit.citation,
                row.limit.confidence,
                row.place,
                row.limit.figures_vi(row.place, people),
            )
            for row in rows
        )

    def _tie_vi(self, below: int) -> str:
        """Say how the tie break put someone of the same rank before this one, if it did."""
        one = self.candidates[below]
        equal = [index for index in self.chosen if self.candidates[index].rank == one.rank]
        for index in sorted(equal, key=lambda index: (self.candidates[index].unit != one.unit, -index)):
            if not self.ledger.broken_by_exchange(below, index):
                return (
                    f"Ngang hạng {one.rank} với một người trong danh sách; {self._rule_vi(self.candidates[index], one)}"
                )
        return ""

    def _rule_vi(self, before: Candidate, after: Candidate) -> str:
        """Name the step of the tie break that told two equals apart."""
        if self.tie_break.women_first and before.favoured and not after.favoured:
            return f"khi ngang nhau chọn nữ, hoặc tập thể có đa số nữ, trước ({self.tie_break.citation})."
        if before.id in self.tie_break.order:
            return "xếp theo thứ tự đã nêu."
        return "hai bên như nhau, hội đồng chọn; ở đây xếp theo mã."
