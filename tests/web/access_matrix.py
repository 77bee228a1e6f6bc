"""Who gets what at every address: one line per page, written out by hand so that it does not repeat the code.

The object of each address belongs to union A. An account holds its role at A or its agency ("own"), at B ("other") or
at the city ("above"). ``see``: who may open it, everyone else is answered “not found”. ``may``: who of these may do
it, the others are told that they may not. To add a page, add a line to MATRIX; a page without a line fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing

from tests.web.small_city import SmallCity
from thidua.web.consultations.public import SALT

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

BELOW_CITY = anywhere(*_OFFICIALS)  # what the city announces to all its unions
LAUNCH_A = JOIN_A = REGISTER_A = RECORD_A = over_a("city_officer", "grassroots_officer")
LAUNCH_SOMEWHERE = REGISTER_SOMEWHERE = anywhere("city_officer", "grassroots_officer")
HONOURS_A = over_a("city_officer")
RECEIVE_CITY = at(("above",), "city_officer")  # whoever opened the round receives
RECEIVE_SOMEWHERE = HONOURS_SOMEWHERE = anywhere("city_officer")
EVALUATE_A = over_a("city_officer", "council_secretary")
EVALUATE_SOMEWHERE = anywhere("city_officer", "council_secretary")
PEOPLE_A = over_a("city_officer", "grassroots_officer", "administrator")
PEOPLE_SOMEWHERE = anywhere("city_officer", "grassroots_officer", "administrator")
ACCOUNTS_A = over_a("administrator")
UNITS_A = JOBS_A = over_a("city_officer", "administrator")
UNITS_SOMEWHERE = JOBS_SOMEWHERE = CATALOGUES = anywhere("city_officer", "administrator")
KEEPS_LAW = anywhere("city_officer", "council_secretary")  # the law is one for all units
NOMINATE_A = over_a("city_officer", "grassroots_officer")
NOMINATE_SOMEWHERE = anywhere("city_officer", "grassroots_officer")
HANDLE_CITY = at(("above",), "city_officer", "grassroots_officer", "council_secretary")  # what lies at the city
HANDLE_A = over_a("city_officer", "grassroots_officer", "council_secretary")
HANDLE_SOMEWHERE = anywhere("city_officer", "grassroots_officer", "council_secretary")
DECIDE_A = over_a("city_officer", "head")
AUDIT_SOMEWHERE = anywhere("city_officer", "auditor", "administrator")

GET_OK = frozenset({200})
POST_OK = frozenset({200, 204, 302, 303, 400, 409, 422})  # carried out, or refused for what was typed


@dataclass(frozen=True)
class Entry:
    """One address: how to build its arguments, and who gets what by GET and by POST (None: not offered)."""

    get: Audience | None = ALL
    post: Audience | None = None
    see: Audience | None = None  # default: whoever may do something here
    args: Callable[[SmallCity], list[Any]] = lambda city: []
    data: Callable[[SmallCity], dict[str, Any]] = lambda city: {}  # what POST sends
    public: bool = False
    get_ok: frozenset[int] = GET_OK
    post_ok: frozenset[int] = POST_OK
    refused: frozenset[int] = frozenset({403})  # what those get who may see it and may not do it
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


def form_of_a(args: Callable[[SmallCity], list[Any]], may: Audience, see: Audience = SEES_A, **more: Any) -> Entry:
    """A form about an object of union A: its page and its sending are for the same people."""
    return Entry(get=may, post=may, see=see, args=args, **more)


def versioned(city: SmallCity) -> dict[str, Any]:
    """Return what a form of A's registration sends: the version it showed, and a reason."""
    return {"version": city.registration.version, "reason": "Ghi thiếu một người."}


def picked(city: SmallCity) -> dict[str, Any]:
    """Return what a list sends about a draft of A."""
    return {"de_nghi": city.nomination.id, "phien_ban": f"{city.nomination.id}:{city.nomination.version}"}


# The sign-in library's own pages answer in many ways; what matters here is that they are about nobody else.
_LIBRARY = {"get_ok": frozenset({200, 302, 401, 404, 405}), "post_ok": POST_OK | {401, 404, 405, 429}}
OWN_ACCOUNT = Entry(get=ALL, post=ALL, **_LIBRARY)
DOOR = Entry(get=ALL, post=ALL, public=True, **_LIBRARY)


def door(*args: str) -> Entry:
    """A page of the sign-in library whose address has parts."""
    return Entry(get=ALL, post=ALL, public=True, args=lambda city: list(args), **_LIBRARY)


