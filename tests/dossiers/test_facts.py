"""From record to facts: what is not known stays not known, and thirty people cost what three do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.dossiers.book import DECIDED, FINDINGS, Book
from tests.factories.honours import HonourFactory
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.registration import OpenCaseFactory
from thidua.dossiers.facts import histories
from thidua.dossiers.selectors import explain
from thidua.honours.models import CommendationForm, Honour, Title
from thidua.initiatives.models import Initiative
from thidua.people.models import Membership
from thidua.registration.models import Finding, PerformanceGrade, Registration
from thidua.registration.states import RegistrationState
from thidua.rules.facts import AwardHeld, History, OpenCase

Verdict = Callable[..., str]


def facts(member: Membership) -> History:
    return histories([member.person_id], 2018, DECIDED)[member.person_id]


def test_an_2018_is_advanced_worker_and_not_fighter(an: Membership, verdict: Verdict) -> None:
    """Worked example 1 of the law, through the database."""
    assert verdict(an, "advanced_worker") == "met"
    assert verdict(an, "grassroots_fighter") == "not_met"


def test_an_with_an_initiative_is_a_fighter(city: City, book: Book, an: Membership, verdict: Verdict) -> None:
    book.initiative(an.person, city.a)
    assert verdict(an, "grassroots_fighter") == "met"


def test_without_registration_there_is_nothing(city: City, book: Book, verdict: Verdict) -> None:
    an = city.members_a[0]
    book.hand_in(city.a, {city.members_a[1].person_id: ["advanced_worker"]})
    book.good_worker(an)
    assert facts(an).years[2018].registered_titles == frozenset()
    assert verdict(an, "advanced_worker") == "not_met"


def test_titles_of_movements_are_not_the_laws_affair(city: City, book: Book) -> None:
    an = city.members_a[0]
    book.hand_in(city.a, {an.person_id: ["advanced_worker", "two_duties"]})
    assert facts(an).years[2018].registered_titles == {"advanced_worker"}


def test_a_unit_that_handed_in_nothing_leaves_registration_unknown(city: City, book: Book, verdict: Verdict) -> None:
    an = city.members_a[0]
    book.good_worker(an)
    assert facts(an).years[2018].registered_titles is None
    assert verdict(an, "advanced_worker") == "missing_data"
    book.hand_in(city.a, {an.person_id: ["advanced_worker"]}, state=RegistrationState.DRAFT)
    assert verdict(an, "advanced_worker") == "missing_data"
    Registration.objects.update(state=RegistrationState.ACCEPTED, submitted_at=book.at)
    assert verdict(an, "advanced_worker") == "met"


def test_a_deleted_grade_is_missing_data_and_never_a_no(an: Membership, verdict: Verdict) -> None:
    PerformanceGrade.objects.all().delete()
    assert facts(an).years[2018].grade is None
    assert verdict(an, "advanced_worker") == "missing_data"
    # The control: a bad grade is a no, so the test would notice a deleted one being read as bad.
    PerformanceGrade.objects.create(person=an.person, unit=an.unit, year=2018, grade="completed")
    assert verdict(an, "advanced_worker") == "not_met"


def test_a_finding_nobody_made_needs_a_person(an: Membership, verdict: Verdict) -> None:
    Finding.objects.filter(code=FINDINGS[0]).delete()
    assert FINDINGS[0] not in facts(an).years[2018].findings
    assert verdict(an, "advanced_worker") == "needs_person"


def test_a_finding_that_says_no_is_a_no(an: Membership, verdict: Verdict) -> None:
    Finding.objects.filter(code=FINDINGS[0]).update(holds=False, reason="Có nhận xét")
    assert verdict(an, "advanced_worker") == "not_met"


def test_an_unknown_person_has_an_empty_history(city: City, book: Book) -> None:
    stranger = PersonFactory()
    history = histories([stranger.pk], 2018, DECIDED)[stranger.pk]
    assert history.years == {}
    assert (history.titles, history.initiatives, history.disciplines) == ((), (), ())
    assert history.lists_known_from == 2018


def test_initiatives_count_once_recognised_and_tell_their_use(city: City, book: Book, an: Membership) -> None:
    book.initiative(an.person, city.a, used="grassroots_fighter")
    book.initiative(an.person, city.a, date(2017, 12, 1), scope="provincial")
    book.initiative(an.person, city.a, date(2019, 1, 10))  # recognised after the day of decision
    found = facts(an).initiatives
    assert [(item.year, item.scope, item.used_for) for item in found] == [
        (2017, "provincial", None),
        (2018, "grassroots", "grassroots_fighter"),
    ]


def test_an_initiative_counts_for_the_year_it_is_recognised_for(city: City, book: Book, an: Membership) -> None:
    late = book.initiative(an.person, city.a, date(2019, 1, 10))
    Initiative.objects.filter(pk=late.pk).update(year=2018)
    assert facts(an).initiatives == ()
    on_the_day = histories([an.person_id], 2018, date(2019, 1, 10))[an.person_id].initiatives
    assert [item.year for item in on_the_day] == [2018]


def test_discipline_after_the_day_of_decision_is_not_counted(city: City, book: Book, an: Membership) -> None:
    book.discipline(an, date(2019, 1, 2))
    assert facts(an).disciplines == ()
    assert len(histories([an.person_id], 2018, date(2019, 1, 2))[an.person_id].disciplines) == 1


def test_past_grades_and_months_worked_are_read(city: City, book: Book, an: Membership) -> None:
    book.grade(an, "excellent", 2015)
    history = facts(an)
    assert history.years[2015].grade == "excellent"
    assert history.years[2015].registered_titles is None
    assert history.years[2018].months_worked == 12


@pytest.mark.parametrize(
    ("held", "known_from"),
    [((), 2018), ((2017,), 2017), ((2015, 2016, 2017), 2015), ((2014, 2016, 2017), 2016), ((2015,), 2018)],
)
def test_titles_are_known_as_far_back_as_the_register_is_unbroken(
    city: City, book: Book, held: tuple[int, ...], known_from: int
) -> None:
    colleague, asked = city.members_a[:2]
    book.held(colleague, "advanced_worker", *held)
    assert facts(asked).lists_known_from == known_from


def test_years_before_somebody_came_are_not_known(city: City, book: Book) -> None:
    book.held(city.members_a[0], "advanced_worker", 2014, 2015, 2016, 2017)
    newcomer = MembershipFactory(unit=city.a, valid_from=date(2016, 5, 1))
    assert facts(newcomer).lists_known_from == 2016


def test_years_in_another_unit_are_known_by_that_unit(city: City, book: Book) -> None:
    book.held(city.members_b[0], "advanced_worker", 2014, 2015)
    book.held(city.members_a[0], "advanced_worker", 2016, 2017)
    mover = MembershipFactory(unit=city.b, valid_to=date(2016, 2, 1))
    MembershipFactory(person=mover.person, unit=city.a, valid_from=date(2016, 2, 1))
    assert facts(mover).lists_known_from == 2014


def test_a_gap_in_the_register_never_becomes_a_no(city: City, book: Book, an: Membership, verdict: Verdict) -> None:
    book.held(an, "grassroots_fighter", 2017, 2018)
    lines = Registration.objects.get().lines.filter(title__code="advanced_worker")
    lines.update(title=Title.objects.get(code="ministerial_provincial_fighter"))
    book.initiative(an.person, city.a, scope="provincial")
    assert verdict(an, "ministerial_provincial_fighter") == "missing_data"
    for year in (2014, 2015, 2016):  # the unit's register is filled in: now it is known that An held nothing
        book.held(city.members_a[1], "advanced_worker", year)
    assert verdict(an, "ministerial_provincial_fighter") == "not_met"


def test_a_year_whose_decisions_are_not_entered_yet_is_not_a_no(
    city: City, book: Book, an: Membership, verdict: Verdict
) -> None:
    """In December the year's own decisions are still to come: two years of three is “not known”, not “no”."""
    lines = Registration.objects.get().lines.filter(title__code="advanced_worker")
    lines.update(title=Title.objects.get(code="ministerial_provincial_fighter"))
    book.initiative(an.person, city.a, scope="provincial")
    for year in (2014, 2015):
        book.held(city.members_a[1], "advanced_worker", year)
    book.held(an, "grassroots_fighter", 2016, 2017)
    assert facts(an).titles_known_until == 2017
    assert verdict(an, "ministerial_provincial_fighter") == "missing_data"
    # A decision signed after the day of judgement proves nothing about that day.
    book.held(city.members_a[1], "advanced_worker", 2018)
    Honour.objects.filter(year=2018).update(decision_date=date(2019, 1, 4))
    assert verdict(an, "ministerial_provincial_fighter") == "missing_data"
    # The control: the unit's decisions of 2018 are in the register, and An is not among them.
    Honour.objects.filter(year=2018).update(decision_date=date(2018, 12, 25))
    assert facts(an).titles_known_until == 2018
    assert verdict(an, "ministerial_provincial_fighter") == "not_met"


