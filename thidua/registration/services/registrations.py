"""Writes of a unit's registration as a whole: starting it, and its moves (submit, recall, return, accept, receive)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound
from thidua.kernel.moves import Move
from thidua.kernel.verdicts import Verdict
from thidua.kernel.versions import save_version
from thidua.people.models import UnitAncestry

from ..models import Registration, RegistrationRound
from ..policies import can_start, may_by_time_and_place
from ..states import COUNTS_AS_REGISTERED, REGISTRATION_MOVES, RegistrationState, RoundPhase
from .rounds import lock_round


@service("registration.start")
def start_registration(*, round_id: int, unit_id: int, by: Actor, at: datetime) -> Registration:
    """Start the registration of ``unit_id`` in a round, or return the one already started.

    Raises InvalidInput for a unit that does not stand below the round's owner.
    """
    day = localdate(at)
    call = lock_round(round_id)
    allow(can_start(by, call, unit_id, day))
    _check_below(call, unit_id, at)
    existing = Registration.objects.filter(round=call, unit_id=unit_id).select_related("round", "unit").first()
    if existing is not None:
        return existing
    registration = Registration.objects.create(round=call, unit_id=unit_id, year=call.year)
    audit(registration, unit_id=unit_id, details={"year": call.year, "round": call.pk})
    return registration


@service("registration.move")
def move_registration(
    *,
    registration_id: int,
    move: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Registration:
    """Carry out a move of the move table; ``expected_version`` is the version the person looked at.

    Raises WrongState, NotAllowed (right or deadline), InvalidInput (no reason, nothing ticked), StaleVersion.
    """
    registration = lock_registration(registration_id)
    step = REGISTRATION_MOVES.check(move, registration.state)
    allow(may_by_time_and_place(by, registration, step, localdate(at)))
    if step.needs_reason and not reason.strip():
        message = _("Ghi rõ lý do để đơn vị biết cần sửa gì.")
        raise InvalidInput(message, fields={"reason": message})
    if step.target in COUNTS_AS_REGISTERED and not registration.lines.exists():
        raise InvalidInput(
            _("Bản đăng ký chưa có danh hiệu nào."), _("Đánh dấu ít nhất một danh hiệu cho tập thể hoặc cá nhân.")
        )
    old, before = registration.state, registration.late
    save_version(registration, expected=expected_version, **_values(registration, step, reason.strip(), by, at))
    details = {"move": move, "state": [old, registration.state], "late": [before, registration.late]}
    audit(registration, unit_id=registration.unit_id, details=details | ({"reason": reason} if reason else {}))
    return registration


def lock_registration(registration_id: int) -> Registration:
    """Return the registration with round and unit, its row locked; raises NotFound."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related("round", "unit")
    registration = rows.filter(pk=registration_id).first()
    if registration is None:
        raise NotFound(_("Không tìm thấy bản đăng ký này."), _("Mở lại từ danh sách đăng ký."))
    return registration


def allow(verdict: Verdict) -> None:
    """Raise NotAllowed with the verdict's reason unless it says yes."""
    if not verdict:
        raise NotAllowed(verdict.reason, _("Nếu cần, hãy liên hệ công đoàn cấp trên trực tiếp."))


def _values(registration: Registration, step: Move, reason: str, by: Actor, at: datetime) -> dict[str, object]:
    """Return the columns that a move writes. A draft taken back is no longer submitted, and forgets being late."""
    values: dict[str, object] = {"state": step.target, "reason": reason if step.needs_reason else ""}
    if step.target == RegistrationState.DRAFT:
        values |= {"submitted_at": None, "submitted_by_id": None, "late": False}
    elif registration.submitted_at is None or step.code == "submit":
        late = registration.round.phase_on(localdate(at)) in {RoundPhase.LATE, RoundPhase.CLOSED}
        values |= {"submitted_at": at, "submitted_by_id": by.pk, "late": late}
    return values


def _check_below(call: RegistrationRound, unit_id: int, at: datetime) -> None:
    places = UnitAncestry.objects.at(call.roll_day(localdate(at)))
    if not places.filter(ancestor_id=call.owner_id, descendant_id=unit_id).exists():
        raise InvalidInput(
            _("Đơn vị này không thuộc phạm vi của đợt đăng ký."), _("Chọn một đơn vị trực thuộc bên mở đợt.")
        )
