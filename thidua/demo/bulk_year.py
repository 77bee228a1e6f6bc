"""The year 2018 of a large city in bulk: movements through the services, everything per person as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from thidua.honours.models import Title
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.movements.models import Mobilisation, Movement, Participation
from thidua.movements.states import ParticipationState
from thidua.registration import services as registration
from thidua.registration.models import Finding, Registration, RegistrationLine
from thidua.registration.states import RegistrationState
from thidua.rules.book import findings_for
from thidua.rules.library import shipped

from .cycle import OFFERED, Year, moment
from .load import bulk_load
from .population import LAST_YEAR

REFUSED = "active"  # the finding that a few people are refused


def load_year(year: Year, *, by: Actor, at: datetime) -> None:
    """Plan and launch 2018 and 2019; write participations, mobilisations, registrations and findings in bulk."""
    done = year.data["years"][LAST_YEAR]
    planned = year.plan(LAST_YEAR)
    year.launch(planned, done["launched"])
    year.tell("Tham gia, đăng ký và kết quả năm 2018 …")
    _take_part(year=year, planned=planned, by=by, at=at)
    _register(year=year, by=by, at=at)
    year.review(planned, "final_review", date(LAST_YEAR, 12, 20))
    year.close(planned, done["closed"])
    year.plan(LAST_YEAR + 1)


@service("demo.take_part")
def _take_part(*, year: Year, planned: list[Movement], by: Actor, at: datetime) -> None:
    """Write every union's launched participation and its members' mobilisation."""
    on = moment(date(LAST_YEAR, 1, 18))
    joined = Participation.objects.bulk_create(
        [
            Participation(
                movement=movement,
                unit=union,
                state=ParticipationState.LAUNCHED,
                union_confirmed_by=year.officer_of(index),
                union_confirmed_at=on,
                head_confirmed_by=year.head_of(index),
                head_confirmed_at=on,
                launched_on=on.date(),
            )
            for index, union in enumerate(year.city.unions)
            for movement in planned
        ]
    )
    ids = {(row.unit_id, row.movement_id): row.pk for row in joined}

    def rows() -> Iterator[tuple[Any, ...]]:
        for index, union in enumerate(year.city.unions):
            members = [year.ids[person.code] for person in year.by_union[index]]
            for movement in planned:
                for person_id in members:
                    yield (ids[union.pk, movement.pk], person_id, on.date().isoformat())

    count = bulk_load(Mobilisation, ["participation_id", "person_id", "joined_on"], rows())
    audit(Mobilisation, details={"participations": len(joined), "mobilised": count})


@service("demo.register")
def _register(*, year: Year, by: Actor, at: datetime) -> None:
    """Write accepted registrations with their lines, and the findings of the year."""
    call = registration.open_round(
        owner_id=year.city.union.pk,
        year=LAST_YEAR,
        opens_on=date(LAST_YEAR, 1, 15),
        soft_deadline=date(LAST_YEAR, 3, 31),
        hard_deadline=date(LAST_YEAR, 4, 15),
        title_codes=list(OFFERED),
        by=year.officer,
        at=at,
    )
    sheets = Registration.objects.bulk_create(
        [
            Registration(
                round=call, unit=union, year=LAST_YEAR, state=RegistrationState.ACCEPTED,
                submitted_by=year.officer_of(index), submitted_at=moment(date(LAST_YEAR, 2, 20)),
            )
            for index, union in enumerate(year.city.unions)
        ]
    )  # fmt: skip
    count = bulk_load(RegistrationLine, ["registration_id", "person_id", "title_id"], _lines(year, sheets))
    columns = ["person_id", "unit_id", "year", "code", "holds", "reason"]
    found = bulk_load(Finding, columns, _findings(year))
    audit(Registration, details={"registrations": len(sheets), "lines": count, "findings": found})


def _lines(year: Year, sheets: list[Registration]) -> Iterator[tuple[Any, ...]]:
    titles = dict(Title.objects.values_list("code", "id"))
    for index, sheet in enumerate(sheets):
        for person in year.by_union[index]:
            for code in person.years[LAST_YEAR].registered:
                yield (sheet.pk, year.ids[person.code], titles[code])


def _findings(year: Year) -> Iterator[tuple[Any, ...]]:
    asked = findings_for(shipped(), "advanced_worker", date(LAST_YEAR, 12, 20))
    codes = [finding.code for finding in asked if finding.bulk]
    for index, union in enumerate(year.city.unions):
        for person in year.by_union[index]:
            for code in codes:
                holds = code != REFUSED or not person.years[LAST_YEAR].refused_finding
                reason = "" if holds else "Không tham gia hoạt động chung trong năm."
                yield (year.ids[person.code], union.pk, LAST_YEAR, code, holds, reason)
