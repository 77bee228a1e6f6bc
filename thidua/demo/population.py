"""Generates people and their six years, from a seed: pure data, no database.

What happens to a person is decided here once (grades, titles, initiatives, discipline, leave); the loader writes the
past in bulk, and the yearly cycle replays the last year through the services.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA_DIR = Path(__file__).parent / "data"
YEARS = range(2013, 2019)
LAST_YEAR = 2018

GRADES = ("excellent", "good", "completed", "not_completed")


@dataclass(slots=True)
class PersonYear:
    """One year of a person: None or empty where nothing was recorded."""

    grade: str | None = None
    titles: list[str] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)
    initiative: str | None = None  # scope of a recognised one
    discipline: str | None = None
    leave: str | None = None
    refused_finding: bool = False


@dataclass(slots=True)
class GeneratedPerson:
    """A person, where they worked, and their years. ``unit`` is an index into the city's unions."""

    number: int
    full_name: str
    sex: str
    birth_date: date
    unit: int
    position: str
    staff_kind: str
    joined: date
    left: date | None
    years: dict[int, PersonYear]

    @property
    def code(self) -> str:
        """The staff number."""
        return f"CB{self.number:07d}"

    def worked_in(self, year: int) -> bool:
        """Say whether the person worked on the last day of ``year``."""
        last = date(year, 12, 31)
        return self.joined <= last and (self.left is None or self.left > last)


@cache
def load_yaml(name: str) -> Any:
    """Return a data file of the demo city."""
    return yaml.safe_load((DATA_DIR / f"{name}.yaml").read_text(encoding="utf-8"))


def unit_sizes(people: int, weights: list[int]) -> list[int]:
    """Share ``people`` out over the units in proportion to ``weights``; the sum is exact and none is empty."""
    total = sum(weights)
    sizes = [max(1, people * weight // total) for weight in weights]
    for i in range(people - sum(sizes)):
        sizes[i % len(sizes)] += 1
    return sizes


def generate(people: int, weights: list[int], seed: int) -> Iterator[GeneratedPerson]:
    """Yield ``people`` persons, unit by unit. The same arguments always give the same persons."""
    rng = random.Random(seed)  # noqa: S311 - demo data, not a secret
    number = 0
    for unit, size in enumerate(unit_sizes(people, weights)):
        for place in range(size):
            number += 1
            yield _person(rng, number, unit, place)


def _person(rng: random.Random, number: int, unit: int, place: int) -> GeneratedPerson:
    sex = "female" if rng.random() < 0.52 else "male"
    names = load_yaml("names")
    family = rng.choices(list(names["family"]), names["family"].values())[0]
    name = f"{family} {rng.choice(names['middle'][sex])} {rng.choice(names['given'][sex])}"
    birth = date(1960, 1, 1) + timedelta(days=rng.randrange(12_400))
    joined, left = date(2012, 1, 1) - timedelta(days=rng.randrange(3_000)), None
    if place > 4 and rng.random() < 0.14:
        joined = date(2013, 1, 1) + timedelta(days=rng.randrange(2_100))
    elif place > 4 and rng.random() < 0.03:
        left = date(2014, 1, 1) + timedelta(days=rng.randrange(1_400))
    joined = max(joined, date(birth.year + 21, 1, 1))
    position = "director" if place == 0 else "union_chair" if place == 1 else _draw_position(rng)
    kind = rng.choices(("civil_servant", "public_employee", "worker"), (62, 28, 10))[0]
    kind = "cadre" if position == "director" else kind
    person = GeneratedPerson(number, name, sex, birth, unit, position, kind, joined, left, {})
    _live(rng, person)
    return person


def _draw_position(rng: random.Random) -> str:
    posts = ("head_of_division", "deputy_head_of_division", "principal_specialist", "specialist", "employee")
    return rng.choices(posts, (6, 10, 14, 54, 16))[0]


def _live(rng: random.Random, person: GeneratedPerson) -> None:
    """Give the person each year they worked: better workers stay better, so that runs of years come about."""
    zeal = rng.gauss(0, 1)
    for year in YEARS:
        if person.worked_in(year):
            person.years[year] = _year(rng, person, year, zeal)


def _year(rng: random.Random, person: GeneratedPerson, year: int, zeal: float) -> PersonYear:
    this = PersonYear()
    this.discipline = rng.choice(("reprimand", "warning")) if rng.random() < 0.004 else None
    this.leave = _draw_leave(rng, person, year)
    this.grade = _draw_grade(rng, zeal, this)
    if rng.random() < 0.05 + 0.22 * max(0.0, zeal):
        this.initiative = rng.choices(("grassroots", "provincial", "national"), (78, 18, 4))[0]
    if year == LAST_YEAR and rng.random() < 0.008:
        this.grade = None  # an officer forgot: the verdict must say “missing”, not “no”
    this.refused_finding = rng.random() < 0.006
    this.registered = _register(rng, person, year, zeal)
    this.titles = _win(rng, person, year, this)
    return this


def _draw_leave(rng: random.Random, person: GeneratedPerson, year: int) -> str | None:
    age = year - person.birth_date.year
    if person.sex == "female" and 23 <= age <= 38 and rng.random() < 0.05:
        return "maternity"
    if rng.random() < 0.004:
        return "sick"
    return "study" if rng.random() < 0.004 else None


def _draw_grade(rng: random.Random, zeal: float, this: PersonYear) -> str:
    if this.discipline:
        return "not_completed"
    mark = zeal * 0.8 + rng.gauss(0, 0.7)
    if mark > 1.15:
        return "excellent"
    return "good" if mark > -1.35 else "completed" if mark > -2.6 else "not_completed"


def _register(rng: random.Random, person: GeneratedPerson, year: int, zeal: float) -> list[str]:
    if rng.random() < 0.012:
        return []  # did not register: under the law of the time, no title
    registered = ["advanced_worker"]
    if zeal > 0.6 or rng.random() < 0.08:
        registered.append("grassroots_fighter")
    if _run(person, year, "grassroots_fighter") >= 2:
        registered.append("ministerial_provincial_fighter")
    if _run(person, year, "ministerial_provincial_fighter") >= 1:
        registered.append("national_fighter")
    if person.sex == "female":
        registered.append("two_duties")
    return registered


def _win(rng: random.Random, person: GeneratedPerson, year: int, this: PersonYear) -> list[str]:
    """Return the titles held for a past year, by the shape of that time's law (the law itself judges the last year)."""
    titles = []
    if this.grade in GRADES[:2] and "advanced_worker" in this.registered and not this.refused_finding:
        titles.append("advanced_worker")
        if this.initiative and "grassroots_fighter" in this.registered:
            titles.append("grassroots_fighter")
            if this.initiative != "grassroots" and _run(person, year, "grassroots_fighter") >= 2:
                titles.append("ministerial_provincial_fighter")
    if person.sex == "female" and this.grade in GRADES[:3] and rng.random() < 0.90:
        titles.append("two_duties")
    if rng.random() < 0.05:
        titles.append("good_person_good_deed")
    return titles


def _run(person: GeneratedPerson, year: int, title: str) -> int:
    """Count the years in a row, ending the year before ``year``, in which the person held ``title``."""
    count = 0
    while (before := person.years.get(year - 1 - count)) and title in before.titles:
        count += 1
    return count
