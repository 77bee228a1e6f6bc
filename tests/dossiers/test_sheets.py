"""Sheets: the rows of the record behind each reason, where numbers come from, and a next step for every no."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book
from tests.factories.honours import HonourFactory
from tests.factories.registration import FindingFactory, OpenCaseFactory, UnitResultFactory
from thidua.dossiers.evidence import Detail
from thidua.dossiers.numbers import law_numbers
from thidua.dossiers.selectors import (
    Sheet,
    award_lines,
    next_step_of,
    question_about_person,
    question_about_unit,
    sheet_of,
    why,
)
from thidua.honours.models import CommendationForm, Honour, Title
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.models import Membership
from thidua.registration.models import Registration
from thidua.rules.answers import Answer
from thidua.rules.book import bound_rule
from thidua.rules.engine import judge
from thidua.rules.library import shipped
from thidua.rules.names import AWARDS
from thidua.rules.stories import load_stories

SYSTEM = SystemActor("thử")
TODAY = date(2019, 1, 15)
MERIT = "ministerial_provincial_merit_certificate"


def sheet(member: Membership, award: str, year: int = 2018) -> Sheet:
    return sheet_of(question_about_person(SYSTEM, member.person_id, year, TODAY), award)


def walk(details: tuple[Detail, ...]) -> list[Detail]:
    return [one for detail in details for one in (detail, *walk(detail.parts))]


def rows_of(found: Sheet, word: str) -> list[str]:
    """Return the rows behind the conditions whose words contain ``word``."""
    return [row.text for one in walk(found.details) if word in one.reason.text_vi for row in one.rows]


def test_the_tree_of_rows_is_the_tree_of_reasons(city: City, book: Book, an: Membership) -> None:
    question = question_about_person(SYSTEM, an.person_id, 2018, TODAY)
    for award in question.awards():
        found = sheet_of(question, award)
        assert [one.reason for one in walk(found.details)] == list(found.judgement.tree.walk())[1:]


def test_decisions_stand_behind_the_titles_counted(city: City, book: Book, an: Membership) -> None:
    book.held(an, "grassroots_fighter", 2013, 2016, 2017)
    Honour.objects.filter(year=2017).update(decision_number="88/QĐ-SMA", decision_date=date(2017, 12, 20))
    rows = rows_of(sheet(an, "ministerial_provincial_fighter"), "Chiến sĩ thi đua cơ sở")
    assert rows[0].endswith("năm 2017: quyết định số 88/QĐ-SMA ngày 20/12/2017 của Giám đốc Sở Mẫu")
    assert len(rows) == 2, "2013 lies outside the three years looked at"


def test_grades_initiatives_registrations_and_findings_are_told(city: City, book: Book, an: Membership) -> None:
    book.initiative(an.person, city.a)
    book.initiative(an.person, city.a, decided_on=date(2017, 5, 2), used="national_fighter")
    found = sheet(an, "grassroots_fighter")
    texts = [row.text for one in walk(found.details) for row in one.rows]
    assert "Năm 2018: hoàn thành tốt nhiệm vụ (CĐCS Sở Mẫu A)" in texts
    assert "“Sáng kiến mẫu”, cơ sở: quyết định số 1/QĐ ngày 05/11/2018" in texts
    assert any(
        text.startswith("Chiến sĩ thi đua cơ sở: bản đăng ký của CĐCS Sở Mẫu A, nộp ngày 01/02/2018") for text in texts
    )
    merit = [row.text for one in walk(sheet(an, MERIT).details) for row in one.rows]
    assert any("đã dùng để xét Chiến sĩ thi đua toàn quốc" in text for text in merit)


def test_only_the_rows_that_a_condition_reads_stand_behind_it(city: City, book: Book, an: Membership) -> None:
    book.held(an, "advanced_worker", 2016, 2017)
    book.initiative(an.person, city.a, decided_on=date(2014, 5, 2))
    lines = Registration.objects.get().lines
    lines.create(person=an.person, title=Title.objects.get(code="two_duties"))
    texts = [row.text for one in walk(sheet(an, "grassroots_fighter").details) for row in one.rows]
    assert not [text for text in texts if "Lao động tiên tiến năm" in text], "the decision of 2018 is to come"
    assert not [text for text in texts if "Sáng kiến mẫu" in text], "recognised four years before"
    assert not [text for text in texts if "việc nước" in text or "two_duties" in text], "no title of the law"
    book.grade(an, "good", year=2016)  # no run of excellent years reaches back beyond it
    merit = [row.text for one in walk(sheet(an, MERIT).details) for row in one.rows]
    assert not [text for text in merit if "Sáng kiến mẫu" in text]


def test_initiatives_and_honours_lead_to_their_own_pages(city: City, book: Book, an: Membership) -> None:
    made = book.initiative(an.person, city.a)
    rows = [row for one in walk(sheet(an, "grassroots_fighter").details) for row in one.rows if row.kind]
    assert [(row.kind, row.key) for row in rows] == [("initiative", made.pk)]


def test_what_a_person_found_is_told_with_its_reason(city: City, book: Book, an: Membership) -> None:
    code = "chosen_merit_certificate_movement"
    asked = [one for one in walk(sheet(an, MERIT).details) if one.finding == code]
    assert [(one.award, one.own_level, one.recorded) for one in asked] == [(MERIT, False, False)]
    FindingFactory(person=an.person, unit=city.a, code=code, holds=True, reason="Biên bản 5")
    found = [one for one in walk(sheet(an, MERIT).details) if one.finding == code]
    assert [row.text for row in found[0].rows] == ["Lý do đã ghi: Biên bản 5 (CĐCS Sở Mẫu A)"]
    assert (found[0].recorded, sheet(an, MERIT).judgement.answer) == (True, Answer.MET)


def test_discipline_and_cases_are_told(city: City, book: Book, an: Membership) -> None:
    book.discipline(an, date(2018, 5, 10))
    OpenCaseFactory(person=an.person, unit=city.a, opened_on=date(2018, 9, 1), note="Đơn số 3")
    found = sheet_of(question_about_person(SYSTEM, an.person_id, 2025, date(2026, 1, 5)), "certificate")
    texts = [row.text for one in walk(found.details) for row in one.rows]
    assert "khiển trách: quyết định số 2/KL ngày 10/05/2018, hết hiệu lực: chưa ghi" in texts
    assert "đang thanh tra, kiểm tra (01/09/2018); Đơn số 3; chưa có kết luận" in texts


def test_a_collective_has_its_own_rows(city: City, book: Book) -> None:
    as_unit = {"person": None, "unit": city.a, "subject": "collective", "title": None}
    form = CommendationForm.objects.get(code=MERIT)
    HonourFactory(**as_unit, year=2012, form=form, issuer_level=form.issuer_level)
    HonourFactory(unit=city.a, person=city.members_a[0].person, title=None, form=form, issuer_level=form.issuer_level)
    UnitResultFactory(unit=city.a, year=2017, grade="excellent")
    question = question_about_unit(SYSTEM, city.a.pk, 2018, TODAY)
    texts = [
        row.text
        for one in walk(sheet_of(question, "collective_" + "prime_minister_merit_certificate").details)
        for row in one.rows
    ]
    assert "Năm 2017: hoàn thành xuất sắc nhiệm vụ" in texts
    assert [text for text in texts if "Bằng khen" in text and "năm 2012" in text]
    assert not [text for text in texts if "năm 2017: quyết định" in text], "a member's is not the unit's"


def test_a_sheet_is_for_awards_of_its_holder_only(city: City, book: Book) -> None:
    person = question_about_person(SYSTEM, city.members_a[0].person_id, 2018, TODAY)
    unit = question_about_unit(SYSTEM, city.a.pk, 2018, TODAY)
    for question, award in ((person, "advanced_collective"), (unit, "advanced_worker"), (person, "khong-co")):
        with pytest.raises(NotFound):
            sheet_of(question, award)
    assert (
        "advanced_worker_outside_staff"
        not in question_about_person(SYSTEM, city.members_a[0].person_id, 2025, date(2026, 1, 5)).awards()
    )


def test_all_awards_of_a_person_take_no_query_once_the_facts_are_read(
    city: City, an: Membership, django_assert_num_queries
) -> None:
    question = question_about_person(SYSTEM, an.person_id, 2018, TODAY)
    with django_assert_num_queries(0):
        lines = award_lines(question)
    assert {line.award: line.judgement.answer.value for line in lines}["advanced_worker"] == "met"
    assert len(lines) == len(shipped().awards_on(DECIDED, "person"))


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2024, 12, 31), date(2025, 12, 31), date(2026, 12, 31)])
def test_every_number_of_the_law_has_a_source_and_a_mark(day: date) -> None:
    book = shipped()
    for award in book.awards_on(day, None):
        numbers = law_numbers(book, award, day)
        assert all(number.source and number.confidence in {"R", "Q", "M"} and number.label for number in numbers)
        assert len(set(numbers)) == len(numbers)
        words = set(bound_rule(book, award, day).words.values())
        assert words <= {number.word for number in numbers}


@pytest.mark.parametrize("award", list(AWARDS))
def test_whatever_is_not_met_says_what_to_do_next(award: str) -> None:
    """Over every told case of the law: an answer other than “met” has its reason and a next step."""
    for story in load_stories(award):
        judged = judge(award=award, history=story.history, year=story.year, decided_on=story.date)
        said = why(judged)
        assert bool(said.next_step) is bool(said.text) is (judged.answer is not Answer.MET), story.name
        for reason in judged.tree.walk():
            assert bool(next_step_of(reason, story.year)) is (reason.answer is not Answer.MET), story.name
