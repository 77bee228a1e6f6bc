"""The book of law: which regimes, rules and gates exist on which day. Immutable: a change makes another book.

Rules are chosen by the day of decision, never by a constant. A simulation reads its own book and so can never leak
into the live one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    Clause,
    Condition,
    HumanFinding,
    MeetsRule,
    OnlyMerit,
    RecognisedInitiatives,
    params_of,
    walk,
)
from thidua.rules.errors import RuleDataError
from thidua.rules.names import AWARDS, any_name, award_name
from thidua.rules.numbers import DatedValue, Number, Sheet, Value, word
from thidua.rules.rule import BoundRule, Finding, Gate, Profile, Provision, Regime, Rule
from thidua.rules.sources import weakest
from thidua.rules.wording import rule_words

CARRIED_VI = (
    "Chưa đối chiếu Luật 06/2026/QH16: tạm dùng quy định trước 01/10/2026; người có thẩm quyền phải kiểm tra văn bản "
    "đang có hiệu lực."
)


@dataclass(frozen=True, slots=True, eq=False)
class LawBook:
    """All the law that the engine may use. ``rules``: award → its rules, all versions; ``sheets``: name → numbers.

    ``checked``: ids of carried rules and gates which a person checked against the new law.
    """

    name: str
    regimes: tuple[Regime, ...]
    rules: Mapping[str, tuple[Rule, ...]]
    gates: tuple[Gate, ...]
    sheets: Mapping[str, Sheet]
    profile: Profile | None = None
    checked: frozenset[str] = field(default=frozenset())
    provisions: tuple[Provision, ...] = ()

    def regime_on(self, day: date) -> Regime | None:
        """Return the regime in force on the day; ``None`` before the oldest we know."""
        return next((regime for regime in self.regimes if regime.period.contains(day)), None)

    def rules_on(self, award: str, day: date) -> tuple[Rule, ...]:
        """Return the rules of an award in force on the day; raises ``UnknownAwardError``."""
        award_name(award)
        return tuple(rule for rule in self.rules.get(award, ()) if rule.period.contains(day))

    def gates_on(self, award: str, day: date) -> tuple[Gate, ...]:
        """Return the gates of an award in force on the day, those of the profile last."""
        own = self.profile.gates if self.profile is not None else ()
        return tuple(gate for gate in (*self.gates, *own) if award in gate.awards and gate.period.contains(day))

    def awards_on(self, day: date, subject: str | None = "person") -> tuple[str, ...]:
        """Return the codes of the awards with a rule on the day, lower first; of every subject when ``None``."""
        wanted = (code for code, award in AWARDS.items() if subject in (None, award.subject))
        return tuple(code for code in wanted if self.rules_on(code, day))

    def provision_on(self, provision_id: str, day: date) -> Provision | None:
        """Return a provision in force on the day, also one of the profile; ``None`` when there is none."""
        own = self.profile.provisions if self.profile is not None else ()
        found = (item for item in (*self.provisions, *own) if item.id == provision_id and item.period.contains(day))
        return next(found, None)

    def provided(self, provision: Provision, name: str, day: date) -> DatedValue | None:
        """Return a number of a provision as of the day; a carried one gives its last. ``None`` when it has none."""
        sheet = next((sheet for sheet, number in provision.numbers if number == name), None)
        if sheet is None:
            return None
        found = self.number(sheet, name, day)
        if found is None and provision.numbers_on is not None:
            return self.number(sheet, name, provision.numbers_on)
        return found

    def number(self, sheet: str, name: str, day: date) -> DatedValue | None:
        """Return a number of the day, as the profile chose it; ``None`` when nothing is recorded for it."""
        number = self.sheets[sheet].numbers.get(name) if sheet in self.sheets else None
        return None if number is None else _dated(self, sheet, number, day, day)

    def with_profile(self, profile: Profile | None) -> LawBook:
        """Return this law as a city or federation applies it.

        Raises ``RuleDataError`` for a choice the law did not leave, or a gate that could take a condition away.
        """
        if profile is None:
            return replace(self, profile=None)
        _check_choices(self, profile)
        _check_gates(self, profile)
        own = {} if profile.sheet is None else {profile.sheet.name: profile.sheet}
        return replace(self, profile=profile, sheets={**self.sheets, **own})

    def with_checked(self, ids: Iterable[str]) -> LawBook:
        """Return this law with carried rules recorded as checked by a person."""
        return replace(self, checked=self.checked | frozenset(ids))

    def with_rules(self, name: str, rules: Iterable[Rule], sheets: Iterable[Sheet]) -> LawBook:
        """Return a book in which these rules replace those of the same award and id, or stand beside them.

        A sheet replaces the whole sheet of its name.
        """
        merged = dict(self.rules)
        for rule in rules:
            kept = (old for old in merged.get(rule.award, ()) if (old.id, old.period) != (rule.id, rule.period))
            merged[rule.award] = (*kept, rule)
        return replace(self, name=name, rules=merged, sheets={**self.sheets, **{sheet.name: sheet for sheet in sheets}})


def bound_rule(book: LawBook, award: str, day: date) -> BoundRule | None:
    """Return all that decides an award on the day; ``None`` when no rule is encoded for it."""
    return _bound(book, award, day, frozenset())


def lower_rule(book: LawBook, award: str, day: date, above: BoundRule) -> BoundRule | None:
    """Return a lower award's rule as part of another's, without the gates that stand there already."""
    return _bound(book, award, day, frozenset(gate.id for gate in above.gates))


@lru_cache(maxsize=16384)
def _bound(book: LawBook, award: str, day: date, without: frozenset[str]) -> BoundRule | None:
    """Join the rules and gates of a day and look up every number they use."""
    rules = book.rules_on(award, day)
    if not rules:
        return None
    gates = tuple(gate for gate in book.gates_on(award, day) if gate.id not in without)
    values: dict[str, Value] = {}
    words: dict[str, str] = {}
    marks: dict[str, str] = {}
    owners: list[tuple[Rule | Gate, str]] = [
        *((rule, award) for rule in rules),
        *((gate, gate.sheet) for gate in gates),
    ]
    for owner, sheet in owners:
        for name in _names_in(owner.condition):
            dated, number = _number(book, owner, sheet, name, day)
            if name in values and values[name] != dated.value:
                raise RuleDataError(f"Số liệu “{name}” có hai nghĩa ở {owner.id}.", "Đặt tên khác cho một trong hai.")
            values[name] = dated.value
            words[name] = word(dated.value, number.unit)
            marks[name] = dated.confidence
    return BoundRule(
        award, rules, gates, _joined(award, rules, gates), values, words, marks, _warnings(book, rules, gates, day)
    )


def _names_in(condition: Condition) -> list[str]:
    return sorted({name for part in walk(condition) for name in params_of(part)})


def _number(book: LawBook, owner: Rule | Gate, sheet: str, name: str, day: date) -> tuple[DatedValue, Number]:
    """Look up one number; raise ``RuleDataError`` when it has no value on the day.

    A carried rule takes a value recorded for the day itself, once somebody read it in the new law, before the old one.
    """
    number = book.sheets[sheet].numbers.get(name) if sheet in book.sheets else None
    dated = None if number is None else _dated(book, sheet, number, day, day)
    if dated is None and number is not None and owner.numbers_on is not None:
        dated = _dated(book, sheet, number, owner.numbers_on, day)
    if number is None or dated is None:
        raise RuleDataError(
            f"Quy tắc {owner.id} thiếu số liệu “{name}” cho ngày {day:%d/%m/%Y}.", f"Bổ sung vào {sheet}.params.yaml."
        )
    return dated, number


def _dated(book: LawBook, sheet: str, number: Number, value_day: date, day: date) -> DatedValue | None:
    """Return a number's value of a day, or what the profile in force on ``day`` chose where the law leaves it open."""
    dated = number.on(value_day)
    profile = book.profile
    if dated is None or profile is None or not profile.period.contains(day):
        return dated
    if number.name not in profile.choices.get(sheet, {}):
        return dated
    return replace(dated, value=profile.choices[sheet][number.name], source=profile.source)


