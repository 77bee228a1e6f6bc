"""Yearly grades of many people at once, as a workbook brings them: checked row by row, written as a whole, traced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import StaleVersion
from thidua.kernel.rowsets import RowProblem, Trace, delete_rows, insert_rows, refuse, update_rows
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import PerformanceGrade
from ..selectors.grades import grades_by_person_and_year
from ..selectors.rolls import roll_of_year, year_day
from ..states import Grade


class GradeLine(NamedTuple):
    """A person's grade of a year, "" to take it away. ``version``: that of the stored one, as it was seen; 0: none."""

    person_id: int
    unit_id: int
    year: int
    grade: str
    version: int = 0


@service("grade.write_list")
def write_grades(*, unit_id: int, lines: Sequence[GradeLine], by: Actor, at: datetime, source: str = "") -> list[Trace]:
    """Give people of ``unit_id`` and below their grades; return the traces that undo it. ``source`` names the file.

    All or nothing: raises InvalidInput naming the first wrong rows, StaleVersion when somebody saved in between.
    """
    day = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, day)
    refuse(problems_of_grades(unit_id, lines, day))
    stored = grades_by_person_and_year((line.person_id, line.year) for line in lines)
    for line in lines:
        one = stored.get((line.person_id, line.year))
        if (one.version if one else 0) != line.version:
            raise StaleVersion(_("Xếp loại vừa được người khác ghi nên chưa ghi gì."), _("Xem lại rồi ghi lần nữa."))
    new = [line for line in lines if (line.person_id, line.year) not in stored]
    known = [(stored[line.person_id, line.year], line) for line in lines if (line.person_id, line.year) in stored]
    old = [(one, line) for one, line in known if line.grade]
    gone = [one.key for one, line in known if not line.grade]
    traces = [
        delete_rows(PerformanceGrade, gone),
        insert_rows(PerformanceGrade, ("person_id", "unit_id", "year", "grade"), (line[:4] for line in new)),
        update_rows(
            PerformanceGrade,
            ("unit_id", "grade"),
            ((one.key, line.unit_id, line.grade) for one, line in old),
            expected={one.key: one.version for one, _line in old},
        ),
    ]
    if lines:
        details = {
            "source": source,
            "new": len(new),
            "edited": len(old),
            "removed": len(gone),
            "years": sorted({line.year for line in lines}),
        }
        audit(PerformanceGrade, unit_id=unit_id, label=source, details=details)
    return [trace for trace in traces if trace.keys]


def problems_of_grades(unit_id: int, lines: Sequence[GradeLine], day: date) -> list[RowProblem]:
    """Say what of ``lines`` could not be written for ``unit_id``, row by row. A few queries for each year."""
    below = {
        year: dict.fromkeys(
            roll_of_year(unit_id, year, year_day(year, day)).order_by().values_list("person_id", flat=True)
        )
        for year in {line.year for line in lines}
        if year <= day.year
    }
    seen: set[tuple[int, int]] = set()
    found = []
    for index, line in enumerate(lines):
        if line.grade not in Grade.values and not (line.version and line.grade == ""):
            found.append(RowProblem(index, "grade", _("Chọn một mức xếp loại.")))
        if line.year > day.year:
            said = _("Chưa đến năm %(year)s nên chưa ghi được kết quả.") % {"year": line.year}
            found.append(RowProblem(index, "year", said))
        elif line.person_id not in below[line.year]:
            said = _("Người này không thuộc đơn vị trong năm %(year)s.") % {"year": line.year}
            found.append(RowProblem(index, "", said))
        if (line.person_id, line.year) in seen:
            found.append(RowProblem(index, "", _("Người này đã có xếp loại của năm này ở dòng khác của bảng.")))
        seen.add((line.person_id, line.year))
    return found
