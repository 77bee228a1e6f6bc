"""Accounts and roles: nobody grants beyond their place, and a place never loses its last administrator."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import City
from tests.factories.people import PersonFactory, RoleGrantFactory, UserFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from thidua.kernel.models import AuditEvent
from thidua.people.models import RoleGrant, User
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.roles import ROLES
from thidua.people.selectors import accounts_visible_to
from thidua.people.services import create_account, edit_account, end_role, grant_role, set_account_active

BY = SystemActor("thử")


def grant_of(city: City, role: str, place: str) -> RoleGrant:
    return RoleGrant.objects.get(user=city.users[role, place])


def test_a_new_account_has_no_password_until_its_owner_sets_one(city: City, at) -> None:
    user = create_account(
        username="Nguyễn.Hải",
        email=" Hai@Example.VN ",
        role="grassroots_officer",
        unit_id=city.a.pk,
        by=city.user("administrator"),
        at=at,
    )
    assert (user.username, user.email) == ("nguyen.hai", "hai@example.vn")
    assert not user.has_usable_password()
    assert may(user, Permission.VIEW, city.a.pk, at.date())
    assert "password" not in str(AuditEvent.objects.get().details)


def test_one_address_one_name_one_person_each_have_one_account(city: City, at) -> None:
    taken = {"username": "Administrator-own", "email": "head-own@example.vn", "person_id": city.members_a[0].person_id}
    with pytest.raises(InvalidInput) as refusal:
        create_account(by=BY, at=at, **taken)
    assert set(refusal.value.fields) == {"username", "email", "person"}


@pytest.mark.parametrize("role", [code for code in ROLES if code != "administrator"])
def test_only_administrators_make_accounts(city: City, at, role: str) -> None:
    with pytest.raises(NotAllowed):
        create_account(username="x", email="x@example.vn", by=city.user(role, "above"), at=at)


def test_nobody_grants_a_role_beyond_the_unit_they_administer(city: City, at) -> None:
    call = {"user_id": city.users["grassroots_officer", "own"].pk, "role": "auditor", "at": at}
    with pytest.raises(NotAllowed):
        grant_role(unit_id=city.b.pk, by=city.user("administrator"), **call)
    with pytest.raises(NotAllowed):
        grant_role(unit_id=city.union.pk, by=city.user("administrator"), **call)
    grant_role(unit_id=city.a.pk, by=city.user("administrator"), **call)
    grant_role(unit_id=city.b.pk, by=city.user("administrator", "above"), **call)


def test_accounts_of_other_places_do_not_exist_for_an_administrator(city: City, at) -> None:
    admin = city.user("administrator")
    with pytest.raises(NotFound):
        grant_role(user_id=city.users["auditor", "other"].pk, role="auditor", unit_id=city.a.pk, by=admin, at=at)
    seen = set(accounts_visible_to(admin, at.date()).values_list("username", flat=True))
    assert seen == {f"{role}-own" for role in ROLES if role != "head"}
    assert not accounts_visible_to(city.user("city_officer", "above"), at.date())


def test_an_idle_account_shows_to_administrators_of_its_persons_unit(city: City, at) -> None:
    theirs = UserFactory(person=city.members_b[0].person)
    nobodys = UserFactory()
    seen = accounts_visible_to(city.user("administrator"), at.date())
    assert nobodys in seen
    assert theirs not in seen
    assert theirs in accounts_visible_to(city.user("administrator", "other"), at.date())


def test_granting_twice_gives_one_role_and_one_event(city: City, at) -> None:
    call = {"user_id": city.users["auditor", "own"].pk, "role": "council_member", "unit_id": city.a.pk}
    first = grant_role(by=BY, at=at, **call)
    assert grant_role(by=BY, at=at, **call) == first
    assert AuditEvent.objects.count() == 1


def test_a_role_for_a_time_gives_its_rights_only_then(city: City, at) -> None:
    user = UserFactory()
    call = {"user_id": user.pk, "role": "auditor", "unit_id": city.a.pk, "by": BY, "at": at}
    with pytest.raises(InvalidInput):
        grant_role(on=date(2018, 5, 1), until=date(2018, 5, 1), **call)
    grant_role(on=date(2018, 4, 1), until=date(2018, 5, 1), **call)
    days = [date(2018, 3, 31), date(2018, 4, 1), date(2018, 4, 30), date(2018, 5, 1)]
    assert [bool(may(User.objects.get(pk=user.pk), Permission.VIEW, city.a.pk, day)) for day in days] == [
        False, True, True, False,
    ]  # fmt: skip


def test_an_unknown_role_is_refused(city: City, at) -> None:
    with pytest.raises(InvalidInput):
        grant_role(user_id=UserFactory().pk, role="king", unit_id=city.a.pk, by=BY, at=at)


def test_ending_a_role_acts_at_once_and_is_audited_once(city: City, at) -> None:
    grant = grant_of(city, "grassroots_officer", "own")
    for _ in range(2):
        end_role(grant_id=grant.pk, by=city.user("administrator"), at=at)
    assert not may(city.user("grassroots_officer"), Permission.VIEW, city.a.pk, at.date())
    assert AuditEvent.objects.get().details == {"role": "grassroots_officer", "old": None, "new": "2018-03-15"}


def test_a_role_that_never_began_is_withdrawn(city: City, at) -> None:
    later = at.date() + timedelta(days=30)
    grant = grant_role(user_id=UserFactory().pk, role="auditor", unit_id=city.a.pk, on=later, by=BY, at=at)
    end_role(grant_id=grant.pk, by=BY, at=at)
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    with pytest.raises(NotFound):
        end_role(grant_id=grant.pk, by=BY, at=at)


def test_a_role_elsewhere_cannot_be_ended(city: City, at) -> None:
    with pytest.raises(NotFound):
        end_role(grant_id=grant_of(city, "auditor", "other").pk, by=city.user("administrator"), at=at)
    shared = RoleGrantFactory(user=city.users["auditor", "own"], role="auditor", unit=city.b)
    with pytest.raises(NotAllowed):
        end_role(grant_id=shared.pk, by=city.user("administrator"), at=at)


def test_the_last_administrator_of_a_place_stays(city: City, at) -> None:
    top = city.user("administrator", "above")
    end_role(grant_id=grant_of(city, "administrator", "own").pk, by=top, at=at)
    grant = grant_of(city, "administrator", "above")
    with pytest.raises(WrongState, match="quản trị cuối cùng"):
        end_role(grant_id=grant.pk, by=top, at=at)
    with pytest.raises(WrongState, match="quản trị cuối cùng"):
        set_account_active(user_id=top.pk, active=False, by=top, at=at)
    second = UserFactory()
    grant_role(user_id=second.pk, role="administrator", unit_id=city.union.pk, by=top, at=at)
    end_role(grant_id=grant.pk, by=top, at=at)
    with pytest.raises(WrongState):
        set_account_active(user_id=second.pk, active=False, by=BY, at=at)


def test_an_inactive_administrator_does_not_count(city: City, at) -> None:
    RoleGrantFactory(user=UserFactory(is_active=False), role="administrator", unit=city.union)
    with pytest.raises(WrongState):
        end_role(grant_id=grant_of(city, "administrator", "above").pk, by=BY, at=at)


def test_an_account_is_stopped_and_let_in_again(city: City, at) -> None:
    user = city.users["grassroots_officer", "own"]
    admin = city.user("administrator")
    for active in (False, False, True):
        set_account_active(user_id=user.pk, active=active, by=admin, at=at)
    assert AuditEvent.objects.count() == 2
    with pytest.raises(NotFound):
        set_account_active(user_id=city.users["auditor", "other"].pk, active=False, by=admin, at=at)


def test_an_account_with_wider_rights_cannot_be_taken_over(city: City, at) -> None:
    user = city.users["city_officer", "own"]
    RoleGrantFactory(user=user, role="city_officer", unit=city.union)
    call = {"user_id": user.pk, "display_name": "", "person_id": None, "at": at}
    with pytest.raises(NotAllowed, match="ngoài phạm vi"):
        edit_account(email="ke.gian@example.vn", by=city.user("administrator"), **call)
    with pytest.raises(NotAllowed):
        set_account_active(user_id=user.pk, active=False, by=city.user("administrator"), at=at)
    edit_account(email="moi@example.vn", by=city.user("administrator", "above"), **call)
    assert AuditEvent.objects.get().details["new"]["email"] == "moi@example.vn"


def test_changing_an_account_to_taken_values_is_refused(city: City, at) -> None:
    user = city.users["auditor", "own"]
    call = {"user_id": user.pk, "display_name": "Kiểm tra", "by": BY, "at": at}
    with pytest.raises(InvalidInput, match="đã có tài khoản"):
        edit_account(email="head-own@example.vn", person_id=None, **call)
    with pytest.raises(InvalidInput, match="Người này"):
        edit_account(email=user.email, person_id=city.members_a[0].person_id, **call)
    person = PersonFactory()
    changed = edit_account(email=user.email, person_id=person.pk, **call)
    assert edit_account(email=user.email, person_id=person.pk, **call) == changed
    assert (changed.person, str(changed)) == (person, "Kiểm tra")