def test_a_bad_grade_stays_a_no_while_decisions_are_to_come(an: Membership, verdict: Verdict) -> None:
    PerformanceGrade.objects.update(grade="completed")
    assert facts(an).titles_known_until == 2017
    assert verdict(an, "grassroots_fighter") == "not_met"


def test_thirty_people_take_as_many_queries_as_three(city: City, book: Book, an: Membership) -> None:
    three = [member.person_id for member in city.members_a]
    thirty = three + [MembershipFactory(unit=city.a).person_id for _ in range(27)]
    for member in city.members_a:
        book.held(member, "advanced_worker", 2015, 2016, 2017)
        book.initiative(member.person, city.a)
    counts = []
    for people in (three, thirty):
        with CaptureQueriesContext(connection) as queries:
            assert len(histories(people, 2018, DECIDED)) == len(people)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_forms_held_are_known_with_what_they_were_given_for(city: City, book: Book) -> None:
    member = city.members_a[0]
    form = CommendationForm.objects.get(code="prime_minister_merit_certificate")
    given = {"person": member.person, "unit": city.a, "title": None, "form": form, "issuer_level": form.issuer_level}
    HonourFactory(**given, year=2015)
    HonourFactory(**given, year=2016, basis="sudden")
    HonourFactory(**given, year=2018, decision_date=date(2019, 2, 1))
    assert facts(member).forms == (
        AwardHeld("prime_minister_merit_certificate", 2015),
        AwardHeld("prime_minister_merit_certificate", 2016, "sudden"),
    )
    assert facts(member).titles == ()


