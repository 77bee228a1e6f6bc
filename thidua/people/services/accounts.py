"""Writes of accounts and roles. Passwords are never set here: a new account has none until its owner chooses one."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from thidua.kernel.text import fold, nfc

from ..models import RoleGrant, Unit, UnitAncestry, User
from ..permissions import Permission
from ..policies import account_within, require
from ..roles import ROLES, Administrator, Head
from ..selectors import account_for, home_unit_id, unit_for
from ..states import Tree


@service("account.create")
def create_account(
    *,
    username: str,
    email: str,
    by: Actor,
    at: datetime,
    display_name: str = "",
    person_id: int | None = None,
    role: str | None = None,
    unit_id: int | None = None,
    on: date | None = None,
    until: date | None = None,
) -> User:
    """Make an account without a usable password, with its first role at a unit that ``by`` administers.

    The caller sends the letter by which its owner sets a password. Raises InvalidInput for a name, address or person
    that has an account already.
    """
    today = timezone.localdate(at)
    require(by, Permission.MANAGE_ACCOUNTS, unit_id, today)
    _check_person(person_id, by, today)
    username, email = fold(username).replace(" ", ""), nfc(email).lower()
    _check_new(username, email, person_id)
    user = User(username=username, email=email, display_name=nfc(display_name), person_id=person_id)
    user.set_unusable_password()
    user.save(force_insert=True)
    _vouch(user)
    details = {"username": username, "person": person_id, "role": role, "unit": unit_id}
    if role is not None and unit_id is not None:
        _check_role(role, unit_for(by, unit_id, today, Permission.MANAGE_ACCOUNTS))
        _check_days(on or today, until)
        RoleGrant.objects.create(user=user, role=role, unit_id=unit_id, valid_from=on or today, valid_to=until)
    audit(user, unit_id=unit_id, details=details)
    return user


def _check_person(person_id: int | None, by: Actor, day: date) -> None:
    """Raise NotAllowed for a person of a unit that ``by`` does not administer: their account reads their record."""
    if person_id is not None:
        require(by, Permission.MANAGE_ACCOUNTS, home_unit_id(person_id, day), day)


def _check_new(username: str, email: str, person_id: int | None) -> None:
    fields = {}
    if not username or User.objects.filter(username__iexact=username).exists():
        fields["username"] = _("Tên đăng nhập này đã có người dùng.") if username else _("Nhập tên đăng nhập.")
    if not email or User.objects.filter(email__iexact=email).exists():
        fields["email"] = _("Địa chỉ thư này đã có tài khoản.") if email else _("Nhập địa chỉ thư điện tử.")
    if person_id is not None and User.objects.filter(person_id=person_id).exists():
        fields["person"] = _("Người này đã có tài khoản.")
    if fields:
        raise InvalidInput(_("Chưa tạo được tài khoản."), _("Sửa các ô được đánh dấu."), fields=fields)


def _vouch(user: User) -> None:
    """Record the account's address as verified: the administrator who gave it answers for it."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def _check_role(role: str, unit: Unit) -> None:
    """Raise InvalidInput for an unknown role, or a head of a union: the head confirms for the agency beside it."""
    if role not in ROLES:
        raise InvalidInput(_("Không có vai trò này."), _("Chọn vai trò trong danh sách."))
    if role == Head.code and unit.kind.tree != Tree.AGENCY:
        message = _("Vai trò thủ trưởng chỉ giữ tại cơ quan, đơn vị, không giữ tại công đoàn.")
        raise InvalidInput(message, _("Chọn cơ quan cùng cặp với công đoàn."), fields={"unit_id": message})


def _check_days(start: date, until: date | None) -> None:
    if until is not None and until <= start:
        message = _("Ngày kết thúc phải sau ngày bắt đầu.")
        raise InvalidInput(message, _("Sửa lại ngày."), fields={"until": message})


def _administered(user_id: int, by: Actor, day: date) -> User:
    """Return the account, locked; raises NotFound out of sight, NotAllowed when it also acts beyond ``by``'s place."""
    account_for(by, user_id, day)
    user = User.objects.select_for_update().get(pk=user_id)
    verdict = account_within(by, user, day)
    if not verdict:
        raise NotAllowed(verdict.reason, _("Hãy nhờ quản trị hệ thống ở cấp trên."))
    return user


@service("account.edit")
def edit_account(
    *, user_id: int, email: str, display_name: str, person_id: int | None, by: Actor, at: datetime
) -> User:
    """Change an account's address, shown name and person. Its sign-in name stays."""
    user = _administered(user_id, by, timezone.localdate(at))
    new = {"email": nfc(email).lower(), "display_name": nfc(display_name), "person_id": person_id}
    old = {name: getattr(user, name) for name in new}
    if old == new:
        return user
    if person_id != user.person_id:
        _check_person(person_id, by, timezone.localdate(at))
    others = User.objects.exclude(pk=user_id)
    if not new["email"] or others.filter(email__iexact=new["email"]).exists():
        message = _("Địa chỉ thư này đã có tài khoản.")
        raise InvalidInput(message, _("Nhập địa chỉ khác."), fields={"email": message})
    if person_id is not None and others.filter(person_id=person_id).exists():
        message = _("Người này đã có tài khoản.")
        raise InvalidInput(message, _("Chọn người khác."), fields={"person": message})
    User.objects.filter(pk=user_id).update(**new)
    user.refresh_from_db()
    _vouch(user)
    audit(user, unit_id=_first_unit_id(user_id), details={"old": old, "new": new})
    return user


