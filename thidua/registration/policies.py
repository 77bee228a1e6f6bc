"""“May I?” about a registration: the same call decides whether a button shows and whether a service goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.moves import Move
from thidua.kernel.verdicts import ALLOWED, Verdict, refused
from thidua.people.permissions import Permission
from thidua.people.policies import may

from .models import Registration, RegistrationRound
from .states import EDITABLE, REGISTRATION_MOVES, RoundPhase

# Moves by which a unit itself uses the round's time; past the hard deadline they are the upper unit's only.
_UNITS_OWN = frozenset({"submit", "recall"})


def can_edit(actor: Actor, registration: Registration, day: date) -> Verdict:
    """Say whether ``actor`` may change the ticks of ``registration`` on ``day``."""
    call = registration.round
    return why_not_edit(
        call,
        registration.state,
        day,
        registers=lambda: may(actor, Permission.REGISTER_TITLES, registration.unit_id, day),
        receives=lambda: may(actor, Permission.RECEIVE_REGISTRATIONS, call.owner_id, day),
    )


def why_not_edit(
    call: RegistrationRound,
    state: str,
    day: date,
    *,
    registers: Callable[[], Verdict],
    receives: Callable[[], Verdict],
) -> Verdict:
    """Say whether a registration in ``state`` can be changed on ``day``.

    ``registers`` and ``receives`` say, where it comes to that, whether the actor may register the unit's titles, and
    run the round.
    """
    if state not in EDITABLE:
        return refused(_("Bản đăng ký đã nộp nên không sửa được; hãy rút lại hoặc chờ cấp trên trả lại."))
    phase = call.phase_on(day)
    if phase == RoundPhase.NOT_OPEN:
        return refused(_not_open(call))
    if phase == RoundPhase.CLOSED:
        return ALLOWED if receives() else refused(_closed(call))
    return registers()


def can_move(actor: Actor, registration: Registration, move_code: str, day: date) -> Verdict:
    """Say whether ``actor`` may carry out the move on ``day``, by state, deadline and permission."""
    move = REGISTRATION_MOVES[move_code]
    if registration.state not in move.sources:
        return refused(_("Không thực hiện được việc này ở trạng thái hiện tại."))
    return may_by_time_and_place(actor, registration, move, day)


def may_by_time_and_place(actor: Actor, registration: Registration, move: Move, day: date) -> Verdict:
    """Say whether deadline and permission allow ``move``, the state apart."""
    phase = registration.round.phase_on(day)
    if phase == RoundPhase.NOT_OPEN:
        return refused(_not_open(registration.round))
    if move.code in _UNITS_OWN and phase == RoundPhase.CLOSED:
        return refused(
            _("Đã qua hạn chót %(day)s; chỉ công đoàn cấp trên còn tiếp nhận được.")
            % {"day": f"{registration.round.hard_deadline:%d/%m/%Y}"}
        )
    if move.code == "receive" and phase != RoundPhase.CLOSED:
        return refused(_("Chưa qua hạn chót: đơn vị tự nộp đăng ký của mình."))
    place = registration.round.owner_id if _is_receivers(move) else registration.unit_id
    return may(actor, Permission(move.permission), place, day)


def can_start(actor: Actor, round: RegistrationRound, unit_id: int, day: date) -> Verdict:
    """Say whether ``actor`` may start the registration of ``unit_id`` in ``round`` on ``day``."""
    phase = round.phase_on(day)
    if phase == RoundPhase.NOT_OPEN:
        return refused(_not_open(round))
    if phase == RoundPhase.CLOSED:
        return may(actor, Permission.RECEIVE_REGISTRATIONS, round.owner_id, day)
    return may(actor, Permission.REGISTER_TITLES, unit_id, day)


def can_conclude(actor: Actor, unit_id: int, day: date, *, own_level: bool) -> Verdict:
    """Say whether ``actor`` may record a finding about somebody of ``unit_id``, or about the unit itself.

    ``own_level``: the unit judges it; otherwise it takes the right to evaluate, which the union above and its council's
    secretary hold.
    """
    if own_level:
        return may(actor, Permission.RECORD_RESULTS, unit_id, day)
    if may(actor, Permission.EVALUATE, unit_id, day):
        return ALLOWED
    return refused(_("Kết luận này do công đoàn cấp trên hoặc hội đồng thi đua – khen thưởng ghi."))


def _is_receivers(move: Move) -> bool:
    return move.permission == Permission.RECEIVE_REGISTRATIONS


def _closed(round: RegistrationRound) -> str:
    return _("Đã qua hạn chót %(day)s; chỉ công đoàn cấp trên còn ghi được.") % {
        "day": f"{round.hard_deadline:%d/%m/%Y}"
    }


def _not_open(round: RegistrationRound) -> str:
    return _("Đợt đăng ký mở từ ngày %(day)s.") % {"day": f"{round.opens_on:%d/%m/%Y}"}
