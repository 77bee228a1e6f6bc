"""The yearly record of units as collectives, in bulk for dossiers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from ..models import Finding, OpenCase, Registration, RegistrationLine, UnitResult
from ..states import COUNTS_AS_REGISTERED
from .records import CaseFact


@dataclass(slots=True)
class UnitYear:
    """What is known of a unit's own year; ``None`` is not known, an absent finding not yet judged."""

    year: int
    grade: str | None = None
    rank: int | None = None
    targets_exceeded: bool | None = None
    registered_titles: frozenset[str] | None = None
    findings: dict[str, bool] = field(default_factory=dict)


def unit_years(unit_ids: Collection[int], years: Collection[int]) -> dict[int, dict[int, UnitYear]]:
    """Return unit → year → what is recorded of the unit itself; a missing year has nothing recorded. Four queries."""
    found: dict[int, dict[int, UnitYear]] = {}

    def of(unit_id: int, year: int) -> UnitYear:
        return found.setdefault(unit_id, {}).setdefault(year, UnitYear(year))

    for result in UnitResult.objects.filter(unit_id__in=unit_ids, year__in=years):
        row = of(result.unit_id, result.year)
        row.grade, row.rank, row.targets_exceeded = result.grade or None, result.rank, result.targets_exceeded
    judged = Finding.objects.filter(person__isnull=True, unit_id__in=unit_ids, year__in=years)
    for unit_id, year, code, holds in judged.values_list("unit_id", "year", "code", "holds"):
        of(unit_id, year).findings[code] = holds
    handed_in = Registration.objects.filter(unit_id__in=unit_ids, year__in=years, state__in=COUNTS_AS_REGISTERED)
    for unit_id, year in handed_in.values_list("unit_id", "year"):
        of(unit_id, year).registered_titles = frozenset()
    lines = RegistrationLine.objects.filter(registration__in=handed_in, person__isnull=True)
    for unit_id, year, code in lines.values_list("registration__unit_id", "registration__year", "title__code"):
        row = of(unit_id, year)
        row.registered_titles = (row.registered_titles or frozenset()) | {code}
    return found


def unit_result(unit_id: int, year: int) -> UnitResult | None:
    """Return what is recorded of one unit's own year."""
    return UnitResult.objects.filter(unit_id=unit_id, year=year).first()


def cases_of_units(unit_ids: Collection[int]) -> dict[int, list[CaseFact]]:
    """Return unit → the cases about the unit itself, newest first. One query."""
    found: dict[int, list[CaseFact]] = {}
    rows = OpenCase.objects.filter(person__isnull=True, unit_id__in=unit_ids)
    for unit_id, kind, opened_on, closed_on in rows.values_list("unit_id", "kind", "opened_on", "closed_on"):
        found.setdefault(unit_id, []).append(CaseFact(kind, opened_on, closed_on))
    return found
