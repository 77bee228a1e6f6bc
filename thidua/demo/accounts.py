"""The demo city's accounts: one of each role to try, and an officer and a head for every union."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.people.models import Membership, RoleGrant, Unit, User
from thidua.people.roles import (
    Administrator,
    Auditor,
    CityOfficer,
    CouncilMember,
    CouncilSecretary,
    GrassrootsOfficer,
    Head,
    Member,
)

from .structure import FOUNDED, CityUnits

_SYLLABLES = (
    "ban", "bong", "cau", "dan", "dien", "gio", "hoa", "huong", "kien", "lan", "long", "mai", "nam", "ngoc", "phong",
    "que", "sen", "song", "sao", "tra", "tre", "xuan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account worth printing: who it is and what one can try with it."""

    username: str
    role: str
    place: str


def password_file() -> Path:
    """Return where this installation keeps its demo password."""
    return Path(settings.DATA_DIR) / "demo-password.txt"


def demo_password() -> str:
    """Return this installation's demo password, made at random the first time: no password is known in advance."""
    path = password_file()
    if path.exists():
        return path.read_text().strip()
    password = "-".join(secrets.choice(_SYLLABLES) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w") as file:
        file.write(password + "\n")
    return password


@service("demo.make_accounts")
def make_accounts(*, city: CityUnits, password: str, by: Actor, at: datetime) -> None:
    """Create the accounts with their roles; the password is hashed once for all of them."""
    hashed = make_password(password)
    wanted = [(name, label, role, unit) for name, label, role, unit in _named(city)]
    for union, agency in zip(city.unions, city.agencies, strict=True):
        short = agency.code
        wanted.append((f"cdcs.{short}", f"Cán bộ {union.short_name}", GrassrootsOfficer.code, union))
        wanted.append((f"thutruong.{short}", f"Thủ trưởng {agency.short_name}", Head.code, agency))
    users = User.objects.bulk_create(
        [
            User(username=name, display_name=label, password=hashed, email=f"{name}@thidua.example")
            for name, label, _role, _unit in wanted
        ]
    )
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(user=user, role=role, unit=unit, valid_from=FOUNDED)
            for user, (_name, _label, role, unit) in zip(users, wanted, strict=True)
        ]
    )
    audit(User, label=f"{len(users)} tài khoản mẫu", details={"accounts": len(users)})


@service("demo.link_member")
def link_member(*, city: CityUnits, by: Actor, at: datetime) -> None:
    """Give the member's account its person: the first specialist of the first union."""
    union = city.unions[2]
    membership = Membership.objects.filter(unit=union, valid_to__isnull=True).order_by("person_id")[5]
    user = User.objects.get(username="doanvien")
    user.person = membership.person
    user.display_name = membership.person.full_name
    user.save(update_fields=["person", "display_name"])
    audit(user, unit_id=union.pk)


def _named(city: CityUnits) -> list[tuple[str, str, str, Unit]]:
    first = city.unions[2]
    return [
        ("quantri", "Quản trị hệ thống", Administrator.code, city.root),
        ("canbo", "Cán bộ CĐVC Thành phố", CityOfficer.code, city.union),
        ("thuky", "Thư ký Hội đồng", CouncilSecretary.code, city.union),
        ("hoidong", "Thành viên Hội đồng", CouncilMember.code, city.union),
        ("kiemtra", "Ủy ban Kiểm tra", Auditor.code, city.root),
        ("doanvien", "Đoàn viên", Member.code, first),
    ]


def accounts_to_print(city: CityUnits) -> list[DemoAccount]:
    """Return the accounts that the demo prints, in the order one would try them."""
    union, agency = city.unions[2], city.agencies[2]
    return [
        DemoAccount("canbo", "cán bộ công đoàn thành phố", city.union.short_name),
        DemoAccount(f"cdcs.{agency.code}", "cán bộ công đoàn cơ sở", union.short_name),
        DemoAccount(f"thutruong.{agency.code}", "thủ trưởng", agency.short_name),
        DemoAccount("thuky", "thư ký hội đồng", city.union.short_name),
        DemoAccount("hoidong", "thành viên hội đồng", city.union.short_name),
        DemoAccount("doanvien", "đoàn viên", union.short_name),
        DemoAccount("kiemtra", "kiểm tra, giám sát", city.root.short_name),
        DemoAccount("quantri", "quản trị hệ thống", city.root.short_name),
    ]
