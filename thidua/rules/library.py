"""Read the room's files into a book of law. The same reader takes a draft rule that an officer wrote.

Files: ``regimes.yaml``; per award ``awards/<award>.rule.yaml`` and ``.params.yaml``; gates shared by many awards in
``gates/<name>.rule.yaml`` and ``.params.yaml``; what is no condition of an award in ``provisions/<name>.rule.yaml`` and
``.params.yaml``; what cities and federations lay down in ``profiles/<code>.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from thidua.rules.book import LawBook
from thidua.rules.conditions import AllOf, Clause, Condition
from thidua.rules.errors import RuleDataError
from thidua.rules.grammar import Setting, citation_of, read_condition
from thidua.rules.names import AWARDS, award_name
from thidua.rules.numbers import Sheet, exact, sheet_from
from thidua.rules.rule import Gate, Profile, Provision, Regime, Rule
from thidua.rules.sources import CONFIDENCES, Period
from thidua.rules.wording import rule_words
from thidua.rules.yamls import ROOM, read_yaml

Item = TypeVar("Item", Rule, Gate, Provision)
PROVISION_KINDS = ("principle", "vote", "procedure", "money", "cap", "grading")


@cache
def shipped() -> LawBook:
    """Return the national law as shipped in this room's files, read once per process."""
    regimes = read_regimes(read_yaml("regimes.yaml"))
    unread_from = regimes[-1].period.start
    rules: dict[str, tuple[Rule, ...]] = {}
    sheets: dict[str, Sheet] = {}
    for award in AWARDS:
        if (ROOM / f"awards/{award}.rule.yaml").exists():
            rules[award] = read_rules(read_yaml(f"awards/{award}.rule.yaml"), unread_from)
            sheets[award] = sheet_from(award, read_yaml(f"awards/{award}.params.yaml"))
    gates: list[Gate] = []
    for path in sorted((ROOM / "gates").glob("*.rule.yaml")):
        name = path.name.removesuffix(".rule.yaml")
        gates += read_gates(read_yaml(f"gates/{path.name}"), f"gates/{name}", unread_from)
        sheets[f"gates/{name}"] = sheet_from(f"gates/{name}", read_yaml(f"gates/{name}.params.yaml"))
    provisions: list[Provision] = []
    for path in sorted((ROOM / "provisions").glob("*.rule.yaml")):
        name = f"provisions/{path.name.removesuffix('.rule.yaml')}"
        provisions += read_provisions(read_yaml(f"provisions/{path.name}"), name, unread_from)
        sheets[name] = sheet_from(name, read_yaml(f"{name}.params.yaml"))
    return LawBook("shipped", regimes, rules, tuple(gates), sheets, provisions=tuple(provisions))


@cache
def profiles() -> tuple[Profile, ...]:
    """Return the shipped profiles of cities and federations, by code."""
    paths = sorted((ROOM / "profiles").glob("*.yaml"))
    return tuple(read_profile(read_yaml(f"profiles/{path.name}"), shipped()) for path in paths)


def profile(code: str) -> Profile:
    """Return a profile; raises ``RuleDataError`` for a code nobody defined."""
    found = next((item for item in profiles() if item.code == code), None)
    if found is None:
        known = ", ".join(item.code for item in profiles())
        raise RuleDataError(f"Không có hồ sơ quy định riêng mang mã “{code}”.", f"Dùng một trong: {known}.")
    return found


def read_regimes(raw: dict[str, Any]) -> tuple[Regime, ...]:
    """Read all regimes, oldest first."""
    return tuple(
        Regime(
            item["code"],
            item["name_vi"],
            Period.between(item["first_day"], item["last_day"]),
            tuple(item["documents"]),
            item["source"],
            item["confidence"],
            item["checked_by"],
            item["note_vi"],
        )
        for item in raw["regimes"]
    )


def read_rules(raw: dict[str, Any], unread_from: date) -> tuple[Rule, ...]:
    """Read a rule file: every row, and the carried copy of those that go on into the unread law.

    Raises ``RuleDataError`` or ``UnknownAwardError`` saying what is wrong.
    """
    award = raw["award"]
    award_name(award)
    return tuple(rule for item in raw["rules"] for rule in _with_carried(_rule(award, item), item, unread_from))


def read_gates(raw: dict[str, Any], sheet: str, unread_from: date) -> tuple[Gate, ...]:
    """Read a file of gates, with the carried copies."""
    return tuple(gate for item in raw["gates"] for gate in _with_carried(_gate(item, sheet), item, unread_from))


def read_provisions(raw: dict[str, Any], sheet: str, unread_from: date) -> tuple[Provision, ...]:
    """Read a file of provisions, with the carried copies. ``sheet``: where their numbers stand unless they say."""
    rows = ((_provision(item, sheet), item) for item in raw["provisions"])
    return tuple(item for row, source in rows for item in _with_carried(row, source, unread_from))