def _joined(award: str, rules: tuple[Rule, ...], gates: tuple[Gate, ...]) -> AllOf:
    """Join rules (one is enough) and gates (all must open) into one condition."""
    gate_parts = tuple(gate.condition for gate in gates)
    if len(rules) == 1:
        only = rules[0].condition
        return AllOf(clause=only.clause, parts=(*only.parts, *gate_parts))
    words = rule_words(award)
    clause = Clause(
        code=award,
        text_vi=words.text,
        why_not_vi=words.why_not,
        about_vi=words.about,
        citation=rules[0].citation,
        confidence=weakest(rule.confidence for rule in rules),
    )
    branches = AnyOf(clause=replace(clause, code=f"{award}.ways"), parts=tuple(rule.condition for rule in rules))
    return AllOf(clause=clause, parts=(branches, *gate_parts))


def _warnings(book: LawBook, rules: tuple[Rule, ...], gates: tuple[Gate, ...], day: date) -> tuple[str, ...]:
    """Say what the reader must know beside the reasons: unread law, notes of rules, whose profile was used."""
    rows: list[Rule | Gate] = [*rules, *gates]
    found = [CARRIED_VI] if any(row.carried and row.id not in book.checked for row in rows) else []
    found += [row.note_vi for row in rows if row.note_vi]
    if book.profile is not None and book.profile.period.contains(day):
        found.append(f"Áp dụng quy định riêng: {book.profile.name_vi} ({book.profile.source}).")
    return tuple(dict.fromkeys(found))


