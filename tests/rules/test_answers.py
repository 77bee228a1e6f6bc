"""The four answers combine as a chain: the laws a reader expects of AND and OR."""

from __future__ import annotations

from itertools import product

import pytest

from thidua.rules.answers import ANSWER_VI, CHAIN, UNDECIDED, Answer, all_of, any_of

PAIRS = list(product(Answer, repeat=2))
TRIPLES = list(product(Answer, repeat=3))


def test_all_of_order() -> None:
    """One failed condition decides; then missing data goes before a person's judgement."""
    met, no, missing, person = Answer.MET, Answer.NOT_MET, Answer.MISSING_DATA, Answer.NEEDS_PERSON
    assert all_of(Answer) is no
    assert all_of((met, missing, person)) is missing
    assert all_of((met, person)) is person
    assert all_of((met, met)) is met
    assert all_of(()) is met


def test_any_of_order() -> None:
    """One open branch decides; then a person's judgement goes before missing data."""
    no, missing, person = Answer.NOT_MET, Answer.MISSING_DATA, Answer.NEEDS_PERSON
    assert any_of(Answer) is Answer.MET
    assert any_of((no, missing, person)) is person
    assert any_of((no, missing)) is missing
    assert any_of((no, no)) is no
    assert any_of(()) is no


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_two_commute_and_absorb(a: Answer, b: Answer) -> None:
    """Order does not matter, repeating does not matter, each absorbs the other."""
    assert all_of((a, b)) is all_of((b, a))
    assert any_of((a, b)) is any_of((b, a))
    assert all_of((a, a)) is a is any_of((a, a))
    assert all_of((a, any_of((a, b)))) is a is any_of((a, all_of((a, b))))


@pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
def test_three_associate_and_distribute(a: Answer, b: Answer, c: Answer) -> None:
    """Grouping does not matter and each distributes over the other."""
    assert all_of((a, all_of((b, c)))) is all_of((all_of((a, b)), c))
    assert any_of((a, any_of((b, c)))) is any_of((any_of((a, b)), c))
    assert all_of((a, any_of((b, c)))) is any_of((all_of((a, b)), all_of((a, c))))
    assert any_of((a, all_of((b, c)))) is all_of((any_of((a, b)), any_of((a, c))))


def _kleene(answer: Answer) -> float:
    """Fold both undecided answers into Kleene's middle value."""
    return {Answer.NOT_MET: 0.0, Answer.MET: 1.0}.get(answer, 0.5)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_folding_gives_kleene_logic(a: Answer, b: Answer) -> None:
    """Seen as true, unknown, false the two combinators are Kleene's strong AND and OR."""
    assert _kleene(all_of((a, b))) == min(_kleene(a), _kleene(b))
    assert _kleene(any_of((a, b))) == max(_kleene(a), _kleene(b))


def test_words_and_chain_cover_all_answers() -> None:
    """A fifth answer would need a place in the chain and a Vietnamese word."""
    assert set(CHAIN) == set(Answer) == set(ANSWER_VI)
    assert {Answer.MISSING_DATA, Answer.NEEDS_PERSON} == UNDECIDED
