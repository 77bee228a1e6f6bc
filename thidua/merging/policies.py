"""Who may say that two people are one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotAllowed
from thidua.people.models import User
from thidua.people.permissions import Permission
from thidua.people.policies import account_within, require


def require_merge(actor: Actor, unit_ids: Iterable[int | None], day: date) -> None:
    """Raise NotAllowed unless ``actor`` may edit people at every unit that answers for one of them."""
    for unit_id in sorted({unit_id or 0 for unit_id in unit_ids}):
        require(actor, Permission.EDIT_PEOPLE, unit_id, day)


def require_account(actor: Actor, user: User, day: date) -> None:
    """Raise NotAllowed unless ``actor`` administers an account that would become somebody else's or nobody's.

    An account reads its person's record: who may only edit people must not hand it on.
    """
    verdict = account_within(actor, user, day)
    if not verdict:
        raise NotAllowed(
            _("Tài khoản %(user)s gắn với người sẽ bị gộp, và bạn không được quản lý tài khoản này.") % {"user": user},
            _("Giữ lại người đang có tài khoản, hoặc nhờ quản trị hệ thống gộp."),
        )
