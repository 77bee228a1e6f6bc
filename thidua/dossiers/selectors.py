"""Reads of evaluations: which run is shown, its figures, its people, and one person's reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from thidua.honours.models import Title
from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.models import Person, Unit, UnitAncestry
from thidua.people.permissions import Permission
from thidua.people.policies import root_ids
from thidua.people.selectors import visible_units
from thidua.people.states import Tree
from thidua.rules.answers import Answer
from thidua.rules.engine import judge
from thidua.rules.quotas import Cap, cap
from thidua.rules.reasons import Judgement, Reason

from .facts import histories
from .models import Evaluation, EvaluationRun, Tally

__all__ = ["histories"]

# The title whose number a unit's ceiling is counted on, and the one that has the ceiling (NĐ 91/2017 Đ9 k3).
CAP_BASE, CAPPED = "advanced_worker", "grassroots_fighter"
MOST_UNITS = 300  # a longer list nobody reads


def explain(person_id: int, title_code: str, year: int, decided_on: date) -> Judgement:
    """Judge one person for one title from the record as it is now. The caller has checked that they may be seen."""
    history = histories([person_id], year, decided_on)[person_id]
    return judge(title=title_code, history=history, year=year, decided_on=decided_on)


def runs_visible_to(actor: Actor, day: date) -> QuerySet[EvaluationRun]:
    """Return the runs that reach a unit ``actor`` may see: of it, below it, or above it."""
    runs = EvaluationRun.objects.select_related("unit", "job", "started_by")
    if isinstance(actor, SystemActor):
        return runs
    units = visible_units(actor, day).values("id")
    above = UnitAncestry.objects.filter(descendant__in=units).values("ancestor_id")
    return runs.filter(Q(unit__in=units) | Q(unit__in=above))


def run_for(actor: Actor, run_id: int, day: date) -> EvaluationRun:
    """Return one run; raises NotFound when it does not reach ``actor``'s place."""
    run = runs_visible_to(actor, day).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("Không tìm thấy lượt xét này."), _("Mở lại từ trang “Xét điều kiện”."))
    return run


def shown_run(actor: Actor, year: int, day: date) -> EvaluationRun | None:
    """Return the run of ``year`` to show: the newest finished one that reaches the most of what ``actor`` may see.

    A grassroots unit's own later run therefore does not hide the city's from the city.
    """
    finished = list(runs_visible_to(actor, day).filter(year=year, finished_at__isnull=False)[:50])
    if not finished:
        return None
    seen = Tally.objects.filter(run__in=finished, unit__in=visible_units(actor, day).values("id"))
    reach = dict(seen.values_list("run_id").annotate(people=Sum("people")).order_by())
    most = max(reach.values(), default=0)
    # “The most” leaves room for people who joined or left between two runs.
    return next((run for run in finished if reach.get(run.pk, 0) * 10 >= most * 9), finished[0])


def evaluations_visible_to(actor: Actor, day: date) -> QuerySet[Evaluation]:
    """Return the verdicts on people of the units that ``actor`` may see, and on ``actor``'s own person."""
    rows = Evaluation.objects.select_related("person", "unit", "title", "grounds")
    if isinstance(actor, SystemActor):
        return rows
    own = Person.objects.filter(account=actor.pk).values("id")
    return rows.filter(Q(unit__in=visible_units(actor, day).values("id")) | Q(person__in=own))


def evaluations_of(run: EvaluationRun, actor: Actor, day: date, **asked: object) -> QuerySet[Evaluation]:
    """Return the verdicts of one run that ``actor`` may see, in order of names; ``asked`` narrows, empty values do not.

    ``asked`` holds look-ups such as ``title__code``, ``answer``, ``unit_id``.
    """
    rows = evaluations_visible_to(actor, day).filter(run=run, **{name: value for name, value in asked.items() if value})
    return rows.order_by("person__name_sort", "person_id", "title__order")


@dataclass(slots=True)
class TitleCount:
    """One line of figures: how many people got which answer for a title."""

    title: Title
    unit: Unit | None = None
    met: int = 0
    not_met: int = 0
    missing_data: int = 0
    needs_person: int = 0

    @property
    def total(self) -> int:
        """Everybody who was judged."""
        return self.met + self.not_met + self.missing_data + self.needs_person

    def as_dict(self) -> dict[str, int]:
        """Return the four figures by answer."""
        return {answer.value: getattr(self, answer.value) for answer in Answer}


def counts_by_title(run: EvaluationRun, units: QuerySet[Unit] | None = None) -> list[TitleCount]:
    """Return the figures of a run, lowest title first, of all its units or of ``units``. One query."""
    tallies = run.tallies.all() if units is None else run.tallies.filter(unit__in=units.values("id"))
    rows = tallies.values("title_id", "answer").annotate(sum=Sum("people")).order_by()
    titles = {title.pk: title for title in Title.objects.filter(tallies__run=run).distinct()}
    lines = {pk: TitleCount(title) for pk, title in titles.items()}
    for row in rows:
        setattr(lines[row["title_id"]], row["answer"], row["sum"])
    return sorted(lines.values(), key=lambda line: line.title.order)


