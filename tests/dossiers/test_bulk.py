"""A run in bulk: the interpreter's answers row by row, in a constant number of queries, counted up the tree."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import numpy as np
import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book
from thidua.dossiers import jobs
from thidua.dossiers.facts import histories
from thidua.dossiers.models import EvaluationRun, ReasonTally
from thidua.dossiers.selectors import counts_by_award, why, whys_of
from thidua.dossiers.services import bulk, run_evaluation, start_evaluation
from thidua.honours.selectors import register_years
from thidua.kernel.actors import SystemActor
from thidua.kernel.jobs import run_now
from thidua.kernel.services import ask_cancel, resume_job
from thidua.kernel.states import JobState
from thidua.kernel.verdicts import ALLOWED
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Membership, UnitAncestry
from thidua.rules.answers import Answer
from thidua.rules.bulk import leaves
from thidua.rules.bulk.counted import Counts, Outcome, roll_up
from thidua.rules.bulk.planes import ALWAYS
from thidua.rules.case import case_for
from thidua.rules.deciding import deciding_reason
from thidua.rules.errors import RuleDataError

SYSTEM = SystemActor("thử")


@pytest.fixture
def varied(city: City, book: Book, an: Membership) -> None:
    """People of many kinds beside An: excellent with an initiative and past titles, disciplined, refused."""
    first, second = city.members_a[1:3]
    book.initiative(an.person, city.a)
    book.held(first, "advanced_worker", 2016, 2017)
    book.grade(first, "excellent", 2017)
    book.grade(first, "excellent")
    book.find(second, holds=False)
    book.discipline(second, date(2018, 6, 1))


def run(city: City, at: datetime, *, columns: bool) -> EvaluationRun:
    return run_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at, bulk=columns)


def answers(done: EvaluationRun) -> dict[tuple[int | None, int, str], str]:
    rows = done.evaluations.values_list("person_id", "unit_id", "award", "answer")
    return {(person, unit, award): answer for person, unit, award, answer in rows}


@pytest.mark.usefixtures("varied")
def test_bulk_says_of_everybody_what_the_interpreter_says(city: City, at: datetime) -> None:
    one_by_one, by_columns = run(city, at, columns=False), run(city, at, columns=True)
    assert answers(by_columns) == answers(one_by_one)
    assert set(answers(one_by_one).values()) >= {"met", "not_met", "missing_data"}
    assert counts_by_award(by_columns) == counts_by_award(one_by_one)
    people = by_columns.evaluations.filter(person__isnull=False)
    assert not people.filter(grounds__isnull=False).exists()
    facts = histories(people.values_list("person_id", flat=True), 2018, DECIDED)
    for row in people:
        case = case_for(live_book(), row.award, facts[row.person_id], 2018, DECIDED)
        assert case is None or (row.answer, row.reason) == deciding_reason(case)
    assert tallied(one_by_one) == tallied(by_columns)


@pytest.mark.usefixtures("varied")
def test_a_wrong_column_would_be_noticed(city: City, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: one compiled condition that always holds makes other answers."""
    one_by_one = run(city, at, columns=False)
    monkeypatch.setitem(leaves.LEAVES, leaves.Registered, lambda leaf, scope: ALWAYS)
    assert answers(run(city, at, columns=True)) != answers(one_by_one)


