"""One provision from its reading to its force. What is in force is never changed: a new reading is a new provision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, StaleVersion, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version
from thidua.lawbooks.building import about, examine
from thidua.lawbooks.models import Edition, Provision, fresh_token
from thidua.lawbooks.policies import can_change, can_move
from thidua.lawbooks.selectors import live_book
from thidua.lawbooks.states import PROVISION_MOVES, ProvisionKind, ProvisionState
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.rules.errors import RulesError

TEXTS = ("rule_yaml", "params_yaml", "stories_yaml", "note")
LINES = ("award", "target", "value", "document", "article", "link", "confidence")
EDITABLE_FIELDS = (*TEXTS, *LINES, "first_day", "last_day")
_MAY_STAND_ALONE = frozenset({"reject", "withdraw"})


@service("provision.enter")
def enter_provision(*, kind: str, by: Actor, at: datetime, **fields: Any) -> Provision:
    """Keep a newly read provision as a draft. ``fields`` are those of ``EDITABLE_FIELDS``.

    A draft may still have faults: they are shown, and keep it from being proposed. Raises NotAllowed, or InvalidInput
    for an unknown kind, a missing document or days the wrong way round, or a rule already being checked.
    """
    day = localdate(at)
    require(by, Permission.KEEP_LAW, None, day)
    provision = Provision(kind=kind, entered_by_id=by.pk, entered_at=at, **_checked(kind, fields))
    _name(provision)
    _insist_one_check(provision)
    provision.save(force_insert=True)
    audit(
        provision, label=str(provision)[:300], details={name: [None, value] for name, value in _told(provision).items()}
    )
    return provision


@service("provision.change")
def change_provision(
    *, provision_id: int, expected_version: int | None, by: Actor, at: datetime, **fields: Any
) -> Provision:
    """Change a draft (or one not agreed to, which becomes a draft again); whoever changes it counts as its writer."""
    day = localdate(at)
    require(by, Permission.KEEP_LAW, None, day)
    provision = _locked(provision_id)
    verdict = can_change(by, provision, day)
    if not verdict:
        raise WrongState(verdict.reason, _("Tải lại trang để xem trạng thái mới nhất."))
    if expected_version is not None and provision.version != expected_version:
        raise StaleVersion(
            _("Dòng này vừa được người khác lưu trong lúc bạn đang sửa."),
            _("Xem giá trị hiện tại, gộp phần của bạn rồi lưu lại."),
        )
    before = _told(provision)
    for name, value in _checked(provision.kind, fields).items():
        setattr(provision, name, value)
    _name(provision)
    _insist_one_check(provision)
    changed = {name: [before[name], value] for name, value in _told(provision).items() if before[name] != value}
    if changed:
        values = {name: getattr(provision, name) for name in EDITABLE_FIELDS}
        save_version(
            provision,
            expected=None,
            **values,
            state=ProvisionState.DRAFT,
            entered_by_id=by.pk,
            entered_at=at,
            reason="",
        )
        audit(provision, label=str(provision)[:300], details=changed)
    return provision


@service("provision.move")
def move_provision(
    *, provision_id: int, move: str, by: Actor, at: datetime, reason: str = "", expected_version: int | None = None
) -> Provision:
    """Take a step: propose, second (another person, puts it in force), reject, withdraw.

    To propose or to second, the book must be buildable with it and its stories must come out as told. Raises
    NotAllowed, WrongState, InvalidInput (a fault, a missing reason) or StaleVersion.
    """
    day = localdate(at)
    require(by, Permission.KEEP_LAW, None, day)
    provision = _locked(provision_id)
    step = PROVISION_MOVES.check(move, provision.state)
    verdict = can_move(by, provision, move, day)
    if not verdict:
        raise WrongState(verdict.reason, _("Nhờ một người khác có quyền giữ luật đọc văn bản rồi xác nhận."))
    words = nfc(reason)[:500]
    if step.needs_reason and not words:
        raise InvalidInput(_("Bước này cần lý do."), fields={"reason": _("Ghi lý do.")})
    if move not in _MAY_STAND_ALONE:
        _insist_sound(provision)
    old = provision.state
    values: dict[str, Any] = {"state": step.target, "reason": words}
    if move == "second":
        values |= {"seconded_by_id": by.pk, "seconded_at": at}
    save_version(provision, expected=expected_version, **values)
    if ProvisionState.IN_FORCE in (old, step.target):
        Edition.objects.update_or_create(pk=1, defaults={"token": fresh_token()})
    audit(provision, label=str(provision)[:300], details={"state": [old, step.target], "reason": words})
    return provision


def _checked(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as they are kept; raises InvalidInput for what can be no provision at all."""
    if unknown := set(fields) - set(EDITABLE_FIELDS):
        raise TypeError(f"provision: unknown fields {sorted(unknown)}")
    if kind not in ProvisionKind.values:
        raise InvalidInput(_("Không có loại quy định này."), fields={"kind": _("Chọn một loại.")})
    values: dict[str, Any] = {name: nfc(str(fields.get(name) or "")) for name in LINES}
    values |= {name: str(fields.get(name) or "").replace("\r\n", "\n").strip() for name in TEXTS}
    first, last = fields.get("first_day"), fields.get("last_day")
    if not isinstance(first, date):
        raise InvalidInput(_("Quy định cần ngày bắt đầu áp dụng."), fields={"first_day": _("Nhập ngày.")})
    if last is not None and last < first:
        raise InvalidInput(_("Ngày cuối ở trước ngày đầu."), fields={"last_day": _("Nhập ngày sau ngày bắt đầu.")})
    if not values["document"]:
        raise InvalidInput(_("Quy định cần tên văn bản."), fields={"document": _("Nhập số hiệu văn bản.")})
    return {**values, "confidence": values["confidence"] or "R", "first_day": first, "last_day": last}


def _name(provision: Provision) -> None:
    """Set the award and target that the content itself names; a rule that cannot be read keeps none yet."""
    try:
        provision.award, provision.target = about(provision)
    except RulesError:
        provision.award = provision.target = ""
    provision.target = provision.target[:200]


def _insist_one_check(provision: Provision) -> None:
    if provision.kind != ProvisionKind.CHECK:
        return
    if not provision.target:
        raise InvalidInput(_("Chọn quy tắc đã đối chiếu."), fields={"target": _("Chọn một quy tắc.")})
    open_states = (ProvisionState.DRAFT, ProvisionState.PROPOSED, ProvisionState.IN_FORCE)
    others = Provision.objects.filter(kind=ProvisionKind.CHECK, target=provision.target, state__in=open_states)
    if others.exclude(pk=provision.pk).exists():
        raise InvalidInput(
            _("Quy tắc này đang được đối chiếu hoặc đã đối chiếu."), _("Xem lại danh sách quy định đã nhập.")
        )


def _insist_sound(provision: Provision) -> None:
    """Raise InvalidInput with the fault unless the law in force can take the provision and its stories hold."""
    found = examine(live_book(), provision)
    if found.fault is not None:
        raise InvalidInput(found.fault.message_vi, found.fault.next_step_vi)


def _told(provision: Provision) -> dict[str, Any]:
    """Return what the log keeps of a provision's content."""
    return {name: getattr(provision, name) for name in ("kind", *EDITABLE_FIELDS)}


def _locked(provision_id: int) -> Provision:
    found = Provision.objects.select_for_update(of=("self",)).select_related("entered_by", "seconded_by")
    provision = found.filter(pk=provision_id).first()
    if provision is None:
        raise NotFound(_("Không tìm thấy quy định này."), _("Tải lại trang rồi thử lại."))
    return provision
