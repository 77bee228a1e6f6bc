"""Awards on record: what is not known of them stays not known, and what does not count never counts by a detour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.engine import answer_only
from thidua.rules.facts import AwardHeld, History
from thidua.rules.library import read_gates, read_rules, shipped
from thidua.rules.numbers import Sheet

DAY = date(2025, 12, 20)
HEAD = {"first_day": date(2000, 1, 1), "last_day": None, "citation": "Văn bản thử", "confidence": "M"}


def _book(needs: dict[str, dict[str, Any]], gates: list[dict[str, Any]] | None = None) -> LawBook:
    """Make a law of these awards and gates."""
    rules = {
        award: read_rules({"award": award, "rules": [{**HEAD, "id": award, "needs": node}]}, date(2100, 1, 1))
        for award, node in needs.items()
    }
    found = read_gates({"gates": gates or []}, "lab", date(2100, 1, 1))
    return replace(shipped(), name="lab", rules=rules, gates=found, sheets={"lab": Sheet("lab", {})})


def _answer(book: LawBook, award: str, history: History) -> Answer:
    return answer_only(award=award, history=history, year=2025, decided_on=DAY, book=book)


def test_a_theme_award_does_not_count_through_another_awards_rule() -> None:
    """The gate stands above a rule that is followed as a part, so it holds there too."""
    needs: dict[str, dict[str, Any]] = {
        "order_labour_3": {"held_before": {"award": "prime_minister_merit_certificate"}},
        "order_labour_2": {"meets": {"award": "order_labour_3"}},
        "order_labour_1": {"meets": {"award": "order_labour_2"}},
    }
    gate = {**HEAD, "id": "G", "name_vi": "chỉ công trạng", "awards": list(needs), "needs": {"only_merit": {}}}
    book = _book(needs, [gate])
    for basis, answer in (("merit", Answer.MET), ("movement", Answer.NOT_MET)):
        history = History(forms=(AwardHeld("prime_minister_merit_certificate", 2020, basis),))
        assert {_answer(book, award, history) for award in needs} == {answer}


def test_forms_not_given_are_missing_data_even_when_titles_are() -> None:
    """Titles known to be none say nothing of forms."""
    book = _book({"certificate": {"held": {"award": "order_labour_3"}}})
    assert _answer(book, "certificate", History(titles=())) is Answer.MISSING_DATA
    assert _answer(book, "certificate", History(forms=())) is Answer.NOT_MET


def test_never_held_is_not_known_while_decisions_on_titles_are_open() -> None:
    """“Never” covers the years whose decisions are not entered yet; for forms that bound says nothing."""
    book = _book(
        {
            "certificate": {"not_held": {"award": "national_fighter"}},
            "union_medal": {"not_held": {"award": "order_labour_3"}},
        }
    )
    known = History(titles=(), forms=())
    assert _answer(book, "certificate", known) is Answer.MET
    assert _answer(book, "certificate", replace(known, titles_known_until=2024)) is Answer.MET
    assert _answer(book, "certificate", replace(known, titles_known_until=2023)) is Answer.MISSING_DATA
    assert _answer(book, "union_medal", replace(known, titles_known_until=2023)) is Answer.MET