def read_profile(raw: dict[str, Any], book: LawBook) -> Profile:
    """Read a profile; its choices are written as the numbers of the book they choose.

    Raises ``RuleDataError`` for a choice of a number nobody defined.
    """
    choices = {
        sheet: {name: exact(value, _unit(book, sheet, name)) for name, value in numbers.items()}
        for sheet, numbers in (raw.get("choices") or {}).items()
    }
    sheet = f"profiles/{raw['code']}"
    gates = tuple(_gate(item, sheet) for item in raw.get("gates") or ())
    provisions = tuple(_provision(item, sheet) for item in raw.get("provisions") or ())
    period = Period.between(raw["first_day"], raw["last_day"])
    own = sheet_from(sheet, raw)
    return Profile(raw["code"], raw["name_vi"], raw["source"], choices, gates, period, provisions, own)


def _unit(book: LawBook, sheet: str, name: str) -> str:
    number = book.sheets[sheet].numbers.get(name) if sheet in book.sheets else None
    if number is None:
        raise RuleDataError(f"Không có số liệu “{sheet}.{name}” để chọn.", "Kiểm tra tên trong tệp params.")
    return number.unit


def _rule(award: str, raw: dict[str, Any]) -> Rule:
    """Read one row of the rule table."""
    setting = _setting(award, raw)
    words = rule_words(award)
    name = raw.get("name_vi")
    clause = Clause(
        code=raw["id"],
        text_vi=f"{words.text} ({name})" if name else words.text,
        why_not_vi=f"{words.why_not} ({name})" if name else words.why_not,
        about_vi=f"{words.about} ({name})" if name else words.about,
        citation=setting.citation,
        confidence=setting.confidence,
    )
    needed = read_condition(_needs(raw), setting)
    whole = "all" in _needs(raw) and isinstance(needed, AllOf)
    parts: tuple[Condition, ...] = needed.parts if whole and isinstance(needed, AllOf) else (needed,)
    return Rule(
        raw["id"],
        award,
        name or award_name(award),
        Period.between(raw["first_day"], raw["last_day"]),
        AllOf(clause=clause, parts=parts),
        setting.citation,
        setting.confidence,
        disabled_vi=raw.get("disabled"),
        note_vi=raw.get("note"),
    )


def _needs(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a row's condition; a disabled row asks only for a person with the gazette, and says why."""
    if "disabled" not in raw:
        needs: dict[str, Any] = raw["needs"]
        return needs
    why = raw["disabled"]
    return {"unread": {}, "about": why, "text": why, "why_not": why}


def _gate(raw: dict[str, Any], sheet: str) -> Gate:
    setting = _setting("", raw)
    condition = read_condition({"code": raw["id"], **raw["needs"]}, setting)
    return Gate(
        raw["id"],
        raw["name_vi"],
        frozenset(_awards_meant(raw["awards"])),
        Period.between(raw["first_day"], raw["last_day"]),
        condition,
        setting.citation,
        setting.confidence,
        sheet,
        note_vi=raw.get("note"),
    )


def _provision(raw: dict[str, Any], sheet: str) -> Provision:
    """Read one provision; its numbers are names of its own sheet, or “sheet.name” of another."""
    if raw["kind"] not in PROVISION_KINDS:
        raise RuleDataError(
            f"Loại quy định “{raw['kind']}” không có.", f"Dùng một trong: {', '.join(PROVISION_KINDS)}."
        )
    setting = _setting("", raw)
    meant = set(_awards_meant(raw.get("awards") or []))
    named = (name.rpartition(".") for name in raw.get("numbers") or ())
    return Provision(
        raw["id"],
        raw["name_vi"],
        raw["kind"],
        raw["text"],
        tuple(code for code in AWARDS if code in meant),
        Period.between(raw["first_day"], raw["last_day"]),
        setting.citation,
        setting.confidence,
        tuple((other or sheet, name) for other, _, name in named),
        raw["applied_by"],
        note_vi=raw.get("note"),
    )


def _awards_meant(raw: list[str]) -> Iterator[str]:
    """Yield the awards a gate names: codes, or “subject:person”, “kind:form”, “all” for many."""
    for word in raw:
        name, _, value = word.partition(":")
        if word == "all":
            yield from AWARDS
        elif name in ("subject", "kind"):
            yield from (code for code, award in AWARDS.items() if getattr(award, name) == value)
        else:
            award_name(word)
            yield word


def _setting(award: str, raw: dict[str, Any]) -> Setting:
    if raw["confidence"] not in CONFIDENCES:
        raise RuleDataError(f"Độ tin cậy “{raw['confidence']}” không có.", f"Dùng một trong: {', '.join(CONFIDENCES)}.")
    return Setting(award, citation_of(raw["citation"]), raw["confidence"])


def _with_carried(item: Item, raw: dict[str, Any], unread_from: date) -> Iterator[Item]:
    """Yield a row, and its copy carried into the unread law when the file says so."""
    yield item
    if raw.get("carry_forward"):
        last = unread_from - timedelta(days=1)
        if item.period.until != unread_from:
            raise RuleDataError(f"{item.id} không kéo dài tới {last:%d/%m/%Y}.", "Bỏ carry_forward, hoặc sửa last_day.")
        yield replace(item, period=Period(unread_from, None), carried=True, numbers_on=last)