@pytest.mark.usefixtures("varied")
def test_what_has_no_columns_is_judged_by_the_interpreter(
    city: City, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(run(city, at, columns=True))
    real = bulk.columns_for

    def refuse(book: object, awards: list[str], *rest: object) -> object:
        if awards == ["advanced_worker"]:
            raise RuleDataError("x", "y")
        return real(book, awards, *rest)

    monkeypatch.setattr(bulk, "columns_for", refuse)
    judged: list[str] = []
    interpreted = bulk.deciding_reason
    monkeypatch.setattr(bulk, "deciding_reason", lambda case: judged.append(case.bound.award) or interpreted(case))
    assert answers(run(city, at, columns=True)) == expected
    assert set(judged) == {"advanced_worker"}


@pytest.mark.usefixtures("varied")
def test_pages_find_the_reasons_again_and_say_when_they_no_longer_fit(city: City, book: Book, at: datetime) -> None:
    one_by_one, by_columns = run(city, at, columns=False), run(city, at, columns=True)
    order = ("person_id", "unit_id", "award")
    stored = [why(row.grounds.read()) for row in one_by_one.evaluations.select_related("grounds").order_by(*order)]
    rows = list(by_columns.evaluations.select_related("run", "grounds").order_by(*order))
    assert whys_of(rows) == stored
    with CaptureQueriesContext(connection) as one:
        whys_of([row for row in rows if row.grounds is None][:1])
    with CaptureQueriesContext(connection) as all_rows:
        whys_of(rows)
    assert len(all_rows) == len(one)
    member = city.members_a[2]
    refused = by_columns.evaluations.get(person=member.person, award="advanced_worker")
    refused.answer = Answer.MET
    assert "đã thay đổi" in whys_of([refused])[0].text


@pytest.mark.usefixtures("varied")
def test_a_batch_costs_the_same_number_of_queries_however_many_people(city: City, at: datetime) -> None:
    begun = start_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
    members = [(member.person_id, member.unit_id) for member in city.members_a]
    register, law = register_years(on=DECIDED), live_book()
    counted = []
    for some in (members[:1], members[1:]):
        with CaptureQueriesContext(connection) as queries:
            bulk.evaluate_columns(begun, some, register, law)
        counted.append(len(queries))
    assert len(members) > 2
    assert counted[0] == counted[1]


@pytest.mark.usefixtures("varied")
def test_a_stopped_run_in_bulk_goes_on_and_counts_the_same(
    city: City, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(city, at, columns=True)
    monkeypatch.setattr(jobs, "BULK_FROM", 1)
    monkeypatch.setattr(jobs, "BULK_BATCH", 2)
    begun = start_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
    real, calls = bulk.evaluate_columns, []

    def stop_after_the_first(*args: object) -> None:
        real(*args)
        calls.append(len(args[1]))
        if len(calls) == 1:
            ask_cancel(job_id=begun.job_id, permitted=ALLOWED, by=SYSTEM, at=at)

    monkeypatch.setattr(bulk, "evaluate_columns", stop_after_the_first)
    job = run_now(begun.job)
    assert (job.state, job.done) == (JobState.CANCELLED, 2)
    assert not begun.reason_tallies.exists()
    job = run_now(resume_job(job_id=job.pk, permitted=ALLOWED, by=SYSTEM, at=at))
    assert (job.state, calls) == (JobState.DONE, [2, 2, 2])
    assert answers(begun) == answers(whole)
    assert tallied(begun) == tallied(whole)


def tallied(done: EvaluationRun) -> set[tuple[int, str, str, str, int]]:
    return set(done.reason_tallies.values_list("unit_id", "award", "answer", "reason", "count"))


@pytest.mark.usefixtures("varied")
def test_reasons_are_counted_for_every_unit_with_all_below_it(city: City, at: datetime) -> None:
    done = run(city, at, columns=True)
    above: dict[int, list[int]] = {}
    links = UnitAncestry.objects.at(DECIDED).filter(ancestor__in=[city.union.id, city.a.id, city.b.id])
    for ancestor, descendant in links.values_list("ancestor_id", "descendant_id"):
        above.setdefault(descendant, []).append(ancestor)
    expected: Counter[tuple[int, str, str, str]] = Counter()
    for row in done.evaluations.filter(person__isnull=False):
        expected.update((unit, row.award, row.answer, row.reason) for unit in above[row.unit_id])
    assert tallied(done) == {(*key, count) for key, count in expected.items()}
    bulk.count_reasons(done)
    assert tallied(done) == {(*key, count) for key, count in expected.items()}
    assert ReasonTally.objects.count() == len(expected)


def test_the_roll_up_of_120_000_units_is_a_plain_recount() -> None:
    """Four levels as in the country: 1, 63, some 3,900, the rest; numbers at random, some units without anybody."""
    rng = np.random.default_rng(2018)
    sizes = (1, 63, 3_936, 116_000)
    starts = np.cumsum((0, *sizes))
    parent = np.full(starts[-1], -1)
    for level in range(1, len(sizes)):
        parent[starts[level] : starts[level + 1]] = rng.integers(starts[level - 1], starts[level], sizes[level])
    chains = [(unit, unit, 0) for unit in range(starts[-1])]
    expected = np.zeros((starts[-1], 3), np.int64)
    own = rng.integers(0, 3, (starts[-1], 3))
    for unit in range(starts[-1]):
        ancestor, depth = unit, 0
        while ancestor >= 0:
            expected[ancestor] += own[unit]
            if depth:
                chains.append((ancestor, unit, depth))
            ancestor, depth = parent[ancestor], depth + 1
    outcomes = tuple(Outcome("advanced_worker", answer, "x") for answer in list(Answer)[:3])
    present = np.flatnonzero(own.any(axis=1))
    ancestry = pl.DataFrame(np.array(chains), schema=["ancestor", "descendant", "depth"], orient="row")
    rolled = roll_up(Counts(outcomes, present, own[present]), ancestry)
    assert len(rolled.units) == 120_000
    assert np.array_equal(rolled.cells, expected)
