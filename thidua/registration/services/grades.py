"""Writes of performance grades: for some people, or one grade for all who have none yet. Set-based."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, StaleVersion
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import PerformanceGrade
from ..selectors.results import Reach, reach_of_grade
from ..selectors.rolls import roll_of_year, year_day
from ..states import Grade


@service("grade.record")
def record_grades(
    *,
    unit_id: int,
    year: int,
    grades: Mapping[int, str | None],
    by: Actor,
    at: datetime,
    expected: Mapping[int, int] | None = None,
) -> int:
    """Record person → grade for a year ("" or None takes the grade away); return how many people changed.

    ``expected`` is person → version that the person at the keyboard saw (0: no grade yet); of those who differ in
    the database nothing at all is written and StaleVersion carries their stored grades. Raises InvalidInput for an
    unknown grade, a year to come, or somebody who was not in the unit that year.
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    check_year(year, today)
    unknown = {grade for grade in grades.values() if grade} - set(Grade.values)
    if unknown:
        raise InvalidInput(_("Không có mức xếp loại “%(grade)s”.") % {"grade": ", ".join(sorted(unknown))})
    # Before anything is compared: whether a guess is right is told of nobody outside the unit.
    check_on_roll(unit_id, year, set(grades), today)
    rows = PerformanceGrade.objects.select_for_update().filter(person_id__in=list(grades), year=year)
    stored = {row.person_id: row for row in rows}
    changed = {
        person: grade or None
        for person, grade in grades.items()
        if (grade or None) != (stored[person].grade if person in stored else None)
    }
    _check_versions(changed, stored, expected)
    if changed:
        details = _write(unit_id, year, changed, stored)
        audit(PerformanceGrade, unit_id=unit_id, label=str(year), details={"year": year, "grades": details})
    return len(changed)


@service("grade.record_for_all")
def record_grade_for_all(
    *, unit_id: int, year: int, grade: str, by: Actor, at: datetime, expected_token: str | None = None
) -> Reach:
    """Give ``grade`` to every member who has none, except the disciplined and those long off work; return whom.

    ``expected_token`` is the token of the preview; raises StaleVersion when the set of people has changed since.
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    check_year(year, today)
    if grade not in Grade.values:
        raise InvalidInput(_("Chọn một mức xếp loại."), fields={"grade": _("Chọn một mức xếp loại.")})
    reach = reach_of_grade(unit_id, year, today)
    check_token(reach, expected_token)
    if reach.people:
        PerformanceGrade.objects.bulk_create(
            [PerformanceGrade(person=person, unit_id=unit_id, year=year, grade=grade) for person in reach.people],
            batch_size=500,
        )
        people = [person.id for person in reach.people]
        audit(
            PerformanceGrade,
            unit_id=unit_id,
            label=str(year),
            details={"year": year, "grade": grade, "people": people},
        )
    return reach


def check_year(year: int, today: date) -> None:
    """Refuse to record results of a year that has not begun."""
    if year > today.year:
        raise InvalidInput(_("Chưa đến năm %(year)s nên chưa ghi được kết quả.") % {"year": year})


def check_on_roll(unit_id: int, year: int, person_ids: set[int], today: date) -> None:
    """Refuse people who were not in the unit (or below it) at any time of the year. Their names are not told."""
    if not person_ids:
        return
    on_roll = roll_of_year(unit_id, year, year_day(year, today)).order_by()
    strangers = person_ids - set(on_roll.values_list("person_id", flat=True))
    if strangers:
        message = ngettext(
            "%(count)s người không thuộc đơn vị trong năm %(year)s.",
            "%(count)s người không thuộc đơn vị trong năm %(year)s.",
            len(strangers),
        )
        raise InvalidInput(
            message % {"count": len(strangers), "year": year},
            _("Kiểm tra lại nơi công tác của họ ở mục “Con người”."),
        )


def check_token(reach: Reach, expected: str | None) -> None:
    """Raise StaleVersion when the people reached are no longer those of the preview."""
    if expected is not None and expected != reach.token:
        raise StaleVersion(
            _("Danh sách người được ghi đã thay đổi từ lúc bạn xem trước."), _("Xem lại danh sách rồi xác nhận.")
        )


def _check_versions(
    changed: Mapping[int, str | None], stored: Mapping[int, PerformanceGrade], expected: Mapping[int, int] | None
) -> None:
    if expected is None:
        return
    versions = {person: stored[person].version if person in stored else 0 for person in changed}
    stale = [person for person, version in versions.items() if expected.get(person, 0) != version]
    if stale:
        current: dict[Any, Any] = {
            p: {"grade": stored[p].grade if p in stored else "", "version": versions[p]} for p in stale
        }
        raise StaleVersion(
            _("Xếp loại của %(count)s người vừa được người khác lưu trong lúc bạn đang sửa.") % {"count": len(stale)},
            _("Chưa có gì được ghi. Xem giá trị hiện tại ở các dòng được đánh dấu, chọn lại nếu cần rồi lưu."),
            current=current,
        )


def _write(
    unit_id: int, year: int, changed: Mapping[int, str | None], stored: Mapping[int, PerformanceGrade]
) -> list[list[Any]]:
    """Insert, update and delete whole sets: one statement for each grade given. Returns [person, old, new] lines."""
    old = {p: row.grade for p, row in stored.items()}
    details: list[list[Any]] = [[p, old.get(p), grade] for p, grade in sorted(changed.items())]
    new = [(p, grade) for p, grade in changed.items() if p not in stored and grade]
    PerformanceGrade.objects.bulk_create(
        [PerformanceGrade(person_id=p, unit_id=unit_id, year=year, grade=grade) for p, grade in new], batch_size=500
    )
    for grade in Grade.values:
        ids = [stored[p].pk for p, value in changed.items() if value == grade and p in stored]
        if ids:
            rows = PerformanceGrade.objects.filter(pk__in=ids)
            rows.update(grade=grade, unit_id=unit_id, version=F("version") + 1)
    gone = [stored[p].pk for p, value in changed.items() if value is None]
    if gone:
        PerformanceGrade.objects.filter(pk__in=gone).delete()
    return details
