"""A run in bulk: the same facts laid out in columns, the same law compiled to column expressions.

The facts are those that the interpreter reads (``facts.histories``: a constant number of queries a batch), so neither
way can know more than the other. Kept are the answer and the code of what decided it; the whole tree of reasons is
found again for those whose page is opened. What has no column form is judged by the interpreter, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from django.db import connection
from django.db.models import Count

from thidua.dossiers.facts import Register, histories
from thidua.dossiers.models import EvaluationRun, ReasonTally
from thidua.people.models import UnitAncestry
from thidua.people.selectors import units_below
from thidua.registration.selectors import awards_of_staff
from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.bulk.counted import Counts, Outcome, roll_up
from thidua.rules.bulk.run import evaluate_frame
from thidua.rules.bulk.schema import columns_for, from_histories
from thidua.rules.case import case_for
from thidua.rules.deciding import NO_RULE, deciding_reason
from thidua.rules.errors import RuleDataError
from thidua.rules.facts import History

ROWS = 5000  # rows per INSERT
# Person, unit, award, answer, the code of what decided it.
Found = tuple[int, int, str, str, str]
INSERT = (
    "INSERT INTO dossiers_evaluation (run_id, person_id, unit_id, award, answer, reason)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)


def evaluate_columns(run: EvaluationRun, members: Sequence[tuple[int, int]], register: Register, book: LawBook) -> None:
    """Judge some people, given as (person, unit), for every award, and keep the answers in the job's transaction."""
    facts = histories([person_id for person_id, _unit in members], run.year, run.decided_on, register=register)
    by_columns, by_interpreter = _split(run, book)
    found = [
        *_compiled(run, members, facts, by_columns, book),
        *_interpreted(run, members, facts, by_interpreter, book),
    ]
    # One statement for all rows: making a model of each would take longer than judging.
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(run.pk, *row) for row in found])


def _split(run: EvaluationRun, book: LawBook) -> tuple[list[str], list[str]]:
    """Tell the awards whose rules have a column form from those that only the interpreter can judge."""
    compiled: list[str] = []
    others: list[str] = []
    for award in awards_of_staff(book, run.decided_on):
        try:
            columns_for(book, [award], run.year, run.decided_on)
        except RuleDataError:
            others.append(award)
        else:
            compiled.append(award)
    return compiled, others


def _compiled(
    run: EvaluationRun,
    members: Sequence[tuple[int, int]],
    facts: Mapping[int, History],
    awards: Sequence[str],
    book: LawBook,
) -> Iterator[Found]:
    if not awards:
        return
    rows = ((person_id, unit_id, facts[person_id]) for person_id, unit_id in members)
    frame = from_histories(rows, book, awards, run.year, run.decided_on)
    result = evaluate_frame(frame, book, awards, run.year, run.decided_on, keep_outcomes=True)
    assert result.outcomes is not None  # noqa: S101  # kept, as asked
    people, units = result.outcomes["person"].to_list(), result.outcomes["unit"].to_list()
    for item in result.compiled:
        words = {code: (item.verdict(code).value, item.reason(code)) for code in item.possible}
        for person, unit, code in zip(people, units, result.outcomes[item.award].to_list(), strict=True):
            yield (person, unit, item.award, *words[code])


def _interpreted(
    run: EvaluationRun,
    members: Sequence[tuple[int, int]],
    facts: Mapping[int, History],
    awards: Iterable[str],
    book: LawBook,
) -> Iterator[Found]:
    for award in awards:
        for person, unit in members:
            case = case_for(book, award, facts[person], run.year, run.decided_on)
            answer, reason = (Answer.NEEDS_PERSON, NO_RULE[0]) if case is None else deciding_reason(case)
            yield person, unit, award, answer.value, reason


def count_reasons(run: EvaluationRun) -> None:
    """Count award × answer × reason of every unit with all below it; doing it again gives the same rows.

    Two queries beside the rows written.
    """
    counts = rolled_up(run)
    run.reason_tallies.all().delete()
    ReasonTally.objects.bulk_create(
        (
            ReasonTally(run_id=run.pk, unit_id=unit, award=award, answer=answer, reason=reason, count=count)
            for unit, award, answer, reason, count in counts.frame().iter_rows()
        ),
        batch_size=ROWS,
    )


def rolled_up(run: EvaluationRun) -> Counts:
    """Return the counts of a run, rolled up the tree of units on its day."""
    kept = run.evaluations.filter(person__isnull=False).order_by("unit_id")
    rows = list(kept.values_list("unit_id", "award", "answer", "reason").annotate(count=Count("id")))
    outcomes = sorted({row[1:4] for row in rows})
    places = {outcome: place for place, outcome in enumerate(outcomes)}
    units = np.unique(np.array([row[0] for row in rows], np.int64))
    cells = np.zeros((len(units), len(outcomes)), np.int64)
    for unit, award, answer, reason, count in rows:
        cells[np.searchsorted(units, unit), places[award, answer, reason]] = count
    counts = Counts(tuple(Outcome(award, Answer(answer), why) for award, answer, why in outcomes), units, cells)
    return roll_up(counts, _ancestry(run)) if rows else counts


def _ancestry(run: EvaluationRun) -> pl.DataFrame:
    """Return who stands above whom below the run's unit, on its day."""
    below = units_below([run.unit_id], run.decided_on).values("id")
    links = UnitAncestry.objects.at(run.decided_on).filter(ancestor__in=below, descendant__in=below)
    names = ["ancestor", "descendant", "depth"]
    found = list(links.values_list("ancestor_id", "descendant_id", "depth"))
    return pl.DataFrame(found, schema=dict.fromkeys(names, pl.Int64), orient="row")
