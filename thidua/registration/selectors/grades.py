"""Yearly grades of many people and years at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..models import PerformanceGrade


class StoredGrade(NamedTuple):
    """A grade as it stands."""

    key: int
    version: int
    grade: str


def grades_by_person_and_year(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], StoredGrade]:
    """Return the stored grades by (person, year). One query."""
    asked = set(wanted)
    years = {year for _person, year in asked}
    people = {person for person, _year in asked}
    rows = PerformanceGrade.objects.filter(person_id__among=people, year__in=years).order_by()
    found = rows.values_list("person_id", "year", "pk", "version", "grade")
    return {(person, year): StoredGrade(key, version, grade) for person, year, key, version, grade in found}
