"""The law as people read it: each rule or gate with its clause, condition in words, numbers by date, and stories.

The open rule pages and the printed guide (``docs/luat``) show the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from thidua.kernel.text import fold
from thidua.rules.book import LawBook
from thidua.rules.conditions import AllOf, AnyOf, Condition, MeetsRule, params_of, walk
from thidua.rules.errors import RuleDataError
from thidua.rules.names import AWARDS, SUBJECT_VI, Award, award_name
from thidua.rules.numbers import DatedValue, Number, word
from thidua.rules.rule import Gate, Rule
from thidua.rules.sources import Citation
from thidua.rules.stories import Story, load_stories

# Where a text names the proposal year: “kết quả công tác năm đề nghị”.
PROPOSAL_YEAR_VI = "đề nghị"
JOINS_VI = {"all": "đủ mọi điều sau", "any": "một trong các điều sau"}


@dataclass(frozen=True, slots=True)
class Line:
    """One condition in words. ``parts``: what it is made of; ``join`` says how many of them are needed."""

    code: str
    text: str
    citation: Citation
    confidence: str
    join: str | None
    parts: tuple[Line, ...]
    award: str | None = None  # of a condition that points at another award's rule


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A number's value while it was in force; ``last_day`` ``None`` = still."""

    first_day: date
    last_day: date | None
    words: str
    source: str
    confidence: str
    checked_by: str | None


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number of the law with all its values. ``open``: left to cities and federations."""

    name: str
    label: str
    open: bool
    values: tuple[ValueLine, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of days on which a row holds, the codes of its regimes, and whether it is only carried there."""

    first_day: date
    last_day: date | None
    regimes: tuple[str, ...]
    carried: bool
    checked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A rule or gate of the law, of all its days."""

    id: str
    name: str
    awards: tuple[str, ...]
    gate: bool
    citation: Citation
    confidence: str
    spans: tuple[Span, ...]
    condition: Line
    numbers: tuple[NumberLine, ...]
    disabled: str | None
    note: str | None

    @property
    def unchecked(self) -> bool:
        """Whether it goes on into a law with which nobody compared it."""
        return any(span.carried and not span.checked for span in self.spans)

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on the day."""
        return any(span.first_day <= day and (span.last_day is None or day <= span.last_day) for span in self.spans)


class _Words(dict[str, str]):
    """Numbers in words, by name; a name that is not the row's own reads as left open."""

    def __missing__(self, name: str) -> str:
        return "…"


@lru_cache(maxsize=8)
def rows_of(book: LawBook) -> tuple[Row, ...]:
    """Return every rule, in the order of the awards, and then every gate."""
    grouped: dict[str, list[Rule | Gate]] = {}
    for award in AWARDS:
        for rule in book.rules.get(award, ()):
            grouped.setdefault(rule.id, []).append(rule)
    for gate in book.gates:
        grouped.setdefault(gate.id, []).append(gate)
    return tuple(_row(book, items) for items in grouped.values())


def row_of(book: LawBook, row_id: str) -> Row:
    """Return the rule or gate of this id; raises ``RuleDataError`` when the book has none."""
    found = next((row for row in rows_of(book) if row.id == row_id), None)
    if found is None:
        raise RuleDataError(f"Không có quy tắc mang mã “{row_id[:60]}”.", "Xem danh sách các quy tắc.")
    return found


def rows_for(book: LawBook, award: str) -> tuple[Row, ...]:
    """Return the rules of an award, newest first, and the gates it passes. Raises ``UnknownAwardError``."""
    award_name(award)
    found = [row for row in rows_of(book) if award in row.awards]
    return tuple(sorted(found, key=lambda row: (row.gate, -row.spans[0].first_day.toordinal())))


def stories_of(row: Row) -> tuple[Story, ...]:
    """Return the shipped stories that tell of a row: by its id as the rule, or as what decided."""
    stories = (story for award in row.awards for story in load_stories(award))
    return tuple(story for story in stories if row.id == story.rule or row.id in story.because)


