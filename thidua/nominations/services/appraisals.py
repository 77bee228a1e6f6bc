"""The office's own word: the machine's verdict on each condition confirmed or contested; what is asked for lowered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.dossiers.states import AnswerChoice
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotAllowed, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version

from ..models import LineVerdict, Nomination
from ..policies import Reach, by_place
from ..states import BEFORE_COUNCIL, NOMINATION_MOVES, NominationState
from .lists import distinction_asked
from .moves import lock_nominations, write_steps


class Said(NamedTuple):
    """An officer's word on a condition: what the machine had said, what holds, and why where that differs."""

    machine: str
    verdict: str
    reason: str = ""


@service("nomination.judge")
def judge_conditions(
    *, nomination_id: int, said: Mapping[str, Said], expected_version: int | None, by: Actor, at: datetime
) -> Nomination:
    """Keep the office's word on conditions of a nomination under appraisal (condition's code → what was said).

    Raises WrongState outside appraisal, NotAllowed, InvalidInput for a contested verdict without a reason.
    """
    (row,) = lock_nominations([nomination_id])
    _require_here(row, "appraise", by, at)
    if row.state != NominationState.RECEIVED:
        raise WrongState(_("Chỉ ghi ý kiến khi đang thẩm định."), _("Nếu cần, chọn “Thẩm định lại”."))
    _check(said)
    for code, one in said.items():
        values = {"machine": one.machine, "verdict": one.verdict, "reason": nfc(one.reason), "by_id": by.pk, "at": at}
        row.verdicts.update_or_create(office_id=row.holder_id, condition=code, defaults=values)
    save_version(row, expected=expected_version)
    audit(row, unit_id=row.dossier.unit_id, details={code: list(one) for code, one in said.items()})
    return row


@service("nomination.lower")
def lower_nomination(
    *, nomination_id: int, distinction: str, reason: str, expected_version: int | None, by: Actor, at: datetime
) -> Nomination:
    """Put somebody up for another title or form than was asked for (“title:…”, “form:…”); it is appraised anew.

    Raises WrongState before receipt and from the council on, NotAllowed, InvalidInput.
    """
    (row,) = lock_nominations([nomination_id])
    _require_here(row, "return", by, at)
    if row.state not in BEFORE_COUNCIL:
        raise WrongState(_("Lúc này không đổi được danh hiệu đề nghị."), _("Đưa về thẩm định lại rồi đổi."))
    if not nfc(reason):
        message = _("Ghi rõ lý do để nơi gửi biết.")
        raise InvalidInput(message, fields={"reason": message})
    values = distinction_asked(row, distinction)
    old, before = row.distinction.code, row.state
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    first = row.lowered_from or old
    save_version(row, expected=expected_version, state=NominationState.RECEIVED, lowered_from=first, **values)
    LineVerdict.objects.filter(nomination=row, office_id=row.holder_id).delete()
    row = Nomination.objects.select_related("dossier", "title", "form").get(pk=row.pk)
    details = {"distinction": [old, row.distinction.code]}
    holder = row.holder_id
    write_steps([(row.pk, "lower", before, row.state, holder, holder, by.pk, at, nfc(reason), details)])
    audit(row, unit_id=row.dossier.unit_id, details={**details, "reason": nfc(reason)})
    return row


def _require_here(row: Nomination, move: str, by: Actor, at: datetime) -> None:
    verdict = by_place(Reach.of(by, localdate(at)), row, NOMINATION_MOVES[move])
    if not verdict:
        raise NotAllowed(verdict.reason, _("Chỉ nơi đang giữ hồ sơ làm được việc này."))


def _check(said: Mapping[str, Said]) -> None:
    errors = {}
    for code, one in said.items():
        if not {one.machine, one.verdict} <= set(AnswerChoice.values):
            errors[code] = _("Chọn kết luận trong danh sách.")
        elif one.machine != one.verdict and not nfc(one.reason):
            errors[code] = _("Kết luận khác với máy thì ghi rõ lý do.")
    if errors:
        raise InvalidInput.at(errors, _("Sửa các ô được đánh dấu rồi lưu lại."))