def test_an_initiative_used_for_a_form_is_not_free_for_a_title(
    city: City, book: Book, an: Membership, verdict: Verdict
) -> None:
    book.initiative(an.person, city.a, used="ministerial_provincial_merit_certificate")
    assert verdict(an, "grassroots_fighter") == "needs_person"
    Initiative.objects.update(used_for="")
    assert verdict(an, "grassroots_fighter") == "met"


def test_cases_begun_by_the_day_are_known_and_none_means_none(city: City, book: Book) -> None:
    member, other = city.members_a[:2]
    OpenCaseFactory(person=member.person, unit=city.a, closed_on=date(2019, 3, 1))
    OpenCaseFactory(person=member.person, unit=city.a, opened_on=date(2019, 1, 1))
    assert facts(member).open_cases == (OpenCase("inspection", date(2018, 5, 10), date(2019, 3, 1)),)
    assert facts(other).open_cases == ()


def test_an_open_case_holds_a_proposal_of_2025(city: City, book: Book) -> None:
    member = city.members_a[0]
    OpenCaseFactory(person=member.person, unit=city.a, opened_on=date(2025, 8, 1))
    day = date(2025, 12, 20)
    judged = explain(member.person_id, "ministerial_provincial_merit_certificate", 2025, day)
    suspended = [reason for reason in judged.tree.walk() if reason.found and "thanh tra" in reason.found]
    assert [reason.answer.value for reason in suspended] == ["needs_person"]
    assert judged.answer.value != "met"
