"""Fixtures every room's tests share: a small city with two grassroots unions and one account per role and place."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from tests.factories.people import (
    MembershipFactory,
    PersonFactory,
    RoleGrantFactory,
    UnitFactory,
    UnitKindFactory,
    UnitPairFactory,
    UserFactory,
)
from thidua.people.models import Membership, Unit, User
from thidua.people.roles import ROLES
from thidua.people.states import Sex, Tree

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def _no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Forget what earlier tests of this process left: limits on how often one may ask, the language of a reader."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def at() -> datetime:
    """The moment of the test's writes: a working morning in March 2018."""
    return datetime(2018, 3, 15, 9, 0, tzinfo=VIETNAM)


@dataclass
class City:
    """A federation, a city union, two grassroots unions with their agencies and three members each.

    ``users[role, place]`` is the account holding ``role`` at ``place``: "own" (union A), "other" (union B), "above"
    (the city union); heads hold theirs at the agencies and, above, at the city's people's committee.
    """

    root: Unit
    union: Unit
    a: Unit
    b: Unit
    committee: Unit
    agency_a: Unit
    agency_b: Unit
    members_a: list[Membership]
    members_b: list[Membership]
    users: dict[tuple[str, str], User]

    def user(self, role: str, place: str = "own") -> User:
        """Return a fresh copy of the account, so that no cached grants leak between steps."""
        return User.objects.get(pk=self.users[role, place].pk)


def make_city() -> City:
    """Create the city."""
    upper = UnitKindFactory(code="upper_union", name="liên đoàn lao động")
    city_kind = UnitKindFactory(code="city_union", name="công đoàn viên chức thành phố")
    agency_kind = UnitKindFactory(code="agency", name="cơ quan", tree=Tree.AGENCY)
    root = UnitFactory(code="ldld", name="Liên đoàn Lao động Thành phố", short_name="LĐLĐ TP", kind=upper)
    union = UnitFactory(
        code="cdvc", name="Công đoàn Viên chức Thành phố", short_name="CĐVC TP", kind=city_kind, parent=root
    )
    a = UnitFactory(code="cdcs-a", name="Công đoàn cơ sở Sở Mẫu A", short_name="CĐCS Sở Mẫu A", parent=union)
    b = UnitFactory(code="cdcs-b", name="Công đoàn cơ sở Sở Mẫu B", short_name="CĐCS Sở Mẫu B", parent=union)
    committee = UnitFactory(code="ubnd", name="Ủy ban nhân dân Thành phố", short_name="UBND TP", kind=agency_kind)
    agency_a = UnitFactory(code="so-a", name="Sở Mẫu A", short_name="Sở Mẫu A", kind=agency_kind, parent=committee)
    agency_b = UnitFactory(code="so-b", name="Sở Mẫu B", short_name="Sở Mẫu B", kind=agency_kind, parent=committee)
    UnitPairFactory(union=a, agency=agency_a)
    UnitPairFactory(union=b, agency=agency_b)
    names = [("Nguyễn Văn Hải", Sex.MALE), ("Trần Thị Đào", Sex.FEMALE), ("Lê Thu Hà", Sex.FEMALE)]
    members_a = [MembershipFactory(unit=a, person=PersonFactory(full_name=n, sex=s)) for n, s in names]
    members_b = [MembershipFactory(unit=b, person=PersonFactory(full_name=f"{n} Bình", sex=s)) for n, s in names]
    users = {}
    for role in ROLES:
        places = {"own": agency_a, "other": agency_b, "above": committee} if role == "head" else {
            "own": a, "other": b, "above": union,
        }  # fmt: skip
        for place, unit in places.items():
            user = UserFactory(username=f"{role}-{place}")
            RoleGrantFactory(user=user, role=role, unit=unit)
            users[role, place] = user
    users["member", "own"].person = members_a[0].person
    users["member", "own"].save()
    return City(root, union, a, b, committee, agency_a, agency_b, members_a, members_b, users)


@pytest.fixture
def city(db: None) -> City:
    """The small city, fresh for the test."""
    return make_city()


@pytest.fixture
def sign_in(client):
    """Sign the test client in as an account and return it."""

    def do(user: User):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return do
