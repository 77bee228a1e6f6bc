"""The window: published in one action, ended once its last day is over and every comment answered, or stopped."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.calendar import add_working_days
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version
from thidua.nominations.models import MOST_DAYS, Nomination
from thidua.nominations.services import move_nominations
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import Consultation, Listed
from ..selectors import unanswered, window_for
from ..states import ConsultationState

_SLUG_BYTES = 9


@service("consultation.publish")
def publish(*, nomination_ids: Collection[int], title: str, days: int, by: Actor, at: datetime) -> Consultation:
    """Show appraised nominations of one office to the public for ``days`` working days, and start the clock.

    The day of publication does not count. Raises InvalidInput for fewer days than the law or the office asks, an empty
    title, nominations of two offices; WrongState when none can go. What cannot go is left out.
    """
    day = localdate(at)
    rows = list(
        Nomination.objects.filter(pk__among=set(nomination_ids))
        .select_related("dossier", "person", "unit", "title", "form")
        .order_by("pk")
    )
    office_id = _one_office(rows)
    require(by, Permission.HANDLE_DOSSIERS, office_id, day)
    window = window_for(rows, day)
    _check(title, days, window.days, window.source)
    moved = move_nominations(nomination_ids=[row.pk for row in rows], move="publish", by=by, at=at)
    gone = set(moved.gone)
    found = Consultation.objects.create(
        office_id=office_id, slug=secrets.token_urlsafe(_SLUG_BYTES), title=nfc(title), days=days,
        source=(window.source if window.days == days else "") or _("nơi xét đặt"), opened_on=day,
        closes_on=add_working_days(day, days), opened_by_id=by.pk,
    )  # fmt: skip
    Listed.objects.bulk_create(
        Listed(
            consultation=found, nomination=row, recipient=row.recipient, unit_name=row.unit.short_name,
            distinction=row.distinction.label,
        )
        for row in rows
        if row.pk in gone
    )  # fmt: skip
    told = {"nominations": sorted(gone), "days": days, "closes_on": found.closes_on.isoformat()}
    audit(found, unit_id=office_id, details=told)
    return found


@service("consultation.end")
def end_consultation(*, consultation_id: int, by: Actor, at: datetime) -> Consultation:
    """Let the nominations go on. Raises WrongState before the window is over or while a comment has no answer."""
    found = _locked(consultation_id, by, at)
    if localdate(at) <= found.closes_on:
        said = _("Thời gian lấy ý kiến tới hết ngày %(day)s.") % {"day": f"{found.closes_on:%d/%m/%Y}"}
        raise WrongState(said, _("Kết thúc được từ ngày hôm sau."))
    if count := unanswered(found):
        said = _("Còn %(count)s ý kiến chưa được trả lời.") % {"count": count}
        raise WrongState(said, _("Ghi kết quả xử lý từng ý kiến rồi kết thúc."))
    move_nominations(nomination_ids=_nominations(found), move="end_consultation", by=by, at=at)
    save_version(found, expected=None, state=ConsultationState.ENDED, ended_at=at)
    audit(found, unit_id=found.office_id)
    return found


@service("consultation.stop")
def stop_consultation(*, consultation_id: int, reason: str, by: Actor, at: datetime) -> Consultation:
    """Take the list off the public page before its window is over; the nominations are as if never published."""
    found = _locked(consultation_id, by, at)
    if not nfc(reason):
        message = _("Ghi rõ lý do dừng.")
        raise InvalidInput(message, fields={"reason": message})
    move_nominations(nomination_ids=_nominations(found), move="stop_consultation", reason=reason, by=by, at=at)
    save_version(found, expected=None, state=ConsultationState.STOPPED, reason=nfc(reason), ended_at=at)
    audit(found, unit_id=found.office_id, details={"reason": nfc(reason)})
    return found


def _locked(consultation_id: int, by: Actor, at: datetime) -> Consultation:
    found = Consultation.objects.select_for_update().get(pk=consultation_id)
    require(by, Permission.HANDLE_DOSSIERS, found.office_id, localdate(at))
    if found.state != ConsultationState.OPEN:
        raise WrongState(_("Đợt lấy ý kiến này đã khép lại."), _("Tải lại trang để xem kết quả."))
    return found


def _nominations(found: Consultation) -> list[int]:
    return list(found.listed.values_list("nomination_id", flat=True))


def _one_office(rows: list[Nomination]) -> int:
    offices = {row.holder_id for row in rows}
    if len(offices) != 1 or None in offices:
        raise InvalidInput(_("Chọn các đề nghị đang ở cùng một nơi xét."), _("Bỏ những dòng ở nơi khác rồi làm lại."))
    return int(str(offices.pop()))


def _check(title: str, days: int, least: int, source: str) -> None:
    errors = {}
    if not nfc(title):
        errors["title"] = _("Ghi tên đợt lấy ý kiến.")
    if not max(1, least) <= days <= MOST_DAYS:
        errors["days"] = (
            _("Ít nhất %(days)s ngày làm việc (%(source)s).") % {"days": least, "source": source}
            if least
            else _("Ghi số ngày làm việc từ 1 đến %(most)s.") % {"most": MOST_DAYS}
        )
    if errors:
        raise InvalidInput.at(errors, _("Sửa các ô được đánh dấu rồi lưu lại."))
