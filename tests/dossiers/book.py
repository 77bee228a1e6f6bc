"""Short ways to write what the record says of a person, for the tests of this room and of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tests.conftest import VIETNAM, City
from tests.factories.honours import HonourFactory
from thidua.honours.models import Title
from thidua.honours.services import load_catalogues
from thidua.initiatives.models import Authorship, Initiative
from thidua.kernel.actors import SystemActor
from thidua.people.models import Membership, Person, Unit
from thidua.registration.models import (
    Discipline,
    Finding,
    PerformanceGrade,
    Registration,
    RegistrationLine,
    RegistrationRound,
)
from thidua.registration.states import RegistrationState
from thidua.rules.book import findings_for
from thidua.rules.library import shipped

DECIDED = date(2018, 12, 31)
FINDINGS = [item.code for item in findings_for(shipped(), "advanced_worker", DECIDED)]


@dataclass
class Book:
    """The record of the city, written row by row. All of one year, 2018, unless told otherwise."""

    city: City
    at: datetime

    def hand_in(
        self, unit: Unit, titles: dict[int, list[str]], *, state: str = RegistrationState.ACCEPTED
    ) -> Registration:
        """Hand in a unit's registration: person → codes of titles."""
        round_, _created = RegistrationRound.objects.get_or_create(
            owner=self.city.union,
            year=2018,
            defaults={
                "opens_on": date(2018, 1, 2),
                "soft_deadline": date(2018, 3, 1),
                "hard_deadline": date(2018, 4, 1),
            },
        )
        sent = None if state == RegistrationState.DRAFT else datetime(2018, 2, 1, 9, tzinfo=VIETNAM)
        registration = Registration.objects.create(round=round_, unit=unit, year=2018, state=state, submitted_at=sent)
        codes = {title.code: title for title in Title.objects.all()}
        RegistrationLine.objects.bulk_create(
            RegistrationLine(registration=registration, person_id=person, title=codes[code])
            for person, wanted in titles.items()
            for code in wanted
        )
        return registration

    def grade(self, member: Membership, grade: str, year: int = 2018) -> PerformanceGrade:
        """Record a grade."""
        return PerformanceGrade.objects.create(person=member.person, unit=member.unit, year=year, grade=grade)

    def find(self, member: Membership, *codes: str, holds: bool = True) -> None:
        """Record findings, all that LĐTT asks for by default."""
        Finding.objects.bulk_create(
            Finding(
                person=member.person, unit=member.unit, year=2018, code=code, holds=holds, reason="" if holds else "x"
            )
            for code in codes or FINDINGS
        )

    def initiative(
        self,
        person: Person,
        unit: Unit,
        decided_on: date = date(2018, 11, 5),
        scope: str = "grassroots",
        used: str = "",
    ) -> Initiative:
        """Recognise an initiative of one author."""
        row = Initiative.objects.create(
            code=f"sk-{Initiative.objects.count()}",
            unit=unit,
            year=decided_on.year,
            name="Sáng kiến mẫu",
            scope=scope,
            decision_number="1/QĐ",
            decided_on=decided_on,
            used_for=used,
        )
        Authorship.objects.create(initiative=row, person=person)
        return row

    def discipline(self, member: Membership, decided_on: date) -> Discipline:
        """Record a reprimand."""
        return Discipline.objects.create(
            person=member.person, unit=member.unit, level="reprimand", decision_number="2/KL", decided_on=decided_on
        )

    def held(self, member: Membership, code: str, *years: int) -> None:
        """Enter titles in the register."""
        for year in years:
            HonourFactory(
                person=member.person,
                unit=member.unit,
                year=year,
                title=Title.objects.get(code=code),
                issuer_level=Title.objects.get(code=code).issuer_level,
            )

    def good_worker(self, member: Membership, grade: str = "good") -> None:
        """Grade and find everything that LĐTT asks, except the registration."""
        self.grade(member, grade)
        self.find(member)


def open_book(city: City, at: datetime) -> Book:
    """Return the empty record of the small city, with the product's catalogues."""
    load_catalogues(by=SystemActor("thử"), at=at)
    return Book(city, at)


def worked_example_an(book: Book) -> Membership:
    """Write example 1 of the law: An, 2018. Registered, graded HTTNV, no initiative."""
    member = book.city.members_a[0]
    book.hand_in(book.city.a, {member.person_id: ["advanced_worker", "grassroots_fighter"]})
    book.good_worker(member)
    return member
