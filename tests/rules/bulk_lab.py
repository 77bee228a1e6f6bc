"""A draft law that uses what the shipped one does not: each award asks one odd condition, or a small odd tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from thidua.rules.book import LawBook
from thidua.rules.library import read_rules, shipped
from thidua.rules.names import AWARDS
from thidua.rules.numbers import sheet_from

LAB_DAY = date(2025, 12, 20)
_UNITS = {bool: "flag", int: "years", list: "titles"}
Row = tuple[dict[str, Any], dict[str, Any]]
INCLUDED, LEFT_OUT = {"incl": True}, {"incl": False}


def _awards(**fields: str) -> dict[str, Any]:
    return {"award": "grassroots_fighter", "window": "n", "include_proposal_year": "incl", **fields}


def _initiatives(**fields: Any) -> dict[str, Any]:
    shape = {"scope": "provincial", "at_least": "times", "window": "n", "include_proposal_year": "incl"}
    return {"initiatives": shape | fields}


def _months(**fields: str) -> dict[str, Any]:
    weights = {"full_time": "whole", "part_time_state": "half"}
    return {"weighted_months": {"weights": weights, "years": "n", **fields}}


GOOD = {"good": "good"}
WEIGHTS = {"whole": "1", "half": "2/3", "n": 10}
STRETCH = {"min_grade": "good"}
FINDING = {"finding": {"named": "lab"}, "text": "được", "why_not": "chưa được", "about": "phép thử"}
SHARE = {"of": "members_completed", "base": "members", "needed": "share"}

# A node of a rule file, and its numbers; one an award, in the order of the catalogue.
ROWS: tuple[Row, ...] = (
    ({"compare": {"fact": "months_worked", "op": "<=", "needed": "n"}}, {"n": 9}),
    ({"compare": {"fact": "grade", "op": "<", "needed": "good"}}, GOOD),
    ({"compare": {"fact": "rank", "op": ">", "needed": "n"}}, {"n": 1}),
    ({"is": {"fact": "targets_exceeded", "value": False}}, {}),
    ({"is": {"fact": "group", "value": "worker"}}, {}),
    ({"is": {"fact": "grade", "value": "no_such_grade"}}, {}),
    ({"share": SHARE | {"op": "<"}}, {"share": "2/3"}),
    ({"share": SHARE | {"op": ">="}}, {"share": "1"}),
    ({"held": {"award": "grassroots_fighter", "years_before": "n"}}, {"n": 2}),
    ({"held": {"award": "order_labour_3", "years_before": "n"}}, {"n": 0}),
    ({"times_held": _awards(times="times", stretch=STRETCH)}, {"times": 4, "n": 3} | GOOD | INCLUDED),
    ({"times_held": _awards(times="times")}, {"times": 1, "n": 0} | LEFT_OUT),
    ({"not_held": {"award": "national_fighter"}}, {}),
    ({"not_held": {"award": "order_labour_1"}}, {}),
    (
        {"held_before": {"award": "national_fighter", "window": "n", "include_proposal_year": "incl"}},
        {"n": 3} | INCLUDED,
    ),
    (
        {
            "grades": {
                "min_grade": "best",
                "times": "times",
                "window": "n",
                "include_proposal_year": "incl",
                "stretch": {"min_grade": "good", "after": "advanced_worker"},
            }
        },
        {"best": "excellent", "times": 5, "n": 2} | GOOD | LEFT_OUT,
    ),
    (_initiatives(), {"times": 0, "n": 2} | INCLUDED),
    (_initiatives(reuse_finding="lab"), {"times": 1, "n": 0} | INCLUDED),
    (_initiatives(reuse_finding="lab", stretch=STRETCH), {"times": 3, "n": 1} | GOOD | LEFT_OUT),
    (_initiatives(scope="grassroots"), {"times": 9, "n": 9} | INCLUDED),
    (
        {"sum": {"fact": "benefit", "at_least": "n", "window": "times", "include_proposal_year": "incl"}},
        {"n": 150_000_000, "times": 3} | INCLUDED,
    ),
    (_months(), WEIGHTS),
    (_months(minus="under_discipline"), WEIGHTS),
    ({"any": [FINDING, {"not_disciplined_in_year": {}}, {"no_open_case": {}}]}, {}),
    ({"all": [{"unread": {}}, {"discipline_served": {}}, {"meets": {"award": "advanced_worker"}}]}, {}),
    ({"any": [FINDING, {"all": [FINDING, {"unread": {}}]}, {"held": {"award": "advanced_worker"}}]}, {}),
    (
        {
            "any": [
                {"compare": {"fact": "members", "op": ">=", "needed": "part"}},
                {"sum": {"fact": "benefit", "at_least": "n", "window": "times", "include_proposal_year": "incl"}},
            ]
        },
        {"part": "5/2", "n": 1, "times": 0} | LEFT_OUT,
    ),
)
WORDS = {"text": "được", "why_not": "chưa được", "about": "phép thử"}


def _sheet(award: str, numbers: dict[str, Any]) -> Any:
    source = {"first_day": date(2000, 1, 1), "last_day": None, "source": "thử", "confidence": "M", "checked_by": None}
    named = {
        name: {"label_vi": name, "unit": _unit(value), "values": [{**source, "value": value}]}
        for name, value in numbers.items()
    }
    return sheet_from(award, {"numbers": named})


def _unit(value: Any) -> str:
    if isinstance(value, str):
        return "ratio" if value[0].isdigit() else "grade"
    return _UNITS[type(value)]


def lab_book() -> LawBook:
    """Return a law whose awards ask the odd conditions, one each, without the shipped rules and gates."""
    book, rules, sheets = shipped(), {}, {}
    for award, (node, numbers) in zip(AWARDS, ROWS, strict=False):
        row = {
            "id": f"lab.{award}",
            "first_day": date(2000, 1, 1),
            "last_day": None,
            "citation": "Văn bản thử",
            "confidence": "M",
            "needs": {**WORDS, **node},
        }
        rules[award] = read_rules({"award": award, "rules": [row]}, date(2100, 1, 1))
        sheets[award] = _sheet(award, numbers)
    return replace(book, name="lab", rules=rules, gates=(), sheets=sheets)


def crowded_book(parts: int) -> LawBook:
    """Return a law in which an award has so many conditions at the top."""
    return one_rule_book({"all": [{"discipline_served": {}}] * parts})


def one_rule_book(node: dict[str, Any]) -> LawBook:
    """Return a law of one award that asks this."""
    row = {
        "id": "lab",
        "first_day": date(2000, 1, 1),
        "last_day": None,
        "citation": "Văn bản thử",
        "confidence": "M",
        "needs": node,
    }
    rules = read_rules({"award": "certificate", "rules": [row]}, date(2100, 1, 1))
    return replace(shipped(), name="one rule", rules={"certificate": rules}, gates=())
