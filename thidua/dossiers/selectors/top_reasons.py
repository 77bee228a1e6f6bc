"""Why people of a unit do not meet the standards, the most frequent reason first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from thidua.dossiers.models import EvaluationRun
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Unit
from thidua.rules.answers import Answer
from thidua.rules.book import bound_rule
from thidua.rules.deciding import reason_in_words

MOST = 6


@dataclass(frozen=True, slots=True)
class TopReason:
    """How many people of a unit and all below it an award is kept from by one reason; ``text`` in words."""

    award: str
    answer: str
    reason: str
    count: int
    text: str


def top_reasons(run: EvaluationRun, unit: Unit) -> list[TopReason]:
    """Return the most frequent reasons for another answer than “met”, at most ``MOST``. One query beside the law's."""
    tallies = run.reason_tallies.filter(unit=unit).exclude(answer=Answer.MET).order_by("-count", "award", "reason")
    book = live_book()
    bound = cache(lambda award: bound_rule(book, award, run.decided_on))
    return [
        TopReason(award, answer, reason, count, reason_in_words(bound(award), reason, Answer(answer), run.year))
        for award, answer, reason, count in tallies.values_list("award", "answer", "reason", "count")[:MOST]
    ]
