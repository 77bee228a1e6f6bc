"""A figure divided by unit, and what stands behind each of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.kernel.intervals import holds_on
from thidua.people.models import Unit
from thidua.people.selectors.units import GRASSROOTS_UNION

from .counting import Figure, Reading, Scope, Subject, honours_of, launches_of, mobilisations_of, registrations_of
from .definitions import TWO_DUTIES, YEARLY_TITLES
from .places import groups_of


@dataclass(frozen=True, slots=True)
class UnitReading:
    """The reading of one grassroots unit with its groups; ``direct`` marks people who belong to no grassroots unit."""

    unit: Unit
    reading: Reading
    direct: bool = False


def figure_breakdown(figure: Figure, scope: Scope) -> list[UnitReading]:
    """Return the reading of each grassroots unit in scope, worst first; the parts add up to the whole.

    Units with nobody to count come last. Four queries at most, however many units.
    """
    counts = figure.counts(scope)
    grassroots = _grassroots(scope)
    nearest = {} if counts.keys() <= grassroots.keys() else groups_of(grassroots, scope.then)
    sums: dict[int, Reading] = defaultdict(Reading)
    for unit_id, reading in counts.items():
        sums[nearest.get(unit_id, unit_id)] += reading
    elsewhere = Unit.objects.in_bulk([unit_id for unit_id in sums if unit_id not in grassroots])
    rows = [UnitReading(unit, sums.get(unit_id, Reading())) for unit_id, unit in grassroots.items()]
    rows += [UnitReading(unit, sums[unit_id], direct=True) for unit_id, unit in elsewhere.items()]
    return sorted(rows, key=lambda row: (_worst_first(row.reading.ratio), row.unit.name_folded))


def _worst_first(ratio: Fraction | None) -> tuple[bool, Fraction]:
    return (ratio is None, Fraction(0) if ratio is None else ratio)


def _grassroots(scope: Scope) -> dict[int, Unit]:
    units = scope.units.filter(holds_on(scope.then), kind__code=GRASSROOTS_UNION)
    return {unit.id: unit for unit in units.order_by("name_folded")}


def figure_evidence(figure: Figure, rows: Sequence[Any], scope: Scope) -> dict[int, str]:
    """Return, for rows shown on a page, what they are counted for: by person id, or by unit id for figures of units."""
    if figure.subject == Subject.UNIT:
        return _launched_and_registered([unit.id for unit in rows], scope)
    people = [membership.person_id for membership in rows]
    if figure.code == "staff_mobilised":
        return _joined(people, scope)
    return _titles(people, scope, YEARLY_TITLES if figure.code == "staff_with_yearly_title" else TWO_DUTIES)


def _titles(people: list[int], scope: Scope, titles: Any) -> dict[int, str]:
    held = honours_of(scope).filter(titles, person_id__in=people).select_related("title").order_by("title__order")
    return _lines(
        (
            honour.person_id,
            _("%(title)s (QĐ %(number)s, %(day)s)")
            % {
                "title": honour.distinction.label,
                "number": honour.decision_number,
                "day": date_format(honour.decision_date, "d/m/Y"),
            },
        )
        for honour in held
    )


def _joined(people: list[int], scope: Scope) -> dict[int, str]:
    rows = mobilisations_of(scope).filter(person_id__in=people)
    return _lines(
        rows.order_by("participation__movement__name_folded").values_list("person_id", "participation__movement__name")
    )


def _launched_and_registered(units: list[int], scope: Scope) -> dict[int, str]:
    said = []
    launched: dict[int, int] = defaultdict(int)
    for unit in launches_of(scope).filter(unit_id__in=units).values_list("unit_id", flat=True):
        launched[unit] += 1
    for unit, count in launched.items():
        words = ngettext("phát động %(count)d phong trào", "phát động %(count)d phong trào", count) % {"count": count}
        said.append((unit, words))
    for unit, moment in registrations_of(scope).filter(unit_id__in=units).values_list("unit_id", "submitted_at"):
        day = date_format(localdate(moment), "d/m/Y")
        said.append((unit, _("nộp đăng ký %(day)s") % {"day": day}))
    return _lines(said)


def _lines(said: Any) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for subject, words in said:
        found[subject].append(words)
    return {subject: "; ".join(lines) for subject, lines in found.items()}
