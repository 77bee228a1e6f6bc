"""Who is one condition away from an award, and what a person still lacks: from the record as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.kernel.actors import Actor
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Person, Unit
from thidua.rules.answers import Answer
from thidua.rules.changes import Change, one_missing, smallest_changes

from ..facts import histories
from ..models import EvaluationRun
from .sheets import Question
from .verdicts import VerdictFilter, evaluations_of

# People looked at in one request; a unit's own people, a second of work at most.
MOST_PEOPLE = 400
# Ways shown on a sheet: more would not help anybody to choose.
MOST_WAYS = 3


@dataclass(frozen=True, slots=True)
class Nearly:
    """A person whom any one of these changes would make meet the award."""

    person: Person
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NearlyThere:
    """Those of a unit who lack just one thing; ``more``: the unit has more people than were looked at."""

    people: tuple[Nearly, ...]
    more: bool


def nearly_there(run: EvaluationRun, unit: Unit, award: str, actor: Actor, day: date) -> NearlyThere:
    """Return the people of a unit who were judged in the run, do not meet the award, and lack just one condition.

    Judged again from the record of today, as of the run's day, so what was mended since is no longer listed. A constant
    number of queries. A change that the year no longer allows is left out.
    """
    rows = evaluations_of(run, actor, day, VerdictFilter(award=award, unit_id=unit.pk)).exclude(answer=Answer.MET)
    people = {row.person_id: row.person for row in rows[: MOST_PEOPLE + 1] if row.person is not None}
    asked = dict(list(people.items())[:MOST_PEOPLE])
    facts = histories([key for key in asked if key is not None], run.year, run.decided_on)
    found = one_missing(facts, award, run.year, run.decided_on, live_book())
    nearly = ((key, tuple(change for change in found.get(key, ()) if change.possible)) for key in facts)
    kept = tuple(Nearly(asked[key], changes) for key, changes in nearly if changes)
    return NearlyThere(kept, len(people) > MOST_PEOPLE)


def ways_open(question: Question, award: str) -> tuple[tuple[Change, ...], ...]:
    """Return the smallest sets of changes that would make the award met and that the year still allows. No query."""
    sets = smallest_changes(award, question.history, question.year, question.day, question.book)
    ordered = (tuple(sorted(changes, key=lambda change: change.code)) for changes in sets if changes)
    return tuple(changes for changes in ordered if all(change.possible for change in changes))[:MOST_WAYS]
