"""Who may keep the law, and what two persons means. Pages and services ask the same."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.verdicts import Verdict, refused
from thidua.people.models import User
from thidua.people.permissions import Permission
from thidua.people.policies import may

from .models import Provision
from .states import EDITABLE, PROVISION_MOVES


def can_keep_law(actor: Actor, day: date) -> Verdict:
    """Say whether ``actor`` may enter provisions: the law is one for the whole installation, so the place is any."""
    return may(actor, Permission.KEEP_LAW, None, day)


def can_change(actor: Actor, provision: Provision, day: date) -> Verdict:
    """Say whether the content may be changed: while it is a draft, or was not agreed to."""
    if provision.state not in EDITABLE:
        return refused(
            _("Chỉ sửa được bản nháp. Quy định đang áp dụng không sửa: hãy nhập bản mới, rồi rút bản cũ nếu cần.")
        )
    return can_keep_law(actor, day)


def can_move(actor: Actor, provision: Provision, move: str, day: date) -> Verdict:
    """Say whether ``actor`` may take this step now; to agree takes another person than the one who wrote it."""
    if provision.state not in PROVISION_MOVES[move].sources:
        return refused(_("Không làm được việc này ở trạng thái hiện tại."))
    permitted = can_keep_law(actor, day)
    if permitted and move == "second" and is_same_person(actor, provision.entered_by):
        return refused(_("Người nhập không tự đồng ý được: cần người thứ hai đọc văn bản và xác nhận."))
    return permitted


def is_same_person(actor: Actor, other: User | None) -> bool:
    """Say whether two accounts are one person: the same account, or two accounts of one member of staff."""
    if other is None or actor.pk is None:
        return True
    if actor.pk == other.pk:
        return True
    person = getattr(actor, "person_id", None)
    return person is not None and person == other.person_id
