"""One saving of a unit's result sheet: grades and findings together, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import service

from .findings import Found, Key, record_findings
from .grades import record_grades


@service("results.record")
def record_results(
    *,
    unit_id: int,
    year: int,
    grades: Mapping[int, str | None],
    findings: Iterable[Found],
    grade_versions: Mapping[int, int] | None,
    finding_versions: Mapping[Key, int] | None,
    by: Actor,
    at: datetime,
) -> int:
    """Record what was typed in one sheet; return how many values changed. Errors as for the two services it calls."""
    changed = record_grades(unit_id=unit_id, year=year, grades=grades, expected=grade_versions, by=by, at=at)
    return changed + record_findings(
        unit_id=unit_id, year=year, findings=findings, expected=finding_versions, by=by, at=at
    )
