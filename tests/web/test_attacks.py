"""Attacks that once went through, each told as what must not happen; beside them, that the honest way stays open."""

from __future__ import annotations

import stat
from datetime import date, datetime
from pathlib import Path

import pyotp
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD, City
from tests.factories.honours import TitleFactory
from tests.factories.kernel import AuditEventFactory, JobFactory
from tests.factories.movements import MovementFactory, TargetFactory
from tests.factories.people import MembershipFactory, PersonFactory, RoleGrantFactory, UserFactory
from tests.factories.registration import (
    DisciplineFactory,
    FindingFactory,
    PerformanceGradeFactory,
    RegistrationFactory,
    RegistrationLineFactory,
    RegistrationRoundFactory,
)
from thidua.config.startup import check_data_folder
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound
from thidua.kernel.states import JobState
from thidua.movements.selectors import targets_visible_to
from thidua.people.models import Membership, Person, RoleGrant, Unit, UnitSuccession, User
from thidua.people.services import create_account, edit_account, grant_role
from thidua.people.states import SuccessionKind
from thidua.registration.selectors import findings_asked
from thidua.registration.services import copy_last_year, record_findings, record_grades
from thidua.web.jobs.scope import job_for

TODAY = date(2018, 3, 15)
LOGIN = "/tai-khoan/login/"


def _moved(city: City, on: date) -> Person:
    """Return the last member of A, who went to B."""
    place = city.members_a[2]
    Membership.objects.filter(pk=place.pk).update(valid_to=on)
    MembershipFactory(person=place.person, unit=city.b, valid_from=on)
    return place.person


# --- results of other units


def test_typing_a_strangers_number_into_the_sheet_does_not_tell_their_name(city: City, sign_in) -> None:
    stranger = city.members_b[0].person
    codes = [item.code for item in findings_asked(2018) if item.bulk]
    was = "|".join(["0:"] * (len(codes) + 1))
    posted = {f"was-{stranger.pk}": was, f"grade-{stranger.pk}": "good"}
    client = sign_in(city.user("grassroots_officer"))
    answer = client.post(reverse("results:sheet", args=[city.a.pk, 2018]), posted)
    assert answer.status_code == 422
    assert stranger.full_name not in answer.content.decode()


@pytest.mark.parametrize("guess", ["good", "excellent"])
def test_guessing_a_strangers_grade_is_refused_whether_right_or_wrong(city: City, at: datetime, guess: str) -> None:
    stranger = city.members_b[0].person_id
    PerformanceGradeFactory(person_id=stranger, unit=city.b, year=2018, grade="good")
    officer = city.user("grassroots_officer")
    with pytest.raises(InvalidInput):
        record_grades(unit_id=city.a.pk, year=2018, grades={stranger: guess}, expected={}, by=officer, at=at)


@pytest.mark.parametrize("guess", [True, None])
def test_guessing_a_strangers_finding_is_refused_whether_right_or_wrong(city: City, at: datetime, guess) -> None:
    stranger = city.members_b[0].person_id
    code = findings_asked(2018)[0].code
    FindingFactory(person_id=stranger, unit=city.b, year=2018, code=code)
    found = [{"person_id": stranger, "code": code, "holds": guess}]
    officer = city.user("grassroots_officer")
    with pytest.raises(InvalidInput):
        record_findings(unit_id=city.a.pk, year=2018, findings=found, expected={}, by=officer, at=at)


def test_the_former_unit_does_not_read_the_later_record_through_the_sheet_of_reasons(city: City, sign_in) -> None:
    gone = _moved(city, date(2017, 1, 1))
    DisciplineFactory(person=gone, unit=city.b)
    url = reverse("dossiers:sheet", args=[gone.pk, "advanced_worker"])
    client = sign_in(city.user("grassroots_officer"))
    assert client.get(url, {"nam": 2018}).status_code == 404
    assert client.get(url, {"nam": 2016}).status_code == 200
    client = sign_in(city.user("grassroots_officer", "other"))
    assert client.get(url, {"nam": 2018}).status_code == 200