def _first_unit_id(user_id: int) -> int | None:
    return RoleGrant.objects.filter(user_id=user_id).order_by("-valid_from").values_list("unit_id", flat=True).first()


@service("account.set_active")
def set_account_active(*, user_id: int, active: bool, by: Actor, at: datetime) -> User:
    """Let an account sign in, or stop it: it is out with its next request. Raises WrongState for the last
    administrator of a place.
    """
    today = timezone.localdate(at)
    user = _administered(user_id, by, today)
    if user.is_active == active:
        return user
    if not active:
        for grant in RoleGrant.objects.at(today).filter(user=user, role=Administrator.code):
            _check_another_administrator(grant, today)
    User.objects.filter(pk=user_id).update(is_active=active)
    audit(user, unit_id=_first_unit_id(user_id), details={"old": not active, "new": active})
    user.is_active = active
    return user


@service("role.grant")
def grant_role(
    *,
    user_id: int,
    role: str,
    unit_id: int,
    by: Actor,
    at: datetime,
    on: date | None = None,
    until: date | None = None,
) -> RoleGrant:
    """Give an account a role at a unit that ``by`` administers, during ``[on, until)``; ``on`` defaults to today.

    Returns the running grant when it is held already.
    """
    today = timezone.localdate(at)
    require(by, Permission.MANAGE_ACCOUNTS, unit_id, today)
    user = account_for(by, user_id, today)
    _check_role(role, unit_for(by, unit_id, today, Permission.MANAGE_ACCOUNTS))
    start = on or today
    _check_days(start, until)
    overlap = RoleGrant.objects.filter(user=user, role=role, unit_id=unit_id).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=start)
    )
    held = (overlap.filter(valid_from__lt=until) if until else overlap).first()
    if held is not None:
        return held
    grant = RoleGrant.objects.create(user=user, role=role, unit_id=unit_id, valid_from=start, valid_to=until)
    audit(grant, unit_id=unit_id, label=str(user), details={"role": role, "from": start, "to": until})
    return grant


@service("role.end")
def end_role(*, grant_id: int, by: Actor, at: datetime, on: date | None = None) -> RoleGrant:
    """End a role; ``on`` is the first day without it (today unless given). It acts on the next request.

    Raises WrongState when nobody else would administer the place.
    """
    today = timezone.localdate(at)
    day = on or today
    grant = RoleGrant.objects.select_for_update().select_related("user", "unit").filter(pk=grant_id).first()
    if grant is None:
        raise NotFound(_("Không tìm thấy vai trò này."), _("Tải lại trang để xem các vai trò hiện có."))
    account_for(by, grant.user_id, today)
    require(by, Permission.MANAGE_ACCOUNTS, grant.unit_id, today)
    if grant.valid_to is not None and grant.valid_to <= day:
        return grant
    if grant.role == Administrator.code and grant.user.is_active:
        _check_another_administrator(grant, day)
    details = {"role": grant.role, "old": grant.valid_to, "new": day}
    if day <= grant.valid_from:  # never began: nothing remains of it but the event
        audit(grant, unit_id=grant.unit_id, label=str(grant.user), details=details)
        RoleGrant.objects.filter(pk=grant_id).delete()
        return grant
    RoleGrant.objects.filter(pk=grant_id).update(valid_to=day, version=F("version") + 1)
    audit(grant, unit_id=grant.unit_id, label=str(grant.user), details=details)
    grant.valid_to = day
    return grant


def _check_another_administrator(grant: RoleGrant, day: date) -> None:
    """Raise WrongState unless another account administers the place of ``grant`` on ``day``.

    All administrator grants are locked, so that of two administrators who end each other only one succeeds.
    """
    list(RoleGrant.objects.select_for_update().filter(role=Administrator.code).order_by("id").values_list("id"))
    above = UnitAncestry.objects.at(day).filter(descendant_id=grant.unit_id).values("ancestor_id")
    others = RoleGrant.objects.at(day).filter(
        Q(unit_id__in=above) | Q(unit_id=grant.unit_id), role=Administrator.code, user__is_active=True
    )
    if not others.exclude(user_id=grant.user_id).exists():
        raise WrongState(
            _("Đây là quản trị cuối cùng của đơn vị này."),
            _("Cấp vai trò quản trị hệ thống cho một người khác trước."),
        )


@service("account.release_lock")
def release_lock(*, user_id: int, by: Actor, at: datetime) -> int:
    """Forget the wrong passwords of an account, so that it may sign in before the lock runs out by itself.

    Returns how many were forgotten.
    """
    user = _administered(user_id, by, timezone.localdate(at))
    tries = AccessAttempt.objects.filter(Q(username__iexact=user.username) | Q(username__iexact=user.email))
    forgotten: int = tries.delete()[0]
    if forgotten:
        audit(user, unit_id=_first_unit_id(user_id), details={"forgotten": forgotten})
    return forgotten
