"""Writes of findings: what only colleagues can judge, for all members at once and then the exceptions. Set-based."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, StaleVersion
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import Finding
from ..selectors.findings import findings_asked
from ..selectors.results import Reach, reach_of_findings
from .grades import check_on_roll, check_token, check_year

Key = tuple[int, str]  # person and the finding's code


class Found(TypedDict, total=False):
    """One judgement; ``holds`` None takes it back to “not judged”, False needs a ``reason``."""

    person_id: int
    code: str
    holds: bool | None
    reason: str


@service("finding.record")
def record_findings(
    *,
    unit_id: int,
    year: int,
    findings: Iterable[Found],
    by: Actor,
    at: datetime,
    expected: Mapping[Key, int] | None = None,
) -> int:
    """Record judgements of a year; return how many changed.

    ``expected`` is (person, code) → version seen (0: none yet). Raises StaleVersion (nothing written), InvalidInput
    for a code that the yearly review does not have, a missing reason, or somebody not in the unit that year.
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    check_year(year, today)
    wanted = {(item["person_id"], item["code"]): _value(item) for item in findings}
    _check_codes(year, {code for _person, code in wanted})
    people = {person for person, _code in wanted}
    check_on_roll(unit_id, year, people, today)
    rows = Finding.objects.select_for_update().filter(person_id__in=people, year=year)
    stored = {(row.person_id, row.code): row for row in rows if row.person_id is not None}
    changed = {key: value for key, value in wanted.items() if value != _stored_value(stored.get(key))}
    _check_reasons(changed)
    _check_versions(changed, stored, expected)
    if changed:
        details = _write(unit_id, year, changed, stored)
        audit(Finding, unit_id=unit_id, label=str(year), details={"year": year, "findings": details})
    return len(changed)


@service("finding.record_for_all")
def record_findings_for_all(
    *,
    unit_id: int,
    year: int,
    by: Actor,
    at: datetime,
    codes: Collection[str] | None = None,
    expected_token: str | None = None,
) -> Reach:
    """Record that findings hold for every member not yet judged, except the disciplined; return whom.

    ``codes`` None means all findings that the year's law lets a unit record for everybody. What is already recorded
    stays. Raises StaleVersion when the people differ from the preview's ``expected_token``.
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    check_year(year, today)
    bulk = {item.code for item in findings_asked(year) if item.bulk}
    chosen = bulk if codes is None else set(codes)
    if chosen - bulk:
        raise InvalidInput(_("Nhận xét này phải ghi cho từng người, không ghi chung được."))
    reach = reach_of_findings(unit_id, year, chosen, today)
    check_token(reach, expected_token)
    ids = [person.id for person in reach.people]
    done = set(Finding.objects.filter(person_id__in=ids, year=year).values_list("person_id", "code"))
    new = [(person, code) for person in ids for code in sorted(chosen) if (person, code) not in done]
    if new:
        Finding.objects.bulk_create(
            [Finding(person_id=person, unit_id=unit_id, year=year, code=code, holds=True) for person, code in new],
            batch_size=500,
        )
        details = {"year": year, "codes": sorted(chosen), "people": ids}
        audit(Finding, unit_id=unit_id, label=str(year), details=details)
    return reach


Value = tuple[bool, str] | None


def _value(item: Found) -> Value:
    holds = item.get("holds")
    if holds is None:
        return None
    return holds, "" if holds else item.get("reason", "").strip()


def _stored_value(row: Finding | None) -> Value:
    return None if row is None else (row.holds, row.reason)


def _check_codes(year: int, codes: set[str]) -> None:
    unknown = codes - {item.code for item in findings_asked(year)}
    if unknown:
        raise InvalidInput(
            _("Nhận xét cuối năm %(year)s không có mục “%(codes)s”.")
            % {"year": year, "codes": ", ".join(sorted(unknown))},
            _("Điều khác cần người xét được ghi ở phiếu kiểm tra điều kiện của từng người."),
        )


def _check_reasons(changed: Mapping[Key, Value]) -> None:
    missing = {f"{person}:{code}" for (person, code), value in changed.items() if value == (False, "")}
    if missing:
        message = _("Ghi lý do cho nhận xét “không đạt”.")
        raise InvalidInput(message, fields=dict.fromkeys(sorted(missing), message))


def _check_versions(
    changed: Mapping[Key, Value], stored: Mapping[Key, Finding], expected: Mapping[Key, int] | None
) -> None:
    if expected is None:
        return
    versions = {key: stored[key].version if key in stored else 0 for key in changed}
    stale = [key for key, version in versions.items() if expected.get(key, 0) != version]
    if stale:
        raise StaleVersion(
            _("Nhận xét của %(count)s người vừa được người khác lưu trong lúc bạn đang sửa.")
            % {"count": len({person for person, _code in stale})},
            _("Chưa có gì được ghi. Xem giá trị hiện tại ở các dòng được đánh dấu, chọn lại nếu cần rồi lưu."),
            current={f"{person}:{code}": _stored_value(stored.get((person, code))) for person, code in stale},
        )


def _write(unit_id: int, year: int, changed: Mapping[Key, Value], stored: Mapping[Key, Finding]) -> list[list[Any]]:
    """Insert, update and delete whole sets. Returns [person, code, old, new] lines for the audit."""
    details: list[list[Any]] = [[*key, _stored_value(stored.get(key)), value] for key, value in sorted(changed.items())]
    new, updated, gone = [], [], []
    for (person, code), value in changed.items():
        row = stored.get((person, code))
        if value is None:
            gone.append((person, code))
        elif row is None:
            new.append(
                Finding(person_id=person, unit_id=unit_id, year=year, code=code, holds=value[0], reason=value[1])
            )
        else:
            row.holds, row.reason = value
            row.unit_id = unit_id
            row.version += 1
            updated.append(row)
    Finding.objects.bulk_create(new, batch_size=500)
    Finding.objects.bulk_update(updated, ["holds", "reason", "unit", "version"], batch_size=200)
    if gone:
        Finding.objects.filter(pk__in=[stored[key].pk for key in gone]).delete()
    return details