def test_one_reads_the_sheet_of_reasons_about_oneself_wherever_one_worked(city: City, sign_in) -> None:
    own = city.members_a[0].person
    url = reverse("dossiers:sheet", args=[own.pk, "advanced_worker"])
    assert sign_in(city.user("member")).get(url, {"nam": 2018}).status_code == 200


def test_a_unit_split_off_does_not_learn_who_stayed_behind(city: City, at: datetime) -> None:
    UnitSuccession.objects.create(
        predecessor=city.a, successor=city.b, kind=SuccessionKind.SPLIT, on=date(2018, 1, 5), direct=True
    )
    title = TitleFactory()
    last = RegistrationRoundFactory(owner=city.union, year=2017, titles=[title])
    RegistrationLineFactory(
        registration=RegistrationFactory(round=last, unit=city.a), person=city.members_a[0].person, title=title
    )
    now = RegistrationRoundFactory(owner=city.union, year=2018, titles=[title])
    draft = RegistrationFactory(round=now, unit=city.b)
    officer = city.user("grassroots_officer", "other")
    copied = copy_last_year(registration_id=draft.pk, expected_version=draft.version, by=officer, at=at)
    assert (copied.added, copied.left_out) == (0, [])


# --- what is planned above


def test_a_target_of_a_movement_not_yet_launched_stays_with_its_owner(city: City) -> None:
    planned = TargetFactory(owner=city.union, movement=MovementFactory(owner=city.union, planned=True))
    launched = TargetFactory(owner=city.union, movement=MovementFactory(owner=city.union))
    of_the_year = TargetFactory(owner=city.union, movement=None)
    below = set(targets_visible_to(city.user("grassroots_officer"), TODAY))
    assert below == {launched, of_the_year}
    assert planned in targets_visible_to(city.user("city_officer", "above"), TODAY)


# --- roles that have ended, accounts of others


def test_a_job_is_out_of_reach_once_the_role_it_was_started_with_has_ended(city: City) -> None:
    user = city.user("council_secretary")
    job = JobFactory(created_by=user, unit_id=city.a.pk, state=JobState.FAILED)
    assert job_for(user, job.pk, TODAY) == job
    RoleGrant.objects.filter(user=user).update(valid_to=TODAY)
    with pytest.raises(NotFound):
        job_for(city.user("council_secretary"), job.pk, TODAY)


def test_an_administrator_cannot_take_over_the_account_of_somebody_who_has_moved_away(city: City, at: datetime) -> None:
    gone = _moved(city, date(2017, 1, 1))
    account = UserFactory(person=gone)
    RoleGrantFactory(user=account, role="member", unit=city.a, valid_to=date(2017, 1, 1))
    call = {"user_id": account.pk, "email": "ke-khac@example.vn", "display_name": "", "person_id": gone.pk, "at": at}
    with pytest.raises(NotAllowed):
        edit_account(**call, by=city.user("administrator"))
    assert edit_account(**call, by=city.user("administrator", "above")).email == "ke-khac@example.vn"


def test_an_administrator_cannot_make_an_account_for_a_person_of_another_unit(city: City, at: datetime) -> None:
    stranger = city.members_b[0].person_id
    call = {"username": "moi", "email": "moi@example.vn", "role": "member", "unit_id": city.a.pk, "at": at}
    with pytest.raises(NotAllowed):
        create_account(**call, person_id=stranger, by=city.user("administrator"))
    own = create_account(**call, person_id=city.members_a[1].person_id, by=city.user("administrator"))
    with pytest.raises(NotAllowed):
        edit_account(
            user_id=own.pk, email=own.email, display_name="", person_id=stranger, by=city.user("administrator"), at=at
        )


# --- the door