MATRIX: dict[str, Entry] = {
    "home": page(ALL),
    "set_language": Entry(get=ALL, post=ALL, public=True, get_ok=frozenset({302})),
    "health": page(ALL, public=True),
    # Sign-in and one's own account (allauth): nobody's but one's own.
    "account_login": DOOR,
    "account_logout": DOOR,
    "account_inactive": DOOR,
    "account_signup": DOOR,
    "account_confirm_login_code": DOOR,
    "account_reset_password": DOOR,
    "account_reset_password_done": DOOR,
    "account_reset_password_from_key": door("abc", "x-y"),
    "account_reset_password_from_key_done": DOOR,
    "account_email_verification_sent": DOOR,
    "account_confirm_email": door("khoa"),
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
    "openid_connect_login": door("oidc"),
    "openid_connect_callback": door("oidc"),
    # Movements
    "movements:list": page(ALL),
    "movements:plan": page(LAUNCH_SOMEWHERE, post=LAUNCH_SOMEWHERE),
    "movements:theme": form_of_a(lambda c: [c.city.a.id, 2018], LAUNCH_A),
    "movements:detail": of_a(lambda c: [c.movement.id]),
    "movements:edit": form_of_a(lambda c: [c.planned.id], LAUNCH_A),
    "movements:launch": deed(lambda c: [c.planned.id], LAUNCH_A),
    "movements:milestone": deed(lambda c: [c.movement.id, c.milestone.id], LAUNCH_A),
    "movements:silent": of_a(lambda c: [c.movement.id]),
    "movements:close": form_of_a(lambda c: [c.movement.id], LAUNCH_A),
    "movements:join": form_of_a(lambda c: [c.city_movement.id, c.city.a.id], JOIN_A),
    "movements:participation": of_a(lambda c: [c.participation.id]),
    "movements:edit_participation": form_of_a(lambda c: [c.participation.id], JOIN_A),
    "movements:confirm": deed(lambda c: [c.participation.id, "union"], JOIN_A),
    "movements:unconfirm": deed(lambda c: [c.participation.id, "union"], JOIN_A),
    "movements:people": of_a(lambda c: [c.participation.id], post=JOIN_A),
    # Registration
    "registration:list": page(ALL),
    "registration:read_pasted": Entry(get=None, post=ALL),  # reads what was sent, and nothing else
    "registration:round_open": page(RECEIVE_SOMEWHERE, post=RECEIVE_SOMEWHERE),
    "registration:round_edit": Entry(get=RECEIVE_CITY, post=RECEIVE_CITY, see=BELOW_CITY, args=lambda c: [c.round.id]),
    "registration:start": deed(lambda c: [c.round.id], REGISTER_A, data=lambda c: {"unit_id": c.city.a.id}),
    "registration:sheet": of_a(lambda c: [c.registration.id]),
    "registration:workbook": of_a(lambda c: [c.registration.id]),
    "registration:save": deed(lambda c: [c.registration.id], REGISTER_A, data=versioned),
    "registration:autosave": deed(lambda c: [c.registration.id], REGISTER_A, data=versioned),
    "registration:copy": deed(lambda c: [c.registration.id], REGISTER_A, data=versioned),
    "registration:submit": of_a(lambda c: [c.registration.id], post=REGISTER_A, data=versioned),
    "registration:move": of_a(lambda c: [c.submitted.id, "return"], post=RECEIVE_CITY, data=versioned),
    # Results
    "results:list": page(ALL),
    "results:person": of_a(lambda c: [c.person.id]),
    "results:sheet": of_a(lambda c: [c.city.a.id, 2018], post=RECORD_A),
    "results:workbook": of_a(lambda c: [c.city.a.id, 2018]),
    "results:grade_for_all": form_of_a(lambda c: [c.city.a.id, 2018], RECORD_A),
    "results:findings_for_all": form_of_a(lambda c: [c.city.a.id, 2018], RECORD_A),
    "results:findings": form_of_a(lambda c: [c.city.a.id, 2018, c.person.id], RECORD_A),
    "results:events": of_a(lambda c: [c.city.a.id, 2018]),
    "results:discipline_add": form_of_a(lambda c: [c.city.a.id, 2018], RECORD_A),
    "results:discipline_edit": form_of_a(lambda c: [c.discipline.id], RECORD_A),
    "results:discipline_cancel": form_of_a(lambda c: [c.discipline.id], RECORD_A),
    "results:case_open": form_of_a(lambda c: [c.city.a.id, 2018], RECORD_A),
    "results:case_close": form_of_a(lambda c: [c.case.id], RECORD_A),
    "results:unit_result": form_of_a(lambda c: [c.city.a.id, 2018], EVALUATE_A),
    "results:leave_add": form_of_a(lambda c: [c.city.a.id, 2018], RECORD_A),
    "results:leave_edit": form_of_a(lambda c: [c.leave.id], RECORD_A),
    "results:leave_cancel": form_of_a(lambda c: [c.leave.id], RECORD_A),
    # The law: four pages open to visitors, the rest for those who keep it or evaluate
    "lawbooks:list": page(ALL, public=True),
    "lawbooks:award": page(ALL, public=True, args=lambda c: ["advanced_worker"]),
    "lawbooks:rule": page(ALL, public=True, args=lambda c: ["I-LDTT-03"]),
    "lawbooks:try": page(ALL, post=ALL, public=True),
    "lawbooks:manage": page(KEEPS_LAW),
    "lawbooks:enter": page(KEEPS_LAW, post=KEEPS_LAW, args=lambda c: ["rule"]),
    "lawbooks:examine": Entry(get=None, post=KEEPS_LAW, see=ALL, args=lambda c: ["rule"]),
    "lawbooks:provision": page(KEEPS_LAW, args=lambda c: [c.provision.id]),
    "lawbooks:edit": page(KEEPS_LAW, post=KEEPS_LAW, args=lambda c: [c.provision.id]),
    "lawbooks:move": Entry(get=None, post=KEEPS_LAW, see=ALL, args=lambda c: [c.provision.id, "propose"]),
    "lawbooks:checks": page(KEEPS_LAW),
    "lawbooks:simulations": page(EVALUATE_SOMEWHERE, post=EVALUATE_SOMEWHERE),
    "lawbooks:simulation": of_a(lambda c: [c.simulation.id], EVALUATE_A),
    "lawbooks:simulation_progress": of_a(lambda c: [c.simulation.id], EVALUATE_A),
    "lawbooks:simulation_people": of_a(lambda c: [c.simulation.id], EVALUATE_A),
    # Initiatives
    "initiatives:list": page(ALL),
    "initiatives:workbook": page(ALL),
    "initiatives:add": form_of_a(lambda c: [c.city.a.id], RECORD_A),
    "initiatives:detail": of_a(lambda c: [c.initiative.id]),
    "initiatives:edit": form_of_a(lambda c: [c.initiative.id], RECORD_A),
    "initiatives:recognise": form_of_a(lambda c: [c.initiative.id], RECORD_A),
    "initiatives:use": form_of_a(lambda c: [c.initiative.id], RECORD_A),
    "initiatives:withdraw": form_of_a(lambda c: [c.initiative.id], RECORD_A),
    # Evaluation
    "dossiers:list": page(ALL),
    "dossiers:start": Entry(
        get=None,
        post=EVALUATE_SOMEWHERE,
        see=ALL,
        refused=frozenset({403, 422}),  # their choice of units is empty
    ),
    "dossiers:run": of_a(lambda c: [c.run.id]),
    "dossiers:progress": of_a(lambda c: [c.run.id]),
    "dossiers:cancel": deed(lambda c: [c.run.id], EVALUATE_A),
    "dossiers:resume": deed(lambda c: [c.run.id], EVALUATE_A),
    "dossiers:people": of_a(lambda c: [c.run.id, "advanced_worker"]),
    "dossiers:units": of_a(lambda c: [c.run.id, "advanced_worker"]),
    "dossiers:unit": of_a(lambda c: [c.run.id, c.city.a.id]),
    "dossiers:quota": of_a(
        lambda c: [c.run.id, c.city.a.id, "advanced_worker"],
        post=RECORD_A,
        data=lambda c: {"version": 0, f"rank_{c.person.id}": 1},
    ),
    "dossiers:nearly": of_a(lambda c: [c.run.id, c.city.a.id, "advanced_worker"]),
    "dossiers:quota_all": of_a(lambda c: [c.run.id, "advanced_worker"], post=EVALUATE_A),
    "dossiers:person": of_a(lambda c: [c.person.id]),
    "dossiers:plan": of_a(lambda c: [c.person.id]),
    "dossiers:sheet": of_a(lambda c: [c.person.id, "advanced_worker"]),
    # What the unit judges, and what the level above does; ``run`` above is of 2018.
    "dossiers:conclude": form_of_a(lambda c: [c.person.id, "advanced_worker", "united"], RECORD_A),
    "dossiers:collective": of_a(lambda c: [c.city.a.id]),
    "dossiers:collective_sheet": of_a(lambda c: [c.city.a.id, "advanced_collective"]),
    "dossiers:conclude_collective": form_of_a(
        lambda c: [c.city.a.id, "advanced_collective", "collective_united"], EVALUATE_A
    ),
    # Nominations
    "nominations:inbox": page(ALL),
    "nominations:list": page(ALL),
    "nominations:create": page(NOMINATE_SOMEWHERE, post=NOMINATE_SOMEWHERE),
    "nominations:office": form_of_a(lambda c: [c.city.a.id], DECIDE_A),
    # Moves of what was picked from a list: here none is picked by GET, and one that some may not see by POST.
    "nominations:move": Entry(
        get=ALL,
        post=NOMINATE_A,
        see=ALL,
        args=lambda c: ["submit"],
        data=picked,
        get_ok=frozenset({422}),
        refused=frozenset({409, 422}),
    ),
    "nominations:remove": Entry(
        get=ALL, post=NOMINATE_A, see=ALL, data=picked, get_ok=frozenset({422}), refused=frozenset({403, 422})
    ),
    "nominations:dossier": of_a(lambda c: [c.nomination.dossier_id]),
    "nominations:workbook": of_a(lambda c: [c.nomination.dossier_id]),
    "nominations:letter": form_of_a(lambda c: [c.nomination.dossier_id], NOMINATE_A),
    "nominations:add": form_of_a(lambda c: [c.nomination.dossier_id], NOMINATE_A),
    "nominations:nomination": of_a(lambda c: [c.sent.id]),
    "nominations:edit": form_of_a(lambda c: [c.nomination.id], NOMINATE_A),
    "nominations:lower": form_of_a(lambda c: [c.sent.id], HANDLE_CITY),
    "nominations:judge": form_of_a(lambda c: [c.sent.id], HANDLE_CITY),
    # Public consultation: the office's pages, and three that anybody may open
    "consultations:list": page(ALL),
    "consultations:publish": Entry(
        get=ALL, post=HANDLE_A, see=ALL, data=picked, get_ok=frozenset({422}), refused=frozenset({403, 422})
    ),
    "consultations:detail": of_a(lambda c: [c.consultation.id], HANDLE_A),
    "consultations:minutes": of_a(lambda c: [c.consultation.id], HANDLE_A),
    "consultations:end": deed(lambda c: [c.consultation.id], HANDLE_A, see=HANDLE_A),
    "consultations:stop": form_of_a(lambda c: [c.consultation.id], HANDLE_A, see=HANDLE_A),
    "consultations:answer": form_of_a(lambda c: [c.consultation.id, c.comment.id], HANDLE_A, see=HANDLE_A),
    "public:list": page(ALL, public=True),
    "public:detail": page(ALL, post=ALL, public=True, args=lambda c: [c.consultation.slug]),
    "public:confirm": page(ALL, post=ALL, public=True, args=lambda c: [signing.dumps(c.comment.pk, salt=SALT)]),
    # Honours
    "honours:list": page(ALL),
    "honours:print": page(ALL),
    "honours:workbook": page(ALL),
    "honours:add": page(HONOURS_SOMEWHERE, post=HONOURS_SOMEWHERE),
    "honours:people": page(HONOURS_SOMEWHERE),
    "honours:detail": of_a(lambda c: [c.honour.id]),
    "honours:amend": form_of_a(lambda c: [c.honour.id], HONOURS_A),
    "honours:revoke": form_of_a(lambda c: [c.honour.id], HONOURS_A),
    # Targets
    "statistics:list": page(ALL),
    "statistics:add": page(LAUNCH_SOMEWHERE, post=LAUNCH_SOMEWHERE),
    "statistics:detail": of_a(lambda c: [c.target.id]),
    "statistics:rows": of_a(lambda c: [c.target.id]),
    "statistics:edit": form_of_a(lambda c: [c.target.id], LAUNCH_A),
    "statistics:close": deed(lambda c: [c.target.id], LAUNCH_A),
    # People and units
    # Files brought in: those whose lists they may write
    "workbooks:list": page(PEOPLE_SOMEWHERE, post=PEOPLE_SOMEWHERE),
    "workbooks:detail": of_a(lambda c: [c.sent_file.id], PEOPLE_A),
    "workbooks:progress": of_a(lambda c: [c.sent_file.id], PEOPLE_A),
    "workbooks:columns": of_a(lambda c: [c.sent_file.id], PEOPLE_A, post=PEOPLE_A, get_ok=frozenset({302})),
    "workbooks:marked": of_a(lambda c: [c.sent_file.id], PEOPLE_A, get_ok=frozenset({302})),
    "workbooks:answer": deed(lambda c: [c.sent_file.id], PEOPLE_A, see=PEOPLE_A),
    "workbooks:apply": deed(lambda c: [c.sent_file.id], PEOPLE_A, see=PEOPLE_A),
    "workbooks:undo": deed(lambda c: [c.sent_file.id], PEOPLE_A, see=PEOPLE_A),
    "workbooks:discard": deed(lambda c: [c.sent_file.id], PEOPLE_A, see=PEOPLE_A),
    "merging:list": page(PEOPLE_SOMEWHERE),
    "merging:done": page(PEOPLE_SOMEWHERE),
    "merging:compare": form_of_a(lambda c: [c.person.id, c.twin.id], PEOPLE_A),
    "merging:apart": deed(lambda c: [c.person.id, c.twin.id], PEOPLE_A),
    "merging:undo": deed(lambda c: [c.merge.id], PEOPLE_A, see=PEOPLE_A),
    "people:workbook": page(ALL),
    "people:list": page(ALL),
    "people:add": page(PEOPLE_SOMEWHERE, post=PEOPLE_SOMEWHERE),
    "people:detail": of_a(lambda c: [c.person.id]),
    "people:edit": form_of_a(lambda c: [c.person.id], PEOPLE_A),
    "people:transfer": form_of_a(lambda c: [c.person.id], PEOPLE_A),
    "people:end": form_of_a(lambda c: [c.person.id], PEOPLE_A),
    "people:place": form_of_a(lambda c: [c.person.id], PEOPLE_A, see=ALL - (PEOPLE_SOMEWHERE - PEOPLE_A)),
    "units:list": page(ALL),
    "units:add": page(UNITS_SOMEWHERE, post=UNITS_SOMEWHERE),
    "units:blocs": page(UNITS_SOMEWHERE, post=UNITS_SOMEWHERE),
    "units:detail": of_a(lambda c: [c.city.a.id]),
    "units:rename": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    "units:move": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    "units:merge": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    "units:split": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    "units:close": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    "units:pair": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    "units:bloc": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    "units:describe": form_of_a(lambda c: [c.city.a.id], UNITS_A),
    # Administration
    "catalogues:list": page(ALL),
    "catalogues:detail": page(ALL, args=lambda c: ["danh-hieu"]),
    "catalogues:add": page(CATALOGUES, post=CATALOGUES, args=lambda c: ["danh-hieu"]),
    "catalogues:edit": page(CATALOGUES, post=CATALOGUES, args=lambda c: ["danh-hieu", c.honour.title_id]),
    "catalogues:end": page(CATALOGUES, post=CATALOGUES, args=lambda c: ["danh-hieu", c.honour.title_id]),
    "accounts:list": page(anywhere("administrator")),
    "accounts:add": page(anywhere("administrator"), post=anywhere("administrator")),
    "accounts:detail": of_a(lambda c: [c.account.id], ACCOUNTS_A),
    "accounts:edit": form_of_a(lambda c: [c.account.id], ACCOUNTS_A, see=ACCOUNTS_A),
    "accounts:grant": form_of_a(lambda c: [c.account.id], ACCOUNTS_A, see=ACCOUNTS_A),
    "accounts:activity": deed(lambda c: [c.account.id], ACCOUNTS_A, see=ACCOUNTS_A),
    "accounts:link": deed(lambda c: [c.account.id], ACCOUNTS_A, see=ACCOUNTS_A),
    "accounts:release": deed(lambda c: [c.account.id], ACCOUNTS_A, see=ACCOUNTS_A),
    "accounts:end_role": deed(lambda c: [c.grant.id], ACCOUNTS_A, see=ACCOUNTS_A),
    "audit:list": page(AUDIT_SOMEWHERE),
    "audit:verify": page(AUDIT_SOMEWHERE),
    "jobs:list": page(JOBS_SOMEWHERE),
    "jobs:detail": of_a(lambda c: [c.job.id], JOBS_A),
    "jobs:progress": of_a(lambda c: [c.job.id], JOBS_A),
    # Only whoever asked for a list fetches it: nobody has asked for one here.
    "jobs:file": of_a(lambda c: [c.job.id], frozenset()),
    "jobs:cancel": deed(lambda c: [c.job.id], JOBS_A, see=JOBS_A),
    "jobs:resume": deed(lambda c: [c.job.id], JOBS_A, see=JOBS_A),
    "components:page": page(ALL),
}
