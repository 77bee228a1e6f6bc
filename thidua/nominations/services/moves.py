"""Moving nominations: many at once under one lock, each for itself; what cannot go is named with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.calendar import add_working_days
from thidua.kernel.errors import InvalidInput, NotFound, StaleVersion, WrongState
from thidua.kernel.moves import Move
from thidua.kernel.rowsets import insert_rows, update_rows
from thidua.kernel.text import nfc

from ..models import Nomination, Step
from ..offices import Offices, offices_of
from ..policies import Reach, can_move
from ..states import FIELDS, NOMINATION_MOVES, NominationState

_COLUMNS = (
    "state", "holder_id", "sender_id", "assigned_to_id", "received_on", "due_on", "open_fields",
)  # fmt: skip
_SENT_BY = "sent_by"  # kept with a step upwards: who had sent it to the office before
_STEP = (
    "nomination_id", "move", "from_state", "to_state", "from_holder_id", "to_holder_id", "by_id", "at", "reason",
    "details",
)  # fmt: skip


@dataclass(slots=True)
class Moved:
    """What a move did: the keys that went, and who was left out with the reason."""

    gone: list[int] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)


@service("nomination.move")
def move_nominations(
    *,
    nomination_ids: Collection[int],
    move: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    asked: Collection[str] = (),
    expected: Mapping[int, int] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Moved:
    """Carry out a move for each nomination that it is open to. ``expected``: key → the version that was looked at.

    ``asked``: what a return asks to be mended (keys of FIELDS). Raises NotFound for one that does not exist,
    InvalidInput without the reason that the move asks for, StaleVersion when somebody moved one in between, WrongState
    when none could go; then nothing is written. The number of queries does not grow.
    """
    table = _known(move)
    said = _checked(table, reason, asked)
    day = localdate(at)
    rows = lock_nominations(nomination_ids)
    _check_versions(rows, expected or {})
    offices = offices_of({unit for row in rows for unit in (row.holder_id, row.dossier.unit_id) if unit}, day)
    reach = Reach.of(by, day)
    done = Moved()
    for row in rows:
        verdict = can_move(reach, row, move, day, offices)
        if not verdict:
            done.left_out[row.pk] = verdict.reason
    going = [row for row in rows if row.pk not in done.left_out]
    if not going:
        raise WrongState(next(iter(done.left_out.values()), _("Chưa chọn hồ sơ nào.")), _("Tải lại trang rồi xem lại."))
    _write(going, table, offices, said, sorted(set(asked)), dict(details or {}), by, at)
    done.gone = [row.pk for row in going]
    return done


def lock_nominations(nomination_ids: Collection[int]) -> list[Nomination]:
    """Return the nominations in the order of their keys, locked; raises NotFound where one is missing."""
    wanted = set(nomination_ids)
    rows = Nomination.objects.select_for_update(of=("self",)).filter(pk__among=wanted).order_by("pk")
    found = list(rows.select_related("dossier", "person", "unit", "title", "form"))
    if len(found) != len(wanted):
        raise NotFound(_("Không tìm thấy đề nghị này."), _("Mở lại từ danh sách hồ sơ."))
    return found


def write_steps(rows: Iterable[tuple[Any, ...]]) -> None:
    """Add steps: (nomination, move, from state, to state, from holder, to holder, by, at, reason, details)."""
    insert_rows(Step, _STEP, rows)


def _known(move: str) -> Move:
    if move not in {one.code for one in NOMINATION_MOVES}:
        raise InvalidInput(_("Không có việc này."), _("Tải lại trang để thấy những việc có thể làm."))
    return NOMINATION_MOVES[move]


def _checked(move: Move, reason: str, asked: Collection[str]) -> str:
    """Return the reason in one form; raises InvalidInput where it is missing, or nothing to be mended is named."""
    said = nfc(reason)
    if move.needs_reason and not said:
        message = _("Ghi rõ lý do để nơi gửi biết.")
        raise InvalidInput(message, fields={"reason": message})
    if move.code == "return" and (not asked or not set(asked) <= set(FIELDS)):
        message = _("Chọn phần cần bổ sung, sửa.")
        raise InvalidInput(message, fields={"asked": message})
    return said


def _check_versions(rows: Sequence[Nomination], expected: Mapping[int, int]) -> None:
    stale = [row for row in rows if expected.get(row.pk, row.version) != row.version]
    if stale:
        raise StaleVersion(
            _("%(name)s vừa được người khác xử lý.") % {"name": stale[0].recipient},
            _("Chưa có gì được ghi. Xem trạng thái mới rồi làm lại."),
            current={"keys": [row.pk for row in stale]},
        )


def _write(
    rows: Sequence[Nomination], move: Move, offices: Offices, reason: str, fields: list[str], details: dict[str, Any],
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    day = localdate(at)
    due = {days: add_working_days(day, days) for days in {rule.working_days for rule in offices.rules.values()}}
    back = _ways_back(rows) if move.code == "recall" else {}
    values = {row.pk: _after(row, move, offices, day, due, fields) | back.get(row.pk, {}) for row in rows}
    update_rows(Nomination, _COLUMNS, ((pk, *(one[name] for name in _COLUMNS)) for pk, one in values.items()))
    told = details | ({"fields": fields} if fields else {})
    write_steps(
        (
            row.pk, move.code, row.state, values[row.pk]["state"], row.holder_id, values[row.pk]["holder_id"], by.pk,
            at, reason, told | ({_SENT_BY: row.sender_id} if move.code == "propose" else {}),
        )
        for row in rows
    )  # fmt: skip
    for unit_id, part in _by_dossier_unit(rows).items():
        said = {"move": move.code, "nominations": [row.pk for row in part], "reason": reason, **told}
        audit(Nomination, unit_id=unit_id, label=_label(part), details=said)


def _after(
    row: Nomination, move: Move, offices: Offices, day: date, due: Mapping[int, date], fields: list[str]
) -> dict[str, Any]:
    """Return the columns of a nomination after the move."""
    now = {
        "state": move.target, "holder_id": row.holder_id, "sender_id": row.sender_id,
        "assigned_to_id": row.assigned_to_id, "received_on": row.received_on, "due_on": row.due_on,
        "open_fields": row.open_fields,
    }  # fmt: skip
    if move.code == "submit":
        holder = offices.first_for(row.dossier.unit_id)
        now |= _sent(holder, row.dossier.unit_id, offices)
        if holder == row.dossier.unit_id:  # its own office: nobody else has to receive it
            now |= {"state": NominationState.RECEIVED, **_received(holder, offices, day, due)}
    elif move.code == "propose" and row.holder_id is not None:
        now |= _sent(offices.next_above(row.holder_id), row.holder_id, offices)
    elif move.code in ("receive", "supplement") and row.holder_id is not None:
        now |= _received(row.holder_id, offices, day, due) | {"open_fields": []}
    elif move.code == "return":
        now |= {"open_fields": fields, "due_on": None}
    elif move.target in {NominationState.REFUSED, NominationState.WITHDRAWN, NominationState.DECIDED}:
        now |= {"due_on": None, "open_fields": []}
    return now


def _sent(holder: int | None, sender: int, offices: Offices) -> dict[str, Any]:
    if holder is None:
        raise WrongState(_("Không có nơi nào nhận hồ sơ của đơn vị này."), _("Nhờ quản trị kiểm tra cây đơn vị."))
    officer = offices.rules[holder].officers.get(sender)
    return {"holder_id": holder, "sender_id": sender, "assigned_to_id": officer, "received_on": None, "due_on": None}


def _received(holder: int, offices: Offices, day: date, due: Mapping[int, date]) -> dict[str, Any]:
    return {"received_on": day, "due_on": due[offices.rules[holder].working_days]}


def _ways_back(rows: Sequence[Nomination]) -> dict[int, dict[str, Any]]:
    """Return what a recall leads each back to: the unit's own draft, or the office that had passed it. One query."""
    sent = Step.objects.filter(nomination_id__among={row.pk for row in rows}, move__in=("submit", "propose"))
    last = {step.nomination_id: step for step in sent.order_by("id")}
    draft = {"state": NominationState.DRAFT, "holder_id": None, "sender_id": None, "assigned_to_id": None}
    return {
        row.pk: {
            "state": NominationState.PASSED,
            "holder_id": last[row.pk].from_holder_id,
            "sender_id": last[row.pk].details[_SENT_BY],
            "assigned_to_id": None,
        }
        if row.pk in last and last[row.pk].move == "propose"
        else draft
        for row in rows
    }


def _by_dossier_unit(rows: Sequence[Nomination]) -> dict[int, list[Nomination]]:
    found: dict[int, list[Nomination]] = {}
    for row in rows:
        found.setdefault(row.dossier.unit_id, []).append(row)
    return found


def _label(rows: Sequence[Nomination]) -> str:
    if len(rows) == 1:
        return str(rows[0])
    return _("%(count)s đề nghị") % {"count": len(rows)}
