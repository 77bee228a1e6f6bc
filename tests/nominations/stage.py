"""The stage of these tests: two unions below a city union below a federation, titles of each level, a dossier."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.conftest import City
from tests.factories.honours import CommendationFormFactory, TitleFactory
from tests.factories.nominations import DossierFactory, NominationFactory
from tests.factories.people import MembershipFactory, UnitFactory, UnitKindFactory
from thidua.nominations.models import Dossier, Nomination
from thidua.nominations.services import move_nominations
from thidua.people.models import Unit, UnitKind, User

WORKER = {"code": "advanced_worker", "name": "Lao động tiên tiến", "issuer_level": "grassroots"}
CITY_FIGHTER = {
    "code": "ministerial_provincial_fighter", "name": "Chiến sĩ thi đua Thành phố",
    "issuer_level": "ministerial_provincial",
}  # fmt: skip
CERTIFICATE = {"code": "certificate", "name": "Giấy khen", "issuer_level": "union_upper", "branch": "union"}


def prepare(city: City) -> None:
    """Let the unions be grassroots unions, as offices know them, and give A a group."""
    kind = UnitKindFactory(code="grassroots_union", name="công đoàn cơ sở")
    Unit.objects.filter(pk__in=[city.a.pk, city.b.pk]).update(kind=kind)


def group_of(city: City) -> Unit:
    """Return a union group below A with a member of its own."""
    kind = UnitKind.objects.filter(code="union_group").first() or UnitKindFactory(
        code="union_group", name="tổ công đoàn"
    )
    unit = UnitFactory(code="to-1", name="Tổ công đoàn 1", short_name="Tổ 1", parent=city.a, kind=kind)
    MembershipFactory(unit=unit)
    return unit


def title(**said: Any) -> Any:
    """Return a title of the catalogue."""
    return TitleFactory(**said)


def form(**said: Any) -> Any:
    """Return a form of the catalogue."""
    return CommendationFormFactory(**said)


def put_up(city: City, *, unit: Unit | None = None, count: int = 1, **said: Any) -> list[Nomination]:
    """Return drafts of people of A in one dossier."""
    dossier: Dossier = DossierFactory(unit=unit or city.a, **said.pop("dossier", {}))
    said.setdefault("title", None if "form" in said else TitleFactory(**CITY_FIGHTER))
    people = [place.person for place in city.members_a[:count]]
    return [NominationFactory(dossier=dossier, person=person, **said) for person in people]


def moved(rows: list[Nomination], move: str, by: User, at: datetime, **said: Any) -> list[Nomination]:
    """Return the nominations after a move."""
    if move == "return":
        said.setdefault("asked", ["achievement"])
    move_nominations(nomination_ids=[row.pk for row in rows], move=move, by=by, at=at, reason="thử", **said)
    return list(Nomination.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
