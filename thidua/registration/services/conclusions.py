"""One finding about one person, or about a unit itself, with its reason: what the yearly review does not ask."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, StaleVersion
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version

from ..models import Finding
from ..policies import can_conclude
from ..selectors.findings import AskedFinding, finding_asked
from .grades import check_on_roll, check_year
from .registrations import allow


@service("finding.conclude")
def conclude_finding(
    *,
    unit_id: int,
    person_id: int | None,
    year: int,
    award: str,
    code: str,
    decided_on: date,
    holds: bool,
    reason: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Finding:
    """Record what a person with the right found; without ``person_id`` about the unit as a collective.

    ``award`` and ``decided_on`` say which law asks for it; ``expected_version`` is the version seen (0: none yet). A
    reason is needed, except where a finding of the yearly review holds. Raises InvalidInput for a code that this law
    does not ask, a missing reason or somebody not in the unit that year, NotAllowed where a higher level judges,
    StaleVersion.
    """
    today = localdate(at)
    asked = _asked(award, code, decided_on)
    allow(can_conclude(by, unit_id, today, own_level=asked.own_level and person_id is not None))
    check_year(year, today)
    check_on_roll(unit_id, year, set() if person_id is None else {person_id}, today)
    values = {"holds": holds, "reason": _reason(asked, holds, reason)}
    subject = {"person_id": person_id} if person_id is not None else {"person__isnull": True, "unit_id": unit_id}
    row = Finding.objects.select_for_update().filter(year=year, code=code, **subject).first()
    if row is not None and (row.holds, row.reason) == (values["holds"], values["reason"]):
        return row
    before = None if row is None else [row.holds, row.reason]
    row = _saved(row, expected_version, unit_id=unit_id, person_id=person_id, year=year, code=code, **values)
    details = {"year": year, "person": person_id, "findings": [[person_id, code, before, list(values.values())]]}
    audit(row, unit_id=unit_id, label=str(year), details=details)
    return row


def _asked(award: str, code: str, day: date) -> AskedFinding:
    asked = finding_asked(award, code, day)
    if asked is None:
        raise InvalidInput(
            _("Quy định của ngày %(day)s không đòi kết luận “%(code)s”.") % {"day": f"{day:%d/%m/%Y}", "code": code},
            _("Mở lại phiếu kiểm tra điều kiện."),
        )
    return asked


def _reason(asked: AskedFinding, holds: bool, reason: str) -> str:
    said = nfc(reason)
    if not said and not (asked.bulk and holds):
        message = _("Ghi lý do hoặc căn cứ của kết luận.")
        raise InvalidInput(message, fields={"reason": message})
    return said


def _saved(row: Finding | None, expected: int | None, **values: object) -> Finding:
    """Insert or update; a row that somebody recorded since the page was shown is not overwritten."""
    if row is None:
        return Finding.objects.create(**values)
    if expected == 0:
        raise StaleVersion(
            _("Người khác vừa ghi kết luận này."),
            _("Xem kết luận đó, sửa nếu cần rồi lưu lại."),
            current={"holds": row.holds, "reason": row.reason, "version": row.version},
        )
    save_version(row, expected=expected, holds=values["holds"], reason=values["reason"], unit_id=values["unit_id"])
    return row
