"""“May I?” about a nomination: one call decides whether a button shows, a bulk action takes it, a service goes on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.moves import Move
from thidua.kernel.verdicts import ALLOWED, Verdict, refused
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_units

from .models import Nomination
from .offices import Offices
from .procedure import award_of, may_be_simplified, publication_of
from .states import AFTER_CONSULTATION, NOMINATION_MOVES, SENDERS, NominationState

_PAST_CONSULTATION = frozenset({"to_council", "agree"})


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an actor may put up, handle and decide on a day, read once for many. ``person_id``: their own person."""

    user_id: int | None
    person_id: int | None
    units: dict[str, Collection[int]]

    @classmethod
    def of(cls, actor: Actor, day: date) -> Reach:
        """Read the reach of ``actor``. Three queries."""
        rights = (Permission.NOMINATE, Permission.HANDLE_DOSSIERS, Permission.DECIDE_AWARDS)
        units: dict[str, Collection[int]] = {
            right: set(visible_units(actor, day, right).values_list("pk", flat=True)) for right in rights
        }
        return cls(actor.pk, getattr(actor, "person_id", None), units)

    def covers(self, permission: str, unit_id: int | None) -> bool:
        """Say whether the actor holds the permission at a unit."""
        return unit_id in self.units[permission]


def can_move(reach: Reach, nomination: Nomination, code: str, day: date, offices: Offices) -> Verdict:
    """Say whether the move may be made now: by state, place, officer, and what the law asks before it.

    ``nomination`` comes with its dossier, title and form.
    """
    move = NOMINATION_MOVES[code]
    if nomination.state not in move.sources:
        said = _("Đang ở trạng thái “%(state)s”, không thực hiện được việc này.")
        return refused(said % {"state": NominationState(nomination.state).label})
    return by_place(reach, nomination, move) and by_procedure(nomination, move, day, offices)


def by_place(reach: Reach, nomination: Nomination, move: Move) -> Verdict:
    """Say whether the actor stands where the move is made from."""
    if move.code in SENDERS:
        place = nomination.sender_id or nomination.dossier.unit_id
        if reach.covers(move.permission, place):
            return ALLOWED
        return refused(_("Việc này của nơi gửi hồ sơ."))
    if not reach.covers(move.permission, nomination.holder_id):
        return refused(_("Hồ sơ đang ở nơi khác, ngoài phạm vi bạn được giao."))
    if nomination.person_id is not None and nomination.person_id == reach.person_id:
        return refused(_("Đây là đề nghị cho chính bạn: người khác phải xử lý."))
    if nomination.assigned_to_id not in (None, reach.user_id) and reach.user_id is not None:
        return refused(_("Hồ sơ của đơn vị này do cán bộ khác phụ trách."))
    return ALLOWED


def by_procedure(nomination: Nomination, move: Move, day: date, offices: Offices) -> Verdict:
    """Say whether the procedure is as far as the move asks."""
    if move.code in _PAST_CONSULTATION and nomination.state not in AFTER_CONSULTATION:
        asked = publication_of(_award(nomination), offices.rules[_holder(nomination)], day)
        if asked is not None:
            said = _("Phải công khai lấy ý kiến %(days)s ngày làm việc trước (%(source)s).")
            return refused(said % {"days": asked.days, "source": asked.source})
    if move.code == "agree" and not _goes_without_council(nomination, day):
        return refused(_("Khen thưởng này phải qua hội đồng."))
    decided_here = move.code in ("propose", "decide") and offices.decides(_holder(nomination), nomination.level)
    if move.code == "propose" and decided_here:
        return refused(_("Khen thưởng này do chính nơi đang giữ hồ sơ quyết định."))
    if move.code == "propose" and offices.next_above(_holder(nomination)) is None:
        return refused(_("Không còn cấp trên trong hệ thống: ghi quyết định của cấp có thẩm quyền khi có."))
    if move.code == "decide" and not decided_here and offices.next_above(_holder(nomination)) is not None:
        return refused(_("Khen thưởng này do cấp trên quyết định: trình cấp trên."))
    return ALLOWED


def can_edit(reach: Reach, nomination: Nomination, field: str) -> Verdict:
    """Say whether the sender may change a field now: all of a draft, of a returned one only what was named."""
    if not reach.covers(Permission.NOMINATE, nomination.sender_id or nomination.dossier.unit_id):
        return refused(_("Việc này của nơi gửi hồ sơ."))
    if nomination.state == NominationState.DRAFT:
        return ALLOWED
    if nomination.state != NominationState.RETURNED:
        return refused(_("Hồ sơ đã gửi nên không sửa được; hãy rút về khi nơi nhận chưa tiếp nhận."))
    if field not in nomination.open_fields:
        return refused(_("Nơi nhận không yêu cầu sửa phần này."))
    return ALLOWED


def _goes_without_council(nomination: Nomination, day: date) -> bool:
    dossier = nomination.dossier
    return dossier.simplified and may_be_simplified(_award(nomination), dossier.kind, day)


def _award(nomination: Nomination) -> str:
    return award_of(nomination.distinction, nomination.subject)


def _holder(nomination: Nomination) -> int:
    assert nomination.holder_id is not None  # noqa: S101 - only a draft has none, and no such move starts from a draft
    return nomination.holder_id
