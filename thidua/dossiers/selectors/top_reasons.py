"""What keeps most people of a unit from each title."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from thidua.dossiers.models import EvaluationRun
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Unit
from thidua.rules.answers import Answer
from thidua.rules.book import bound_rule
from thidua.rules.deciding import reason_in_words
from thidua.rules.names import AWARDS, is_form

from .counts import in_order

OF_EACH = 2
# What a person has yet to judge is no fault of anybody; of forms of the state it is nearly everybody.
_TOLD = (Answer.NOT_MET, Answer.MISSING_DATA)


@dataclass(frozen=True, slots=True)
class TopReason:
    """How many people of a unit and all below it an award is kept from by one reason; ``text`` in words."""

    award: str
    answer: str
    reason: str
    count: int
    text: str


def top_reasons(run: EvaluationRun, unit: Unit) -> list[TopReason]:
    """Return for each title, the lowest first, the ``OF_EACH`` most frequent faults or gaps. One query."""
    titles = [code for code in in_order(set(AWARDS)) if not is_form(code)]
    tallies = run.reason_tallies.filter(unit=unit, answer__in=_TOLD, award__in=titles).order_by("-count", "reason")
    found: dict[str, list[tuple[str, str, int]]] = {}
    for award, answer, reason, count in tallies.values_list("award", "answer", "reason", "count"):
        found.setdefault(award, []).append((answer, reason, count))
    book = live_book()
    bound = cache(lambda award: bound_rule(book, award, run.decided_on))
    return [
        TopReason(award, answer, reason, count, reason_in_words(bound(award), reason, Answer(answer), run.year))
        for award in titles
        for answer, reason, count in found.get(award, ())[:OF_EACH]
    ]
