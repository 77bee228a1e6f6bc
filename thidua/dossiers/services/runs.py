"""One evaluation from start to end. It goes in batches (see ``jobs``); a new run replaces nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.dossiers.facts import Register, histories
from thidua.dossiers.models import Evaluation, EvaluationRun, Grounds, Tally
from thidua.dossiers.policies import can_judge
from thidua.honours.models import Title
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.jobs import enqueue, run_now
from thidua.kernel.models import Job
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.rules.engine import judge
from thidua.rules.library import shipped
from thidua.rules.names import is_form

from .grounds import keep_grounds

JOB = "dossiers.evaluate"
ROWS = 2000  # rows per INSERT


@service("evaluation.start")
def start_evaluation(*, unit_id: int, year: int, decided_on: date, by: Actor, at: datetime) -> EvaluationRun:
    """Begin to evaluate everybody below ``unit_id`` for the titles of ``year``, in the background; returns the run.

    Its ``job`` tells how far it is. Raises NotAllowed, or InvalidInput when the law of ``decided_on`` is not encoded
    or the catalogue lacks a title of it.
    """
    run = _begin(unit_id, year, decided_on, by, at)
    job = enqueue(JOB, label=_label(run), params={"run": run.pk}, by=by, at=at, unit_id=unit_id)
    return _with_job(run, job)


def run_evaluation(*, unit_id: int, year: int, decided_on: date, by: Actor, at: datetime) -> EvaluationRun:
    """Evaluate in this process and return the finished run; for commands. Raises also WrongState when it failed."""
    run, job = _start_here(unit_id=unit_id, year=year, decided_on=decided_on, by=by, at=at)
    job = run_now(job)
    run.refresh_from_db()
    if run.finished_at is None:
        raise WrongState(
            _("Lượt xét chưa xong. {why}").format(why=job.error).strip(),
            _("Xem tiến độ ở mục “Công việc nền” rồi thử lại."),
        )
    return run


@service("evaluation.start")
def _start_here(*, unit_id: int, year: int, decided_on: date, by: Actor, at: datetime) -> tuple[EvaluationRun, Job]:
    """Begin without telling the workers, so that none of them takes the job before this process does."""
    run = _begin(unit_id, year, decided_on, by, at)
    job = Job.objects.create(
        kind=JOB, label=_label(run), params={"run": run.pk}, created_by_id=by.pk, created_at=at, unit_id=unit_id
    )
    return _with_job(run, job), job


def _begin(unit_id: int, year: int, decided_on: date, by: Actor, at: datetime) -> EvaluationRun:
    require(by, Permission.EVALUATE, unit_id, localdate(at))
    verdict = can_judge(year, decided_on)
    if not verdict:
        raise InvalidInput(verdict.reason, _("Chọn ngày xét khác."), fields={"decided_on": verdict.reason})
    titles_judged(decided_on)
    regime = shipped().regime_on(decided_on)
    return EvaluationRun.objects.create(
        unit=Unit.objects.get(pk=unit_id),
        year=year,
        decided_on=decided_on,
        regime=regime.code if regime else "",
        started_by_id=by.pk,
        started_at=at,
    )


def _label(run: EvaluationRun) -> str:
    return _("Xét danh hiệu năm {year}, {unit}").format(year=run.year, unit=run.unit)


def _with_job(run: EvaluationRun, job: Job) -> EvaluationRun:
    run.job = job
    run.save(update_fields=["job"])
    details = {"year": run.year, "decided_on": run.decided_on, "regime": run.regime}
    audit(run, unit_id=run.unit_id, details=details)
    return run


def titles_judged(decided_on: date) -> dict[str, Title]:
    """Return the titles that the law of the day encodes, lowest first; raises InvalidInput when one is not in the
    catalogue.
    """
    codes = [code for code in shipped().awards_on(decided_on) if not is_form(code)]
    found = {title.code: title for title in Title.objects.filter(code__in=codes)}
    if missing := [code for code in codes if code not in found]:
        raise InvalidInput(
            _("Danh mục danh hiệu thiếu: {codes}.").format(codes=", ".join(missing)),
            _("Nhờ quản trị hệ thống nạp lại danh mục."),
        )
    return {code: found[code] for code in codes}


def evaluate_batch(
    run: EvaluationRun, members: Sequence[tuple[int, int]], titles: dict[str, Title], register: Register
) -> None:
    """Judge some people, given as (person, unit), for all titles and keep the verdicts. The job's transaction holds."""
    facts = histories([person_id for person_id, _unit in members], run.year, run.decided_on, register=register)
    found = [
        (
            person_id,
            unit_id,
            title,
            judge(award=code, history=facts[person_id], year=run.year, decided_on=run.decided_on),
        )
        for person_id, unit_id in members
        for code, title in titles.items()
    ]
    grounds = keep_grounds(judgement for _person, _unit, _title, judgement in found)
    Evaluation.objects.bulk_create(
        [
            Evaluation(
                run=run,
                person_id=person_id,
                unit_id=unit_id,
                title=title,
                answer=judgement.answer,
                grounds_id=ground_id,
            )
            for (person_id, unit_id, title, judgement), ground_id in zip(found, grounds, strict=True)
        ],
        batch_size=ROWS,
    )


def finish_run(run: EvaluationRun, *, at: datetime) -> EvaluationRun:
    """Count the run and mark it finished, from now on the one shown. Doing it again changes nothing."""
    if run.finished_at is not None:
        return run
    counted = run.evaluations.values("unit_id", "title_id", "answer").annotate(people=Count("id")).order_by()
    Tally.objects.bulk_create([Tally(run=run, **row) for row in counted.iterator()], batch_size=ROWS)
    run.people = run.evaluations.values("person_id").distinct().count()
    run.finished_at = at
    run.save(update_fields=["people", "finished_at"])
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