def _check_choices(book: LawBook, profile: Profile) -> None:
    """Refuse a profile that chooses a number which the law does not leave open."""
    for sheet, choices in profile.choices.items():
        for name in choices:
            number = book.sheets[sheet].numbers.get(name) if sheet in book.sheets else None
            if number is None or not number.open:
                raise RuleDataError(
                    f"“{profile.name_vi}” chọn “{sheet}.{name}”, số liệu mà luật không để địa phương chọn.",
                    "Xóa lựa chọn này, hoặc đánh dấu open: true kèm căn cứ.",
                )


def _check_gates(book: LawBook, profile: Profile) -> None:
    """Refuse a gate that could open what the nation's law closes.

    A gate of an id already used would stand in for the other one in lower awards; ``only_merit`` leaves out awards
    held, so somebody who must never have held one would pass.
    """
    taken = {gate.id for gate in book.gates}
    for gate in profile.gates:
        if gate.id in taken:
            raise RuleDataError(f"Mã điều kiện {gate.id} đã có.", "Đặt mã riêng cho điều kiện của địa phương.")
        if any(isinstance(part, OnlyMerit) for part in walk(gate.condition)):
            raise RuleDataError(
                f"Điều kiện {gate.id} bỏ bớt khen thưởng đã có; quy định riêng chỉ được thêm điều kiện.",
                "Viết lại thành một điều kiện mà người có thẩm quyền kết luận.",
            )
        taken.add(gate.id)


@lru_cache(maxsize=4096)
def numbers_used(book: LawBook, award: str, day: date) -> tuple[tuple[str, str], ...]:
    """Return the numbers behind an award on the day as ``("award.name", words)``, also those of lower awards."""
    bound = bound_rule(book, award, day)
    if bound is None:
        return ()
    own = [(f"{award}.{name}", words) for name, words in bound.words.items()]
    lower = [part.award for part in walk(bound.condition) if isinstance(part, MeetsRule)]
    return tuple(sorted({*own, *(pair for code in lower for pair in numbers_used(book, code, day))}))


@lru_cache(maxsize=4096)
def findings_for(book: LawBook, award: str, day: date) -> tuple[Finding, ...]:
    """Return the findings that an award needs on the day, each once, also those of the awards it builds on."""
    bound = bound_rule(book, award, day)
    found = () if bound is None else _findings(book, bound.condition, award, day)
    return tuple({item.code: item for item in found}.values())


def _findings(book: LawBook, condition: Condition, award: str, day: date) -> Iterator[Finding]:
    for part in walk(condition):
        clause = part.clause
        if isinstance(part, HumanFinding):
            yield Finding(
                part.finding, clause.text_vi, clause.about_vi, clause.citation, clause.confidence, part.bulk, False
            )
        elif isinstance(part, RecognisedInitiatives) and part.reuse_finding is not None:
            text = f"đồng ý dùng lại sáng kiến đã dùng cho khen thưởng khác để xét {any_name(award)}"
            yield Finding(part.reuse_finding, text, "việc dùng lại sáng kiến", clause.citation, "Q", False, True)
        elif isinstance(part, MeetsRule):
            yield from findings_for(book, part.award, day)