@dataclass(slots=True)
class UnitCount:
    """One unit's figures for one title, with its ceiling where the law sets one (information for the council)."""

    unit: Unit
    count: TitleCount
    cap: Cap | None = None

    @property
    def over(self) -> int:
        """By how many the eligible exceed the ceiling; 0 when they fit or there is none."""
        return max(0, self.count.met - self.cap.limit) if self.cap else 0


@dataclass(slots=True)
class _UnitSheet:
    unit: Unit
    counts: dict[str, TitleCount] = field(default_factory=dict)


def counts_by_unit(run: EvaluationRun, title: Title, units: QuerySet[Unit] | None = None) -> list[UnitCount]:
    """Return each unit's figures for a title, by unit name; with the ceiling for the title that has one. One query."""
    tallies = run.tallies.filter(title__code__in={title.code, CAP_BASE}).select_related("unit", "title")
    if units is not None:
        tallies = tallies.filter(unit__in=units.values("id"))
    sheets: dict[int, _UnitSheet] = {}
    for tally in tallies.order_by("unit__name_folded", "unit_id"):
        sheet = sheets.setdefault(tally.unit_id, _UnitSheet(tally.unit))
        line = sheet.counts.setdefault(tally.title.code, TitleCount(tally.title, tally.unit))
        setattr(line, tally.answer, tally.people)
    return [
        UnitCount(sheet.unit, sheet.counts.get(title.code, TitleCount(title, sheet.unit)), _cap(run, title, sheet))
        for sheet in sheets.values()
    ]


def _cap(run: EvaluationRun, title: Title, sheet: _UnitSheet) -> Cap | None:
    """Return the ceiling counted on those who meet the base title's standards, until its decisions exist."""
    base = sheet.counts.get(CAP_BASE)
    if title.code != CAPPED or base is None:
        return None
    return cap(CAPPED, run.decided_on, base.met)


@dataclass(frozen=True, slots=True)
class Why:
    """The reason that decides a verdict, in words, and what to do next."""

    text: str
    next_step: str


def why(judgement: Judgement) -> Why:
    """Return the first deciding reason of a judgement; empty when it is met.

    Goes down to the leaf, because “has not met Lao động tiên tiến” helps nobody who wants to know what to do.
    """
    if judgement.answer is Answer.MET:
        return Why("", "")
    text, reason = "", judgement.tree
    while deciding := [child for child in reason.children if child.answer is reason.answer]:
        # Of alternatives, the one with parts of its own says more than “there is no decision yet”.
        reason = next((child for child in deciding if child.children), deciding[0])
        text = text or reason.text_vi
    leaf = reason.text_vi
    said = leaf if leaf == text or not text else f"{text}: {leaf}"
    return Why(said, _next_step(reason))


def _next_step(reason: Reason) -> str:
    return next((part.next_step_vi for part in reason.walk() if part.next_step_vi), "")


def years_with_runs(actor: Actor, day: date) -> list[int]:
    """Return the years that have a run, newest first."""
    return sorted(set(runs_visible_to(actor, day).values_list("year", flat=True).order_by()), reverse=True)


def root_unit(day: date) -> Unit | None:
    """Return the top of the tree of people on ``day``; None when there is none or more than one."""
    under = UnitAncestry.objects.at(day).filter(descendant=OuterRef("pk"), depth__gt=0)
    below = UnitAncestry.objects.at(day).filter(ancestor=OuterRef("pk"), descendant__memberships__isnull=False)
    tops: Iterable[Unit] = Unit.objects.at(day).filter(~Exists(under), Exists(below))[:2]
    found = list(tops)
    return found[0] if len(found) == 1 else None


def units_to_evaluate(actor: Actor, day: date) -> list[Unit]:
    """Return the union units below which ``actor`` may evaluate, the tops first; only the tops when they are many."""
    units = visible_units(actor, day, Permission.EVALUATE).filter(kind__tree=Tree.UNION).distinct()
    tops = list(units.filter(id__in=root_ids(actor, day, Permission.EVALUATE)))
    others = list(units.exclude(id__in=[unit.pk for unit in tops])[: MOST_UNITS + 1])
    return tops if len(others) > MOST_UNITS else [*tops, *others]


def titles_of_run(run: EvaluationRun) -> list[Title]:
    """Return the titles that a run judged, lowest first."""
    return list(Title.objects.filter(tallies__run=run).distinct())


def verdict_of(run: EvaluationRun, person_id: int, title_code: str) -> Evaluation | None:
    """Return the verdict that a run gave a person for a title."""
    return Evaluation.objects.filter(run=run, person_id=person_id, title__code=title_code).first()
