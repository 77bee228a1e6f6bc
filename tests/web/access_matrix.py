"""Who gets what at every address: one line per page, written out by hand so that it does not repeat the code.

The object of each address belongs to union A. An account holds its role at A or its agency ("own"), at B ("other") or
at the city ("above"). ``see``: who may open it, everyone else is answered “not found”. ``may``: who of these may do
it, the others are told that they may not. To add a page, add a line to MATRIX; a page without a line fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.web.small_city import SmallCity

Audience = frozenset[tuple[str, str]]
PLACES = ("own", "other", "above")
ROLE_CODES = (
    "city_officer", "grassroots_officer", "head", "council_secretary", "council_member", "member", "auditor",
    "administrator",
)  # fmt: skip


def at(places: tuple[str, ...], *roles: str) -> Audience:
    """Return these roles at these places."""
    return frozenset((role, place) for role in roles for place in places)


def anywhere(*roles: str) -> Audience:
    """Return these roles wherever they are held: for pages about no unit in particular."""
    return at(PLACES, *roles)


def over_a(*roles: str) -> Audience:
    """Return these roles where their reach covers union A: at A itself and above it."""
    return at(("own", "above"), *roles)


ALL = anywhere(*ROLE_CODES)
_OFFICIALS = tuple(role for role in ROLE_CODES if role != "member")
OFFICIALS = anywhere(*_OFFICIALS)  # whoever holds a role that sees more than their own record
SEES_A = over_a(*_OFFICIALS)
SEES_CITY = at(("above",), *(role for role in _OFFICIALS if role != "head"))

GET_OK = frozenset({200})
POST_OK = frozenset({200, 204, 302, 303, 400, 409, 422})  # carried out, or refused for what was typed


@dataclass(frozen=True)
class Entry:
    """One address: how to build its arguments, and who gets what by GET and by POST (None: not offered)."""

    get: Audience | None = ALL
    post: Audience | None = None
    see: Audience | None = None  # default: whoever may do something here
    args: Callable[[SmallCity], list[Any]] = lambda city: []
    public: bool = False
    get_ok: frozenset[int] = GET_OK
    hidden: int = 404  # what those get who may not even see it

    @property
    def seen_by(self) -> Audience:
        """Return who may know that it exists."""
        return self.see if self.see is not None else (self.get or frozenset()) | (self.post or frozenset())


def page(get: Audience, **more: Any) -> Entry:
    """A page about no unit in particular; the others are told that they may not."""
    return Entry(get=get, see=ALL, **more)


def of_a(args: Callable[[SmallCity], list[Any]], get: Audience = SEES_A, **more: Any) -> Entry:
    """A page about an object of union A; the others are answered “not found”."""
    return Entry(get=get, args=args, **more)


def deed(args: Callable[[SmallCity], list[Any]], post: Audience, see: Audience = SEES_A, **more: Any) -> Entry:
    """Something done to an object of union A, by POST alone."""
    return Entry(get=None, post=post, see=see, args=args, **more)


OWN_ACCOUNT = Entry(get=ALL, post=ALL, get_ok=frozenset({200, 302, 404, 405}))
DOOR = Entry(get=ALL, post=ALL, get_ok=frozenset({200, 302, 404, 405}), public=True)

MATRIX: dict[str, Entry] = {
    "home": page(ALL),
    "set_language": Entry(get=None, post=ALL, public=True),
    "health": page(ALL, public=True),
    # Sign-in and one's own account (allauth): nobody's but one's own.
    "account_login": DOOR,
    "account_logout": DOOR,
    "account_inactive": DOOR,
    "account_signup": DOOR,
    "account_confirm_login_code": DOOR,
    "account_reset_password": DOOR,
    "account_reset_password_done": DOOR,
    "account_reset_password_from_key": Entry(
        get=ALL, post=ALL, args=lambda city: ["abc", "x-y"], get_ok=DOOR.get_ok, public=True
    ),
    "account_reset_password_from_key_done": DOOR,
    "account_email_verification_sent": DOOR,
    "account_confirm_email": Entry(get=ALL, post=ALL, args=lambda city: ["khoa"], get_ok=DOOR.get_ok, public=True),
    "account_reauthenticate": DOOR,
    "account_email": DOOR,
    "account_change_password": DOOR,
    "account_set_password": DOOR,
    "mfa_authenticate": DOOR,
    "mfa_index": OWN_ACCOUNT,
    "mfa_reauthenticate": OWN_ACCOUNT,
    "mfa_activate_totp": OWN_ACCOUNT,
    "mfa_deactivate_totp": OWN_ACCOUNT,
    "mfa_view_recovery_codes": OWN_ACCOUNT,
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_download_recovery_codes": OWN_ACCOUNT,
    "socialaccount_login_cancelled": DOOR,
    "socialaccount_login_error": DOOR,
    "socialaccount_signup": DOOR,
    "socialaccount_connections": DOOR,
    "openid_connect_login": Entry(get=ALL, post=ALL, args=lambda city: ["oidc"], get_ok=DOOR.get_ok, public=True),
    "openid_connect_callback": Entry(get=ALL, post=ALL, args=lambda city: ["oidc"], get_ok=DOOR.get_ok, public=True),
    # Movements
    "movements:list": page(ALL),
    # Registration
    "registration:list": page(ALL),
    # Results
    "results:list": page(ALL),
    # Initiatives
    "initiatives:list": page(ALL),
    # Evaluation
    "dossiers:list": page(ALL),
    # Honours
    "honours:list": page(ALL),
    # Targets
    "statistics:list": page(ALL),
    # People and units
    "people:list": page(ALL),
    "units:list": page(ALL),
    # Administration
    "catalogues:list": page(ALL),
    "accounts:list": page(ALL),
    "audit:list": page(ALL),
    "jobs:list": page(ALL),
    "components:page": page(ALL),
}
