"""From record to facts of collectives: what nobody recorded stays not known, and ten units cost what one does."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book
from tests.factories.honours import HonourFactory
from tests.factories.people import MembershipFactory, UnitFactory
from tests.factories.registration import DisciplineFactory, FindingFactory, OpenCaseFactory, UnitResultFactory
from thidua.dossiers.collectives import LAW_CODES, collective_histories
from thidua.honours.models import CommendationForm, Title
from thidua.people.models import Unit
from thidua.registration.models import Registration, RegistrationLine
from thidua.rules.facts import AwardHeld, History, OpenCase
from thidua.rules.names import AWARDS


def facts(unit: Unit, decided_on: date = DECIDED) -> History:
    return collective_histories([unit.pk], 2018, decided_on)[unit.pk]


def test_of_a_unit_of_which_nothing_is_recorded_only_its_members_are_known(city: City, book: Book) -> None:
    this = facts(city.a).years[2018]
    assert (this.members, this.member_discipline) == (3, "none")
    unknown = (this.grade, this.rank, this.targets_exceeded, this.members_with, this.members_completed)
    assert unknown == (None,) * 5
    assert (this.registered_titles, dict(this.findings)) == (None, {})
    assert (facts(city.a).initiatives, facts(city.a).disciplines) == (None, None)
    assert facts(city.a).lists_known_from == 2018


def test_what_the_level_above_recorded_is_known(city: City, book: Book) -> None:
    UnitResultFactory(unit=city.a, grade="excellent", rank=1, targets_exceeded=True)
    UnitResultFactory(unit=city.a, year=2016, grade="good")
    FindingFactory(person=None, unit=city.a, code="collective_united", holds=False, reason="x")
    FindingFactory(person=city.members_a[0].person, unit=city.a, code="united")
    found = facts(city.a)
    this = found.years[2018]
    assert (this.grade, this.rank, this.targets_exceeded) == ("excellent", 1, True)
    assert dict(this.findings) == {"collective_united": False}
    assert found.years[2016].grade == "good"
    assert 2018 not in facts(city.b).years or facts(city.b).years[2018].grade is None


def test_members_with_a_title_are_known_once_the_units_year_is_entered(city: City, book: Book) -> None:
    one, two, _three = city.members_a
    assert facts(city.a).years[2018].members_with is None
    book.held(one, "advanced_worker", 2018)
    book.held(two, "advanced_worker", 2018)
    book.held(one, "grassroots_fighter", 2018)
    assert facts(city.a).years[2018].members_with == {"advanced_worker": 2, "grassroots_fighter": 1}
    assert facts(city.a, date(2018, 11, 1)).years[2018].members_with is None, "decided only in December"
    # Of the city union it is known when all its unions have entered theirs.
    assert facts(city.union).years[2018].members_with is None
    book.held(city.members_b[0], "advanced_worker", 2018)
    assert facts(city.union).years[2018].members_with == {"advanced_worker": 3, "grassroots_fighter": 1}


def test_members_who_completed_their_tasks_are_known_when_all_have_a_grade(city: City, book: Book) -> None:
    one, two, three = city.members_a
    book.grade(one, "excellent")
    book.grade(two, "not_completed")
    assert facts(city.a).years[2018].members_completed is None
    book.grade(three, "completed")
    assert facts(city.a).years[2018].members_completed == 2
    book.grade(three, "not_completed", year=2017)
    assert (facts(city.a).years[2018].members_completed, facts(city.a).years[2018].members) == (2, 3)


def test_the_worst_measure_of_the_year_counts(city: City, book: Book) -> None:
    for member, level, day in (
        (city.members_a[0], "warning", date(2018, 3, 1)),
        (city.members_a[1], "reprimand", date(2018, 4, 1)),
        (city.members_a[2], "dismissal", date(2017, 4, 1)),
    ):
        DisciplineFactory(person=member.person, unit=city.a, level=level, decided_on=day)
    assert facts(city.a).years[2018].member_discipline == "warning"
    assert facts(city.a, date(2018, 2, 1)).years[2018].member_discipline == "none"


def test_people_are_members_on_the_years_day(city: City, book: Book) -> None:
    MembershipFactory(unit=city.a, valid_to=date(2018, 12, 31))
    MembershipFactory(unit=UnitFactory(parent=city.a))
    assert facts(city.a).years[2018].members == 4, "one left, one is in a group below"
    assert facts(city.a, date(2018, 6, 1)).years[2018].members == 5
    assert facts(city.a, date(2019, 1, 10)).years[2018].members == 4


def test_honours_of_a_collective_carry_the_laws_codes(city: City, book: Book) -> None:
    as_unit = {"person": None, "unit": city.a, "subject": "collective"}
    title = Title.objects.get(code="excellent_collective")
    HonourFactory(**as_unit, year=2016, title=title, issuer_level=title.issuer_level)
    form = CommendationForm.objects.get(code="ministerial_provincial_merit_certificate")
    HonourFactory(**as_unit, year=2017, title=None, form=form, issuer_level=form.issuer_level, basis="sudden")
    HonourFactory(person=city.members_a[0].person, unit=city.a, year=2017)
    found = facts(city.a)
    assert found.titles == (AwardHeld("excellent_collective", 2016),)
    assert found.forms == (AwardHeld("collective_ministerial_provincial_merit_certificate", 2017, "sudden"),)
    assert found.lists_known_from == 2017, "the unit's register of 2017 is entered"
    assert {AWARDS[code].subject for code in LAW_CODES.values()} == {"collective"}


def test_its_own_registration_and_cases_are_known(city: City, book: Book) -> None:
    book.hand_in(city.a, {})
    assert facts(city.a).years[2018].registered_titles == frozenset()
    line = {"registration": Registration.objects.get(), "person": None}
    RegistrationLine.objects.create(**line, title=Title.objects.get(code="advanced_collective"))
    OpenCaseFactory(person=None, unit=city.a)
    OpenCaseFactory(person=city.members_a[0].person, unit=city.a)
    OpenCaseFactory(person=None, unit=city.a, opened_on=date(2019, 1, 1))
    found = facts(city.a)
    assert found.years[2018].registered_titles == {"advanced_collective"}
    assert found.open_cases == (OpenCase("inspection", date(2018, 5, 10)),)
    assert facts(city.b).open_cases == ()


def test_ten_units_take_as_many_queries_as_one(city: City, book: Book) -> None:
    book.held(city.members_a[0], "advanced_worker", 2017, 2018)
    DisciplineFactory(person=city.members_a[0].person, unit=city.a)
    units = [city.a.pk, city.b.pk, city.union.pk]
    for _ in range(7):
        units.append(UnitFactory(parent=city.union).pk)
        MembershipFactory(unit_id=units[-1])
    counts = []
    for asked in (units[:1], units):
        with CaptureQueriesContext(connection) as queries:
            assert len(collective_histories(asked, 2018, DECIDED)) == len(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