def matches(award: Award, rows: Iterable[Row], query: str) -> bool:
    """Say whether all words of a query are found in an award or its rules, accents left aside."""
    rows = list(rows)
    told = [award.name_vi, SUBJECT_VI[award.subject], *(row.id for row in rows), *(str(row.citation) for row in rows)]
    text = fold(" ".join(told))
    return all(word_ in text for word_ in fold(query).split())


def _row(book: LawBook, items: list[Rule | Gate]) -> Row:
    """Put the stretches of one row together; its words are those of its newest own text."""
    own = next((item for item in reversed(items) if not item.carried), items[-1])
    sheet = own.award if isinstance(own, Rule) else own.sheet
    return Row(
        id=own.id,
        name=own.name_vi,
        awards=(own.award,) if isinstance(own, Rule) else tuple(code for code in AWARDS if code in own.awards),
        gate=isinstance(own, Gate),
        citation=own.citation,
        confidence=own.confidence,
        spans=tuple(_span(book, item) for item in sorted(items, key=lambda item: item.period.start)),
        condition=_line(own.condition, _words(book, own, sheet)),
        numbers=tuple(_numbers(book, items, own.condition, sheet)),
        disabled=own.disabled_vi if isinstance(own, Rule) else None,
        note=own.note_vi,
    )


def _span(book: LawBook, item: Rule | Gate) -> Span:
    period = item.period
    last = None if period.until is None else period.until - timedelta(days=1)
    regimes = tuple(
        regime.code
        for regime in book.regimes
        if (last is None or regime.period.start <= last)
        and (regime.period.until is None or period.start < regime.period.until)
    )
    return Span(period.start, last, regimes, item.carried, item.carried and item.id in book.checked)


def _words(book: LawBook, item: Rule | Gate, sheet: str) -> _Words:
    """Return the numbers of a row in words, as they stood when it was last in force with a value."""
    days = (item.numbers_on, item.period.until and item.period.until - timedelta(days=1), item.period.start)
    words = _Words(year=PROPOSAL_YEAR_VI)
    for number in _used(book, item.condition, sheet):
        found = (number.on(day) for day in days if day is not None)
        dated = next((value for value in found if value is not None), None)
        words[number.name] = "…" if dated is None else word(dated.value, number.unit)
    return words


def _used(book: LawBook, condition: Condition, sheet: str) -> Iterator[Number]:
    known = book.sheets[sheet].numbers if sheet in book.sheets else {}
    names = dict.fromkeys(name for part in walk(condition) for name in params_of(part))
    return (known[name] for name in names if name in known)


def _line(condition: Condition, words: _Words) -> Line:
    clause = condition.clause
    parts: tuple[Condition, ...] = condition.parts if isinstance(condition, AllOf | AnyOf) else ()
    join = None if not parts else ("all" if isinstance(condition, AllOf) else "any")
    return Line(
        clause.code,
        clause.text_vi.format_map(words),
        clause.citation,
        clause.confidence,
        join,
        tuple(_line(part, words) for part in parts),
        condition.award if isinstance(condition, MeetsRule) else None,
    )


def _numbers(book: LawBook, items: list[Rule | Gate], condition: Condition, sheet: str) -> Iterator[NumberLine]:
    """Yield the numbers of a row with the values of its own days."""
    for number in _used(book, condition, sheet):
        values = (dated for dated in number.values if any(_touches(dated, item) for item in items))
        yield NumberLine(
            number.name, number.label_vi, number.open, tuple(_value(dated, number.unit) for dated in values)
        )


def _touches(dated: DatedValue, item: Rule | Gate) -> bool:
    """Say whether a value held on any day of a stretch of a row."""
    value, row = dated.period, item.period
    return (row.until is None or value.start < row.until) and (value.until is None or row.start < value.until)


def _value(dated: DatedValue, unit: str) -> ValueLine:
    until = dated.period.until
    words = "luật không đặt con số này" if dated.value is None else word(dated.value, unit)
    last = None if until is None else until - timedelta(days=1)
    return ValueLine(dated.period.start, last, words or "không có", dated.source, dated.confidence, dated.checked_by)
