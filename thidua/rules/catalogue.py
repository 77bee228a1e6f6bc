"""Which regimes and rules exist on which day. Rules are chosen by the day of decision, never by a constant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from thidua.rules.conditions import Condition, HumanFinding, MeetsRule, RecognisedInitiatives, params_of, walk
from thidua.rules.errors import RuleDataError
from thidua.rules.names import TITLE_VI, any_name, title_name
from thidua.rules.numbers import Value, Version, load_sheet, word
from thidua.rules.rule import BoundRule, Finding, Regime, Rule
from thidua.rules.sources import Period
from thidua.rules.titles import advanced_worker, grassroots_fighter, ministerial_provincial_fighter, national_fighter
from thidua.rules.yamls import read_yaml

CONDITIONS: dict[str, dict[str, Condition]] = {
    module.TITLE: module.RULES
    for module in (advanced_worker, grassroots_fighter, ministerial_provincial_fighter, national_fighter)
}


@cache
def regimes() -> tuple[Regime, ...]:
    """Return all regimes, oldest first; also those whose rules are not encoded yet."""
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
        for item in read_yaml("regimes.yaml")["regimes"]
    )


def regime_on(day: date) -> Regime | None:
    """Return the regime in force on the day; ``None`` before the oldest we know."""
    return next((regime for regime in regimes() if regime.period.contains(day)), None)


@cache
def rules_of(title: str) -> tuple[Rule, ...]:
    """Return all encoded versions of a title's rule, oldest first; raise ``UnknownTitleError`` for other codes."""
    title_name(title)
    return tuple(_build(title, version) for version in load_sheet(title).versions)


def rule_for(title_code: str, day: date) -> Rule | None:
    """Return the rule by which the title is judged on the day; ``None`` when none is encoded for it."""
    return next((rule for rule in rules_of(title_code) if rule.period.contains(day)), None)


def title_codes(day: date) -> tuple[str, ...]:
    """Return the codes of the titles with an encoded rule on the day, lowest title first."""
    return tuple(code for code in TITLE_VI if rule_for(code, day) is not None)


@lru_cache(maxsize=4096)
def bound_rule(title: str, day: date) -> BoundRule | None:
    """Return the title's rule with the numbers of the day; ``None`` when none is encoded for it."""
    rule = rule_for(title, day)
    return None if rule is None else bind(rule, day)


def bind(rule: Rule, day: date) -> BoundRule:
    """Look up each number the rule uses; raise ``RuleDataError`` when one has no value on the day."""
    numbers = load_sheet(rule.title).numbers
    values: dict[str, Value] = {}
    words: dict[str, str] = {}
    confidences: dict[str, str] = {}
    for name in sorted({name for condition in walk(rule.condition) for name in params_of(condition)}):
        dated = numbers[name].on(day) if name in numbers else None
        if dated is None:
            raise RuleDataError(
                f"Quy tắc {rule.id} thiếu số liệu “{name}” cho ngày {day:%d/%m/%Y}.",
                f"Bổ sung vào titles/{rule.title}.params.yaml.",
            )
        values[name] = dated.value
        words[name] = word(dated.value, numbers[name].unit)
        confidences[name] = dated.confidence
    return BoundRule(rule, values, words, confidences)


@lru_cache(maxsize=4096)
def numbers_used(title: str, day: date) -> tuple[tuple[str, str], ...]:
    """Return the numbers behind a title on the day as ``("title.name", words)``, also those of lower titles."""
    bound = bound_rule(title, day)
    if bound is None:
        return ()
    own = [(f"{title}.{name}", words) for name, words in bound.words.items()]
    lower = [part.title for part in walk(bound.rule.condition) if isinstance(part, MeetsRule)]
    return tuple(sorted({*own, *(pair for code in lower for pair in numbers_used(code, day))}))


def _build(title: str, version: Version) -> Rule:
    """Join a version's dates with its condition; the day the version starts decides which lower rules it means."""
    condition = CONDITIONS[title][version.rule_id]
    findings = tuple({item.code: item for item in _findings(condition, version.period.start)}.values())
    return Rule(version.rule_id, title, version.regime, version.period, condition, findings)


def _findings(condition: Condition, day: date) -> Iterator[Finding]:
    """Yield the findings that a condition needs, also those of the lower titles it builds on."""
    for part in walk(condition):
        if isinstance(part, HumanFinding):
            clause = part.clause
            yield Finding(
                part.finding, clause.text_vi, clause.about_vi, clause.citation, clause.confidence, part.bulk, False
            )
        elif isinstance(part, RecognisedInitiatives):
            yield _reuse_finding(part)
        elif isinstance(part, MeetsRule):
            lower = rule_for(part.title, day)
            yield from lower.findings if lower is not None else ()


def _reuse_finding(part: RecognisedInitiatives) -> Finding:
    """Describe the consent needed when an initiative already served another award."""
    title = part.reuse_finding.removeprefix("initiative_reuse_")
    return Finding(
        part.reuse_finding,
        f"đồng ý dùng lại sáng kiến đã dùng cho khen thưởng khác để xét {any_name(title)}",
        "việc dùng lại sáng kiến",
        part.clause.citation,
        "Q",
        False,
        True,
    )
