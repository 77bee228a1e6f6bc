"""The four answers the law room can give, and how answers combine.

A union officer must be able to trust a "no". So there are two kinds of "not known": the record lacks
data, or the matter is one that only a person can judge. Neither may ever turn into a "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """What the engine says of one condition, or of a whole rule."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING_DATA = "missing_data"
    NEEDS_PERSON = "needs_person"


# One chain, worst to best. AND takes the lowest and OR the highest, so both are associative,
# commutative, idempotent, absorbing and distribute over one another.
CHAIN = (Answer.NOT_MET, Answer.MISSING_DATA, Answer.NEEDS_PERSON, Answer.MET)
RANK = {answer: rank for rank, answer in enumerate(CHAIN)}
UNDECIDED = frozenset({Answer.MISSING_DATA, Answer.NEEDS_PERSON})

ANSWER_VI = {
    Answer.MET: "Đạt",
    Answer.NOT_MET: "Chưa đạt",
    Answer.MISSING_DATA: "Chưa đủ dữ liệu",
    Answer.NEEDS_PERSON: "Cần người xét",
}


def all_of(answers: Iterable[Answer]) -> Answer:
    """Join answers which must all be met; nothing to meet is met.

    ``not_met`` wins, since one failed condition decides. Then ``missing_data`` goes before
    ``needs_person``: the clerk completes the record first, so that no council is asked to judge a
    file which the next figure may sink. There is no negation: swapping met and not_met would turn
    this order round for the two undecided answers and break De Morgan, so negative conditions are
    leaves of their own (see ``conditions.NotHeldWithin``).
    """
    return min(answers, key=RANK.__getitem__, default=Answer.MET)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Join branches of which one is enough; no branch at all is not met.

    ``met`` wins, since one open branch decides. Then ``needs_person`` goes before ``missing_data``:
    a person's finding alone can already open that branch, without waiting for more records.
    """
    return max(answers, key=RANK.__getitem__, default=Answer.NOT_MET)
