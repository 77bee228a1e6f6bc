"""Which runs there are, which one is shown, and where one may evaluate."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.models import Unit, UnitAncestry
from thidua.people.permissions import Permission
from thidua.people.policies import root_ids
from thidua.people.selectors import visible_units
from thidua.people.states import Tree
from thidua.rules.names import awards_of

from ..models import EvaluationRun, Tally
from .counts import in_order

MOST_UNITS = 300  # a longer list nobody reads


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
    mine = visible_units(actor, day).values("id")
    seen = Tally.objects.filter(run__in=finished, unit__in=mine, award__in=awards_of("person"))
    counted = seen.values_list("run_id").annotate(verdicts=Sum("count"), awards=Count("award", distinct=True))
    reach = {run_id: verdicts // awards for run_id, verdicts, awards in counted.order_by()}
    most = max(reach.values(), default=0)
    # “The most” leaves room for people who joined or left between two runs.
    return next((run for run in finished if reach.get(run.pk, 0) * 10 >= most * 9), finished[0])


def years_with_runs(actor: Actor, day: date) -> list[int]:
    """Return the years that have a run, newest first."""
    return sorted(set(runs_visible_to(actor, day).values_list("year", flat=True).order_by()), reverse=True)


def awards_of_run(run: EvaluationRun) -> list[str]:
    """Return the codes of the awards that a run judged, lowest first, people before collectives."""
    return in_order(set(run.tallies.values_list("award", flat=True).distinct()))


def award_of_run(run: EvaluationRun, code: str) -> list[str]:
    """Return all awards of a run; raises NotFound when ``code`` is none of them."""
    awards = awards_of_run(run)
    if code not in awards:
        raise NotFound(_("Lượt xét này không xét danh hiệu, hình thức đó."), _("Mở lại từ trang “Xét điều kiện”."))
    return awards


def units_of_run(run: EvaluationRun, actor: Actor, day: date) -> QuerySet[Unit]:
    """Return the units that a run reached and ``actor`` may see, by name."""
    return visible_units(actor, day).filter(tallies__run=run).distinct().order_by("name_folded", "id")


def table_unit(run: EvaluationRun, actor: Actor, day: date) -> Unit | None:
    """Return the unit whose table a reader opens first: the run's, else the first of those they may see."""
    seen = visible_units(actor, day)
    return seen.filter(pk=run.unit_id).first() or units_of_run(run, actor, day).first()


def units_to_evaluate(actor: Actor, day: date) -> list[Unit]:
    """Return the union units below which ``actor`` may evaluate, the tops first; only the tops when they are many."""
    units = visible_units(actor, day, Permission.EVALUATE).filter(kind__tree=Tree.UNION).distinct()
    tops = list(units.filter(id__in=root_ids(actor, day, Permission.EVALUATE)))
    others = list(units.exclude(id__in=[unit.pk for unit in tops])[: MOST_UNITS + 1])
    return tops if len(others) > MOST_UNITS else [*tops, *others]


def root_unit(day: date) -> Unit | None:
    """Return the top of the tree of people on ``day``; None when there is none or more than one."""
    under = UnitAncestry.objects.at(day).filter(descendant=OuterRef("pk"), depth__gt=0)
    below = UnitAncestry.objects.at(day).filter(ancestor=OuterRef("pk"), descendant__memberships__isnull=False)
    found = list(Unit.objects.at(day).filter(~Exists(under), Exists(below))[:2])
    return found[0] if len(found) == 1 else None
