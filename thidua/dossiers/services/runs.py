"""One evaluation from start to end. It goes in batches (see ``jobs``); a new run replaces nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.dossiers.collectives import collective_histories
from thidua.dossiers.facts import Register, histories
from thidua.dossiers.models import Evaluation, EvaluationRun, Grounds, Tally
from thidua.dossiers.policies import can_judge
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.jobs import enqueue, run_now
from thidua.kernel.models import Job
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.registration.selectors import awards_of_staff
from thidua.rules.book import LawBook, bound_rule
from thidua.rules.deciding import reason_of
from thidua.rules.engine import award_code, judge
from thidua.rules.reasons import Judgement

from .grounds import keep_grounds

JOB = "dossiers.evaluate"
ROWS = 2000  # rows per INSERT


@service("evaluation.start")
def start_evaluation(*, unit_id: int, year: int, decided_on: date, by: Actor, at: datetime) -> EvaluationRun:
    """Begin to evaluate everybody and every collective below ``unit_id`` for the awards of ``year``, in the background.

    Returns the run; its ``job`` tells how far it is. Raises NotAllowed, or InvalidInput when the law of ``decided_on``
    is not encoded.
    """
    run = _begin(unit_id, year, decided_on, by, at)
    job = enqueue(JOB, label=_label(run), params={"run": run.pk}, by=by, at=at, unit_id=unit_id)
    return _with_job(run, job)


def run_evaluation(
    *, unit_id: int, year: int, decided_on: date, by: Actor, at: datetime, bulk: bool = False
) -> EvaluationRun:
    """Evaluate in this process and return the finished run; for commands. Raises also WrongState when it failed.

    ``bulk``: judge by columns and find the reasons of one person only when asked; large runs go so by themselves.
    """
    run, job = _start_here(unit_id=unit_id, year=year, decided_on=decided_on, bulk=bulk, by=by, at=at)
    job = run_now(job)
    run.refresh_from_db()
    if run.finished_at is None:
        raise WrongState(
            _("Lượt xét chưa xong. {why}").format(why=job.error).strip(),
            _("Xem tiến độ ở mục “Công việc nền” rồi thử lại."),
        )
    return run


@service("evaluation.start")
def _start_here(
    *, unit_id: int, year: int, decided_on: date, bulk: bool, by: Actor, at: datetime
) -> tuple[EvaluationRun, Job]:
    """Begin without telling the workers, so that none of them takes the job before this process does."""
    run = _begin(unit_id, year, decided_on, by, at)
    params = {"run": run.pk, "bulk": bulk}
    job = Job.objects.create(
        kind=JOB, label=_label(run), params=params, created_by_id=by.pk, created_at=at, unit_id=unit_id
    )
    return _with_job(run, job), job


def _begin(unit_id: int, year: int, decided_on: date, by: Actor, at: datetime) -> EvaluationRun:
    require(by, Permission.EVALUATE, unit_id, localdate(at))
    book = live_book()
    verdict = can_judge(year, decided_on, book)
    if not verdict:
        raise InvalidInput(verdict.reason, _("Chọn ngày xét khác."), fields={"decided_on": verdict.reason})
    regime = book.regime_on(decided_on)
    return EvaluationRun.objects.create(
        unit=Unit.objects.get(pk=unit_id),
        year=year,
        decided_on=decided_on,
        regime=regime.code if regime else "",
        started_by_id=by.pk,
        started_at=at,
    )


def _label(run: EvaluationRun) -> str:
    return _("Xét khen thưởng năm {year}, {unit}").format(year=run.year, unit=run.unit)


def _with_job(run: EvaluationRun, job: Job) -> EvaluationRun:
    run.job = job
    run.save(update_fields=["job"])
    details = {"year": run.year, "decided_on": run.decided_on, "regime": run.regime}
    audit(run, unit_id=run.unit_id, details=details)
    return run


def evaluate_batch(run: EvaluationRun, members: Sequence[tuple[int, int]], register: Register, book: LawBook) -> None:
    """Judge some people, given as (person, unit), for every award, and keep the verdicts in the job's transaction."""
    facts = histories([person_id for person_id, _unit in members], run.year, run.decided_on, register=register)
    awards = awards_of_staff(book, run.decided_on)
    _keep(
        book,
        run,
        (
            (
                person_id,
                unit_id,
                judge(award=award, history=facts[person_id], year=run.year, decided_on=run.decided_on, book=book),
            )
            for person_id, unit_id in members
            for award in awards
        ),
    )


def evaluate_collectives(run: EvaluationRun, unit_ids: Sequence[int], register: Register, book: LawBook) -> None:
    """Judge some units as collectives for every award and keep the verdicts. The job's transaction holds."""
    facts = collective_histories(unit_ids, run.year, run.decided_on, register=register)
    awards = book.awards_on(run.decided_on, "collective")
    _keep(
        book,
        run,
        (
            (
                None,
                unit_id,
                judge(award=award, history=facts[unit_id], year=run.year, decided_on=run.decided_on, book=book),
            )
            for unit_id in unit_ids
            for award in awards
        ),
    )


def _keep(book: LawBook, run: EvaluationRun, found: Iterable[tuple[int | None, int, Judgement]]) -> None:
    """Write verdicts on (person or None, unit); a judgement is always of an award that the law's catalogue holds."""
    verdicts = list(found)
    grounds = keep_grounds(judgement for _person, _unit, judgement in verdicts)
    Evaluation.objects.bulk_create(
        [
            Evaluation(
                run=run,
                person_id=person_id,
                unit_id=unit_id,
                award=award_code(judgement.award),
                answer=judgement.answer,
                grounds_id=ground_id,
                reason=reason_of(judgement.tree, bound_rule(book, award_code(judgement.award), run.decided_on)),
            )
            for (person_id, unit_id, judgement), ground_id in zip(verdicts, grounds, strict=True)
        ],
        batch_size=ROWS,
    )


def finish_run(run: EvaluationRun, *, at: datetime) -> EvaluationRun:
    """Count the run and mark it finished, from now on the one shown. Doing it again changes nothing."""
    if run.finished_at is not None:
        return run
    counted = run.evaluations.values("unit_id", "award", "answer").annotate(count=Count("id")).order_by()
    Tally.objects.bulk_create([Tally(run=run, **row) for row in counted.iterator()], batch_size=ROWS)
    run.people = run.evaluations.filter(person__isnull=False).values("person_id").distinct().count()
    run.collectives = run.evaluations.filter(person__isnull=True).values("unit_id").distinct().count()
    run.finished_at = at
    run.save(update_fields=["people", "collectives", "finished_at"])
    return run


@service("evaluation.purge")
def purge_runs(*, unit_id: int, keep: int, by: Actor, at: datetime) -> int:
    """Delete the runs of a unit but the newest ``keep`` of each year (at least one); returns how many were deleted."""
    require(by, Permission.EVALUATE, unit_id, localdate(at))
    kept: dict[int, int] = {}
    old = []
    for run in EvaluationRun.objects.filter(unit_id=unit_id, finished_at__isnull=False):
        kept[run.year] = kept.get(run.year, 0) + 1
        if kept[run.year] > max(keep, 1):
            old.append(run)
    if not old:
        return 0
    ids = [run.pk for run in old]
    audit(
        EvaluationRun,
        unit_id=unit_id,
        label=_("{count} lượt xét cũ").format(count=len(ids)),
        details={"runs": [{"id": run.pk, "year": run.year, "started_at": run.started_at} for run in old]},
    )
    EvaluationRun.objects.filter(pk__in=ids).delete()
    Grounds.objects.filter(evaluations__isnull=True).delete()
    return len(ids)
