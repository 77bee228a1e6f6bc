"""How an office works, set by whoever runs it; and who of it handles what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.states import IssuerLevel
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput
from thidua.kernel.rowsets import update_rows
from thidua.kernel.versions import save_version
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import MOST_DAYS, WORKING_DAYS, Nomination, Office, OfficeRoute
from ..selectors import handling_grants
from .moves import lock_nominations


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What an office sets for itself; see ``Office``."""

    decides: Collection[str]
    working_days: int = WORKING_DAYS
    consult_days: int = 0
    by_officer: bool = False


@service("office.set")
def set_office(
    *,
    unit_id: int,
    settings: OfficeSettings,
    officers: Mapping[int, int],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Office:
    """Set how an office works, and which of its officers handles which sender (sender → account).

    Raises InvalidInput for an unknown level, impossible days, or an account without the right to handle dossiers.
    """
    day = localdate(at)
    require(by, Permission.DECIDE_AWARDS, unit_id, day)
    _check(settings, officers, day)
    row = Office.objects.select_for_update().filter(unit_id=unit_id).first()
    values = {
        "decides": sorted(settings.decides), "working_days": settings.working_days,
        "consult_days": settings.consult_days, "by_officer": settings.by_officer,
    }  # fmt: skip
    if row is None:
        row = Office.objects.create(unit_id=unit_id, **values)
    else:
        save_version(row, expected=expected_version, **values)
    row.routes.all().delete()
    OfficeRoute.objects.bulk_create(
        OfficeRoute(office=row, sender_id=sender, officer_id=officer) for sender, officer in sorted(officers.items())
    )
    audit(row, unit_id=unit_id, details={**values, "officers": sorted(officers.items())})
    return row


@service("nomination.assign")
def assign_nominations(*, nomination_ids: Collection[int], officer_id: int | None, by: Actor, at: datetime) -> int:
    """Give nominations to an officer of their office, or (None) back to all; returns how many changed hands."""
    rows = lock_nominations(nomination_ids)
    day = localdate(at)
    for holder in {row.holder_id for row in rows}:
        require(by, Permission.HANDLE_DOSSIERS, holder, day)
    if officer_id is not None and officer_id not in handlers(day):
        message = _("Người này không có quyền xử lý hồ sơ.")
        raise InvalidInput(message, fields={"officer": message})
    changed = [row for row in rows if row.assigned_to_id != officer_id]
    update_rows(Nomination, ("assigned_to_id",), ((row.pk, officer_id) for row in changed))
    if changed:
        said = {"nominations": [row.pk for row in changed], "officer": officer_id}
        audit(Nomination, unit_id=changed[0].dossier.unit_id, label=str(changed[0]), details=said)
    return len(changed)


def handlers(day: date) -> set[int]:
    """Return the accounts that may handle dossiers somewhere on a day."""
    return set(handling_grants(day).values_list("user_id", flat=True))


def _check(settings: OfficeSettings, officers: Mapping[int, int], day: date) -> None:
    errors = {}
    if not set(settings.decides) <= set(IssuerLevel.values):
        errors["decides"] = _("Chọn cấp quyết định trong danh sách.")
    if not 1 <= settings.working_days <= MOST_DAYS:
        errors["working_days"] = _("Ghi số ngày làm việc từ 1 đến %(most)s.") % {"most": MOST_DAYS}
    if not 0 <= settings.consult_days <= MOST_DAYS:
        errors["consult_days"] = _("Ghi số ngày làm việc từ 0 đến %(most)s.") % {"most": MOST_DAYS}
    if not set(officers.values()) <= handlers(day):
        errors["officers"] = _("Người này không có quyền xử lý hồ sơ.")
    if errors:
        raise InvalidInput.at(errors, _("Sửa các ô được đánh dấu rồi lưu lại."))
