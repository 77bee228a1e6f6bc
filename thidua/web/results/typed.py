"""What was typed into a result sheet: only the cells that differ from what the page showed, with their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from thidua.registration.selectors import ResultSheet
from thidua.registration.selectors.results import ResultRow
from thidua.registration.services import Found

_HOLDS = {"1": True, "0": False, "": None}


@dataclass(slots=True)
class Typed:
    """The changed cells of one sheet, as the services want them."""

    grades: dict[int, str] = field(default_factory=dict)
    grade_versions: dict[int, int] = field(default_factory=dict)
    findings: dict[tuple[int, str], tuple[bool | None, str]] = field(default_factory=dict)
    finding_versions: dict[tuple[int, str], int] = field(default_factory=dict)

    @property
    def as_findings(self) -> list[Found]:
        """The findings as the service takes them."""
        return [
            {"person_id": person, "code": code, "holds": holds, "reason": reason}
            for (person, code), (holds, reason) in self.findings.items()
        ]


def read_typed(post: QueryDict, codes: Sequence[str]) -> Typed:
    """Read a posted sheet. ``was-<person>`` holds what the page showed: version and value of each cell in turn.

    A row of another shape than this page makes is passed over: the page was tampered with.
    """
    typed = Typed()
    for name in post:
        if name.startswith("was-") and name[4:].isdigit() and len(name) < 23:
            _read_row(post, int(name[4:]), codes, typed)
    return typed


def _read_row(post: QueryDict, person: int, codes: Sequence[str], typed: Typed) -> None:
    was = [part.partition(":") for part in str(post[f"was-{person}"]).split("|")]
    if len(was) != len(codes) + 1 or not all(version.isdigit() for version, _colon, _value in was):
        return
    grade = post.get(f"grade-{person}", was[0][2])
    if grade != was[0][2]:
        typed.grades[person], typed.grade_versions[person] = grade, int(was[0][0])
    reason, old_reason = post.get(f"reason-{person}", ""), post.get(f"was-reason-{person}", "")
    for code, (version, _colon, value) in zip(codes, was[1:], strict=True):
        said = post.get(f"finding-{person}-{code}", value)
        new_reason = said == "0" and reason != old_reason
        if said in _HOLDS and (said != value or new_reason):
            typed.findings[person, code] = (_HOLDS[said], reason if said == "0" else "")
            typed.finding_versions[person, code] = int(version)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One finding as the page shows it: ``value`` "1", "0" or ""; ``changed`` when it is typed and not stored."""

    code: str
    about: str
    value: str
    stored: str
    changed: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One person's row as the page shows it. ``was`` tells the next saving what this page showed."""

    row: ResultRow
    grade: str
    grade_changed: bool
    cells: list[ShownCell]
    reason: str
    was: str
    error: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything in the row is typed and not stored."""
        return self.grade_changed or any(cell.changed for cell in self.cells)


def shown(sheet: ResultSheet, typed: Typed | None = None, errors: dict[str, str] | None = None) -> list[ShownRow]:
    """Lay what was typed over what is stored now, so that nothing typed is lost and nothing stored is hidden.

    ``errors`` maps ``person:code`` to what is wrong with that cell.
    """
    typed = typed or Typed()
    faults = {key.partition(":")[0]: message for key, message in (errors or {}).items()}
    return [_shown_row(row, typed, faults.get(str(row.person.id), "")) for row in sheet.rows]


def _shown_row(row: ResultRow, typed: Typed, error: str) -> ShownRow:
    person, reason, cells = row.person.id, row.reason, []
    for cell in row.cells:
        stored = _word(cell.holds)
        holds, why = typed.findings.get((person, cell.asked.code), (cell.holds, cell.reason))
        changed = (holds, why) != (cell.holds, cell.reason)
        reason = why if changed and why else reason
        cells.append(ShownCell(cell.asked.code, cell.asked.about, _word(holds), stored, changed))
    grade = typed.grades.get(person, row.grade)
    was = "|".join([f"{row.version}:{row.grade}", *(f"{cell.version}:{_word(cell.holds)}" for cell in row.cells)])
    return ShownRow(row, grade, grade != row.grade, cells, reason, was, error)


def _word(holds: bool | None) -> str:
    return "" if holds is None else str(int(holds))
