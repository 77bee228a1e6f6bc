"""Builds the demo city's bodies: union and agency trees, pairs, blocs; with one split and one renaming in the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.text import fold
from thidua.people.models import (
    Bloc,
    BlocMembership,
    Sector,
    Unit,
    UnitAncestry,
    UnitKind,
    UnitPair,
    UnitSuccession,
    UnitVersion,
)
from thidua.people.states import SuccessionKind

from .population import load_yaml

FOUNDED = date(2000, 1, 1)
# One department was divided in two in 2015: the new one's people and past come from the old one.
SPLIT_ON = date(2015, 9, 1)
SPLIT_FROM, SPLIT_OFF = "so-van-hoa", "so-du-lich"
NAME_BEFORE_SPLIT = "Sở Văn hóa, Thể thao và Du lịch"
PEOPLE_PER_COPY = 40_000


@dataclass(slots=True)
class CityUnits:
    """The bodies of the demo city; ``unions[i]`` is paired with ``agencies[i]`` and weighs ``weights[i]``."""

    root: Unit
    union: Unit
    committee: Unit
    unions: list[Unit]
    agencies: list[Unit]
    weights: list[int]


def _agencies(people: int) -> list[dict[str, Any]]:
    """Return the agencies' descriptions, repeated area by area where the city is made larger than usual."""
    base = load_yaml("units")["agencies"]
    rows = list(base)
    for area in range(2, people // PEOPLE_PER_COPY + 2 if people > PEOPLE_PER_COPY else 2):
        for row in base:
            rows.append(
                row
                | {
                    "code": f"{row['code']}-{area}",
                    "name": f"{row['name']} khu vực {area}",
                    "short_name": f"{row['short_name']} KV{area}",
                }
            )
    return rows


@service("demo.build_city")
def build_city(*, people: int, by: Actor, at: datetime) -> CityUnits:
    """Create the units, pairs and blocs; raises IntegrityError when the demo city is already there."""
    data = load_yaml("units")
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    root, union, committee = (_unit(data[name], kinds[data[name]["kind"]]) for name in ("root", "union", "committee"))
    rows = _agencies(people)
    agencies = [_unit(row, kinds["agency"], sectors[row["sector"]]) for row in rows]
    unions = [_unit(_union_row(row), kinds["grassroots_union"], sectors[row["sector"]]) for row in rows]
    Unit.objects.bulk_create([root, union, committee, *agencies, *unions])
    parents: dict[Unit, Unit | None] = {root: None, union: root, committee: None}
    parents |= dict.fromkeys(unions, union) | dict.fromkeys(agencies, committee)
    _place(parents)
    UnitPair.objects.bulk_create(
        [UnitPair(union=u, agency=a, valid_from=u.valid_from) for u, a in zip(unions, agencies, strict=True)]
    )
    _join_blocs(data["blocs"], rows, unions)
    _split(unions)
    audit(union, unit_id=union.pk, details={"units": len(parents)})
    return CityUnits(root, union, committee, unions, agencies, [row["size"] for row in rows])


def find_city() -> CityUnits | None:
    """Return the demo city where it is loaded, else None."""
    data = load_yaml("units")
    by_code = {unit.code: unit for unit in Unit.objects.filter(code__in=[data[n]["code"] for n in _TOP])}
    if len(by_code) < len(_TOP):
        return None
    pairs = UnitPair.objects.filter(valid_to__isnull=True).select_related("union", "agency").order_by("id")
    sizes = {row["code"]: row["size"] for row in data["agencies"]}
    root, union, committee = (by_code[data[name]["code"]] for name in _TOP)
    return CityUnits(
        root,
        union,
        committee,
        unions=[pair.union for pair in pairs],
        agencies=[pair.agency for pair in pairs],
        weights=[sizes.get(pair.agency.code, 1) for pair in pairs],
    )


_TOP = ("root", "union", "committee")


def _union_row(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "code": f"cdcs-{row['code']}",
        "name": f"Công đoàn cơ sở {row['name']}",
        "short_name": f"CĐCS {row['short_name']}",
    }


def _unit(row: dict[str, Any], kind: UnitKind, sector: Sector | None = None) -> Unit:
    starts = SPLIT_ON if row["code"].removeprefix("cdcs-") == SPLIT_OFF else FOUNDED
    return Unit(
        code=row["code"],
        kind=kind,
        sector=sector,
        name=row["name"],
        short_name=row["short_name"],
        name_folded=fold(row["name"]),
        valid_from=starts,
    )


def _place(parents: dict[Unit, Unit | None]) -> None:
    """Write each unit's version and its ancestry rows."""
    versions, ancestry = [], []
    for unit, parent in parents.items():
        versions.append(
            UnitVersion(
                unit=unit, name=unit.name, short_name=unit.short_name, parent=parent, valid_from=unit.valid_from
            )
        )
        up: Unit | None = unit
        depth = 0
        while up is not None:
            ancestry.append(UnitAncestry(ancestor=up, descendant=unit, depth=depth, valid_from=unit.valid_from))
            up, depth = parents[up], depth + 1
    UnitVersion.objects.bulk_create(versions)
    UnitAncestry.objects.bulk_create(ancestry)


def _join_blocs(blocs: list[dict[str, str]], rows: list[dict[str, Any]], unions: list[Unit]) -> None:
    made = {row["code"]: Bloc.objects.create(code=row["code"], name=row["name"], valid_from=FOUNDED) for row in blocs}
    BlocMembership.objects.bulk_create(
        [
            BlocMembership(bloc=made[row["bloc"]], unit=unit, valid_from=unit.valid_from)
            for row, unit in zip(rows, unions, strict=True)
        ]
    )


def _split(unions: list[Unit]) -> None:
    """Give the divided department its older name before the day of the split, and the new one its origin."""
    by_code = {unit.code: unit for unit in unions}
    old, new = by_code[f"cdcs-{SPLIT_FROM}"], by_code[f"cdcs-{SPLIT_OFF}"]
    today = UnitVersion.objects.get(unit=old, valid_to__isnull=True)
    UnitVersion.objects.filter(pk=today.pk).update(valid_from=SPLIT_ON, reason="Chia tách, đổi tên")
    UnitVersion.objects.create(
        unit=old,
        name=f"Công đoàn cơ sở {NAME_BEFORE_SPLIT}",
        short_name="CĐCS Sở VHTT&DL",
        parent=today.parent,
        valid_from=FOUNDED,
        valid_to=SPLIT_ON,
    )
    UnitSuccession.objects.create(predecessor=old, successor=new, kind=SuccessionKind.SPLIT, on=SPLIT_ON)
