"""Evaluations: run, run again, stopped, resumed, cleared; who may; and what the figures say."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book
from tests.factories.people import MembershipFactory
from thidua.dossiers import jobs
from thidua.dossiers.models import Evaluation, EvaluationRun, Grounds, Tally
from thidua.dossiers.selectors import (
    counts_by_award,
    counts_by_unit,
    evaluations_visible_to,
    root_unit,
    run_for,
    runs_visible_to,
    shown_run,
    why,
    years_with_runs,
)
from thidua.dossiers.services import finish_run, purge_runs, run_evaluation, start_evaluation
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound
from thidua.kernel.jobs import run_now
from thidua.kernel.models import AuditEvent, Job
from thidua.kernel.services import ask_cancel, resume_job
from thidua.kernel.states import JobState
from thidua.kernel.verdicts import ALLOWED
from thidua.people.models import Membership

SYSTEM = SystemActor("thử")
DAY = date(2018, 3, 15)


def run(city: City, at: datetime, **values: object) -> EvaluationRun:
    return run_evaluation(
        **({"unit_id": city.union.id, "year": 2018, "decided_on": DECIDED, "by": SYSTEM, "at": at} | values)
    )


def figures(run: EvaluationRun) -> dict[str, tuple[int, ...]]:
    lines = [line for line in counts_by_award(run) if not line.of_collectives]
    return {line.award: tuple(line.as_dict().values()) for line in lines}


def test_everybody_below_is_judged_for_every_title(city: City, an: Membership, at: datetime) -> None:
    done = run(city, at)
    assert (done.people, done.regime, done.job.state) == (6, "L03", JobState.DONE)
    # An meets LĐTT; two of A did not register and have no grade; B handed in nothing, and nobody has an initiative.
    assert figures(done)["advanced_worker"] == (1, 2, 3, 0)
    assert figures(done)["grassroots_fighter"] == (0, 6, 0, 0)
    of_people, of_units = figures(done), {line.award for line in counts_by_award(done) if line.of_collectives}
    assert {"ministerial_provincial_merit_certificate", "order_labour_3"} < of_people.keys()
    assert {sum(line) for line in of_people.values()} == {6}
    assert Evaluation.objects.filter(run=done, person__isnull=False).count() == 6 * len(of_people)
    # The city union and its two grassroots unions are judged as collectives.
    assert done.collectives == 3
    assert Evaluation.objects.filter(run=done, person__isnull=True).count() == 3 * len(of_units)


def test_a_verdict_keeps_its_reasons_and_shares_them(city: City, an: Membership, at: datetime) -> None:
    done = run(city, at)
    verdict = Evaluation.objects.get(run=done, person=an.person, award="grassroots_fighter")
    judgement = verdict.grounds.read()
    assert judgement.answer.value == verdict.answer == "not_met"
    said = why(judgement)
    assert "sáng kiến" in said.text
    assert said.next_step
    assert Grounds.objects.count() < Evaluation.objects.count()


def test_the_first_reason_goes_down_to_what_can_be_done(city: City, book: Book, at: datetime) -> None:
    member = city.members_a[0]
    book.hand_in(city.a, {member.person_id: ["grassroots_fighter"]})
    book.find(member)
    book.initiative(member.person, city.a)
    done = run(city, at)
    said = why(Evaluation.objects.get(run=done, person=member.person, award="grassroots_fighter").grounds.read())
    assert "xếp loại" in said.text
    assert "Bổ sung" in said.next_step


def test_a_second_run_replaces_nothing_and_is_the_one_shown(
    city: City, book: Book, an: Membership, at: datetime
) -> None:
    first = run(city, at)
    book.initiative(an.person, city.a)
    second = run(city, at)
    assert figures(first)["grassroots_fighter"] == (0, 6, 0, 0)
    assert figures(second)["grassroots_fighter"] == (1, 5, 0, 0)
    assert shown_run(city.user("city_officer", "above"), 2018, DAY) == second
    assert AuditEvent.objects.filter(action="evaluation.start").count() == 2


def test_who_may_evaluate_and_where(city: City, an: Membership, at: datetime) -> None:
    for role in ("grassroots_officer", "head", "council_member", "member", "auditor", "administrator"):
        with pytest.raises(NotAllowed):
            start_evaluation(unit_id=city.a.id, year=2018, decided_on=DECIDED, by=city.user(role), at=at)
    for role in ("city_officer", "council_secretary"):
        start_evaluation(unit_id=city.a.id, year=2018, decided_on=DECIDED, by=city.user(role), at=at)
        with pytest.raises(NotAllowed):
            start_evaluation(unit_id=city.b.id, year=2018, decided_on=DECIDED, by=city.user(role), at=at)


@pytest.mark.parametrize(("year", "day"), [(2018, date(2017, 12, 31)), (2005, date(2005, 12, 31))])
def test_a_day_whose_law_is_not_encoded_is_refused(city: City, book: Book, at: datetime, year: int, day: date) -> None:
    with pytest.raises(InvalidInput) as refusal:
        run(city, at, year=year, decided_on=day)
    assert "decided_on" in refusal.value.fields
    assert not Job.objects.exists()


def test_a_stopped_run_goes_on_where_it_was(
    city: City, an: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = figures(run(city, at))
    monkeypatch.setattr(jobs, "BATCH", 2)
    begun = start_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
    real, calls = jobs.evaluate_batch, []

    def stop_after_the_second(*args: object) -> None:
        real(*args)
        calls.append(len(args[1]))
        if len(calls) == 2:
            ask_cancel(job_id=begun.job_id, permitted=ALLOWED, by=SYSTEM, at=at)

    monkeypatch.setattr(jobs, "evaluate_batch", stop_after_the_second)
    job = run_now(begun.job)
    assert (job.state, job.done, job.total) == (JobState.CANCELLED, 4, 6)
    begun.refresh_from_db()
    assert begun.finished_at is None
    assert begun not in [shown_run(SYSTEM, 2018, DAY)]
    job = run_now(resume_job(job_id=job.pk, permitted=ALLOWED, by=SYSTEM, at=at))
    begun.refresh_from_db()
    assert (job.state, job.done, calls) == (JobState.DONE, 6, [2, 2, 2])
    assert figures(begun) == whole


def test_a_batch_that_fails_leaves_nothing_half_done(city: City, an: Membership, at: datetime, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    begun = start_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
    real, calls = jobs.evaluate_batch, []

    def fail_in_the_second(*args: object) -> None:
        real(*args)
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("mất điện")

    monkeypatch.setattr(jobs, "evaluate_batch", fail_in_the_second)
    job = run_now(begun.job)
    assert (job.state, job.done) == (JobState.FAILED, 2)
    assert Evaluation.objects.filter(run=begun).values("person_id").distinct().count() == 2
    job = run_now(resume_job(job_id=job.pk, permitted=ALLOWED, by=SYSTEM, at=at))
    begun.refresh_from_db()
    assert (job.state, begun.people) == (JobState.DONE, 6)


def test_finishing_twice_counts_once(city: City, an: Membership, at: datetime) -> None:
    done = run(city, at)
    finish_run(done, at=at)
    assert sum(Tally.objects.filter(run=done, award="advanced_worker").values_list("count", flat=True)) == 6


def test_people_who_left_before_the_day_are_not_judged(city: City, book: Book, at: datetime) -> None:
    MembershipFactory(unit=city.a, valid_to=date(2018, 12, 31))
    last_day = MembershipFactory(unit=city.a, valid_to=date(2019, 1, 1))
    done = run(city, at)
    assert done.people == 7
    assert Evaluation.objects.filter(run=done, person=last_day.person).exists()


def test_the_ceiling_of_fighters_is_told_and_not_applied(city: City, book: Book, at: datetime) -> None:
    """Worked example 3: 46 LĐTT give floor(0.15 × 46) = 6 places; nine are eligible, the council chooses."""
    members = city.members_a + [MembershipFactory(unit=city.a) for _ in range(43)]
    book.hand_in(city.a, {member.person_id: ["grassroots_fighter"] for member in members})
    for member in members:
        book.good_worker(member)
    for member in members[:9]:
        book.initiative(member.person, city.a)
    done = run(city, at)
    line = next(line for line in counts_by_unit(done, "grassroots_fighter") if line.unit == city.a)
    assert (line.cap.base, line.cap.limit, line.count.met, line.over) == (46, 6, 9, 3)
    other = next(line for line in counts_by_unit(done, "grassroots_fighter") if line.unit == city.b)
    assert (other.cap.limit, other.over) == (0, 0)
    assert all(line.cap is None for line in counts_by_unit(done, "advanced_worker"))


def test_each_sees_the_verdicts_of_their_own_place(city: City, an: Membership, at: datetime) -> None:
    done = run(city, at)
    grassroots = city.user("grassroots_officer")
    seen = evaluations_visible_to(grassroots, DAY)
    assert set(seen.values_list("unit_id", flat=True)) == {city.a.id}
    assert run_for(grassroots, done.pk, DAY) == done
    member = evaluations_visible_to(city.user("member"), DAY)
    assert set(member.values_list("person_id", flat=True)) == {an.person_id}
    assert evaluations_visible_to(city.user("city_officer", "above"), DAY).count() == Evaluation.objects.count()


def test_a_run_of_another_unit_is_not_found(city: City, an: Membership, at: datetime) -> None:
    other = run(city, at, unit_id=city.b.id)
    with pytest.raises(NotFound):
        run_for(city.user("grassroots_officer"), other.pk, DAY)
    assert not runs_visible_to(city.user("grassroots_officer"), DAY).exists()
    assert years_with_runs(city.user("grassroots_officer", "other"), DAY) == [2018]


def test_a_units_own_run_does_not_hide_the_citys(city: City, an: Membership, at: datetime) -> None:
    whole = run(city, at)
    own = run(city, at, unit_id=city.a.id)
    assert shown_run(city.user("city_officer", "above"), 2018, DAY) == whole
    assert shown_run(city.user("grassroots_officer"), 2018, DAY) == own
    assert shown_run(city.user("grassroots_officer", "other"), 2018, DAY) == whole
    assert shown_run(city.user("city_officer", "above"), 2017, DAY) is None


def test_old_runs_can_be_cleared_and_the_newest_stays(city: City, book: Book, an: Membership, at: datetime) -> None:
    first = run(city, at)
    book.initiative(an.person, city.a)
    newest = run(city, at)
    with pytest.raises(NotAllowed):
        purge_runs(unit_id=city.union.id, keep=1, by=city.user("auditor", "above"), at=at)
    assert purge_runs(unit_id=city.union.id, keep=0, by=SYSTEM, at=at) == 1
    assert list(EvaluationRun.objects.all()) == [newest]
    assert AuditEvent.objects.get(action="evaluation.purge").details["runs"][0]["id"] == first.pk
    assert all(row.evaluations.exists() for row in Grounds.objects.all())
    assert purge_runs(unit_id=city.union.id, keep=1, by=SYSTEM, at=at) == 0


def test_the_top_of_the_tree_is_found_when_there_is_one(city: City) -> None:
    assert root_unit(DECIDED) == city.root
    MembershipFactory()
    assert root_unit(DECIDED) is None