def test_guessing_the_second_factor_is_stopped(city: City) -> None:
    cache.clear()
    user, secret = city.user("administrator"), generate_totp_secret()
    TOTP.activate(user, secret)
    client = Client()
    client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    page = reverse("mfa_authenticate")
    for _guess in range(6):
        assert client.post(page, {"code": "000000"}).status_code == 200
    assert client.post(page, {"code": pyotp.TOTP(secret).now()}).status_code == 200, "the right code comes too late"
    cache.clear()
    assert client.post(page, {"code": pyotp.TOTP(secret).now()}).status_code == 302


def test_wrong_passwords_from_one_address_do_not_lock_the_account_elsewhere(city: City, settings) -> None:
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = city.user("administrator")
    tried = {"login": user.username, "password": "sai"}
    for _try in range(6):
        Client().post(LOGIN, tried, headers={"x-forwarded-for": "203.0.113.9"})
    right = {"login": user.username, "password": PASSWORD}
    # What the attacker writes into the header itself stands before what the proxy adds.
    forged = {"x-forwarded-for": "198.51.100.1, 203.0.113.9"}
    assert Client().post(LOGIN, right, headers=forged).status_code == 429
    assert Client().post(LOGIN, right, headers={"x-forwarded-for": "203.0.113.10"}).status_code == 302


# --- the demo, and files on the disk


def test_the_demo_is_not_loaded_beside_real_units(city: City, capsys) -> None:
    before = (Unit.objects.count(), User.objects.count())
    with pytest.raises(SystemExit, match="dữ liệu thật"):
        call_command("demo", "--no-serve", people=100)
    assert (Unit.objects.count(), User.objects.count()) == before


def test_the_demo_is_not_loaded_under_production_settings(db, settings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(SystemExit, match="cấu hình"):
        call_command("demo", "--no-serve", people=100)
    assert not User.objects.exists()


def test_a_new_data_folder_is_its_owners_alone(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "du-lieu"
    check_data_folder()
    assert stat.S_IMODE(settings.DATA_DIR.stat().st_mode) == 0o700


def test_absurd_years_and_days_in_an_address_break_nothing(city: City, sign_in) -> None:
    client = sign_in(city.user("administrator", "above"))
    person = city.members_a[0].person_id
    sheet = reverse("dossiers:sheet", args=[person, "advanced_worker"])
    assert client.get(sheet, {"nam": "0012340000000000000000000"}).status_code == 200
    assert client.get(reverse("audit:list"), {"tu": "0001-01-01", "den": "9999-12-31"}).status_code == 200
    client = sign_in(city.user("grassroots_officer"))
    for name in ("results:discipline_add", "results:leave_add"):
        for year in (0, 9999, 10**25):
            assert client.get(reverse(name, args=[city.a.pk, year])).status_code == 404


def test_a_person_known_to_nobody_may_still_get_an_account(city: City, at: datetime) -> None:
    person = PersonFactory()
    made = create_account(
        username="moi", email="moi@example.vn", person_id=person.pk, by=city.user("administrator"), at=at
    )
    assert made.person_id == person.pk


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.parametrize("table", ["kernel_auditevent", "kernel_audithead"])
def test_the_log_cannot_be_replaced_in_place(db, table: str) -> None:
    AuditEventFactory()
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append only"):
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_a_union_account_cannot_be_made_head_at_the_union(city: City, at: datetime) -> None:
    officer, admin = city.user("grassroots_officer"), city.user("administrator", "above")
    with pytest.raises(InvalidInput, match="cơ quan"):
        grant_role(user_id=officer.pk, role="head", unit_id=city.a.pk, by=admin, at=at)
    with pytest.raises(InvalidInput, match="cơ quan"):
        create_account(username="moi", email="moi@example.vn", role="head", unit_id=city.a.pk, by=admin, at=at)
    above = UserFactory()
    RoleGrantFactory(user=above, role="administrator", unit=city.committee)
    made = create_account(
        username="moi", email="moi@example.vn", role="head", unit_id=city.agency_a.pk, by=above, at=at
    )
    assert made.grants.get().role == "head"
