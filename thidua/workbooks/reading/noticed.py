"""What the Rust reader does not tell of a sheet: faults in cells, formulas without a value, merges of LibreOffice."""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST_TOLD = 200


@dataclass(slots=True)
class Noticed:
    """Faults such as ``#N/A`` by zero-based (row, column) of the sheet, addresses of formulas, merges as positions."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    unread_formulas: list[str] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def unread(self, address: str) -> None:
        """Note a formula without a stored value; some hundreds are as telling as all."""
        if len(self.unread_formulas) < _MOST_TOLD:
            self.unread_formulas.append(address)
