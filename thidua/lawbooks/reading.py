"""The law as people read it: each rule or gate with its clause, condition in words, numbers by date, and stories.

The open rule pages and the printed guide (``docs/luat``) show the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from thidua.kernel.text import fold
from thidua.rules import registry
from thidua.rules.book import CARRIED_VI, LawBook
from thidua.rules.conditions import AllOf, AnyOf, Condition, MeetsRule, params_of, walk
from thidua.rules.errors import RuleDataError
from thidua.rules.library import profiles
from thidua.rules.names import SUBJECT_VI, Award, award_name
from thidua.rules.numbers import DatedValue, Number, Sheet, word
from thidua.rules.rule import Gate, Provision, Rule
from thidua.rules.sources import Citation
from thidua.rules.stories import Story, load_stories

# Where a text names the proposal year: “kết quả công tác năm đề nghị”.
PROPOSAL_YEAR_VI = "đề nghị"
Item = Rule | Gate | Provision
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
    """One stretch of days on which a row holds: its regimes, whose law it was, and whether it is only carried there."""

    first_day: date
    last_day: date | None
    regimes: tuple[str, ...]
    carried: bool
    checked: bool
    citation: Citation
    confidence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the law, of all its days: a rule with its condition, or what a provision says in words.

    ``kind`` as in ``rules.registry``; ``profile``: the name of the city or federation that laid it down.
    """

    id: str
    kind: str
    name: str
    awards: tuple[str, ...]
    citation: Citation
    confidence: str
    spans: tuple[Span, ...]
    condition: Line | None
    text: str | None
    applied_by: str | None
    numbers: tuple[NumberLine, ...]
    disabled: str | None
    note: str | None
    profile: str | None

    @property
    def rule(self) -> bool:
        """Whether it is a way to an award."""
        return self.kind == registry.RULE

    @property
    def kind_label(self) -> str:
        """Its kind in words."""
        return registry.KIND_VI[self.kind]

    @property
    def unchecked(self) -> bool:
        """Whether it goes on into a law with which nobody compared it."""
        return any(span.carried and not span.checked for span in self.spans)

    @property
    def warning(self) -> str:
        """What the reader must know of a law nobody compared it with; empty when there is nothing."""
        return CARRIED_VI if self.unchecked else ""


class _Words(dict[str, str]):
    """Numbers in words, by name; a name that is not the row's own reads as left open."""

    def __missing__(self, name: str) -> str:
        return "…"


@lru_cache(maxsize=8)
def rows_of(book: LawBook) -> tuple[Row, ...]:
    """Return every row that can be cited: rules in the order of the awards, then gates, then what else the law says."""
    own = {profile.code: profile for profile in (*profiles(), *([book.profile] if book.profile else []))}
    sheets = dict(book.sheets) | {one.sheet.name: one.sheet for one in own.values() if one.sheet is not None}
    items: dict[str, list[Item]] = {}
    listed: tuple[Item, ...] = (
        *(rule for rules in book.rules.values() for rule in rules),
        *book.gates,
        *book.provisions,
        *(gate for profile in own.values() for gate in profile.gates),
        *(provision for profile in own.values() for provision in profile.provisions),
    )
    for item in listed:
        items.setdefault(item.id, []).append(item)
    names = {code: profile.name_vi for code, profile in own.items()}
    return tuple(_row(book, found, items[found.id], sheets, names) for found in registry.rows(book))


def row_of(book: LawBook, row_id: str) -> Row:
    """Return the row of this id; raises ``RuleDataError`` when the book has none."""
    found = next((row for row in rows_of(book) if row.id == row_id), None)
    if found is None:
        raise RuleDataError(f"Không có quy tắc mang mã “{row_id[:60]}”.", "Xem danh sách các quy tắc.")
    return found


def rows_for(book: LawBook, award: str) -> tuple[Row, ...]:
    """Return the rules of an award, newest first, then its gates and what else is said of it.

    Raises ``UnknownAwardError``.
    """
    award_name(award)
    found = [row for row in rows_of(book) if award in row.awards]
    order = tuple(registry.KIND_VI)
    return tuple(sorted(found, key=lambda row: (order.index(row.kind), -row.spans[0].first_day.toordinal())))


def stories_of(row: Row) -> tuple[Story, ...]:
    """Return the shipped stories that tell of a row: by its id as the rule, or as what decided."""
    stories = (story for award in row.awards for story in load_stories(award))
    return tuple(story for story in stories if row.id == story.rule or row.id in story.because)


def matches(award: Award, rows: Iterable[Row], query: str) -> bool:
    """Say whether all words of a query are found in an award or its rules, accents left aside."""
    told = [award.name_vi, SUBJECT_VI[award.subject]]
    return _found(query, [*told, *(words for row in rows for words in (row.id, str(row.citation)))])


def row_matches(row: Row, query: str) -> bool:
    """Say whether all words of a query are found in a row, accents left aside."""
    return _found(query, [row.id, row.name, str(row.citation), row.kind_label, row.text or "", row.profile or ""])


def _found(query: str, told: Iterable[str]) -> bool:
    text = f" {fold(' '.join(told))}"
    return all(f" {begun}" in text for begun in fold(query).split())


def _row(
    book: LawBook, found: registry.Row, items: list[Item], sheets: Mapping[str, Sheet], names: Mapping[str, str]
) -> Row:
    """Put the stretches of one row together; its words are those of its newest own text."""
    ordered = sorted(items, key=lambda item: item.period.start)
    own = next((item for item in reversed(ordered) if not item.carried), ordered[-1])
    numbers = list(_used(own, sheets))
    return Row(
        id=found.id,
        kind=found.kind,
        name=found.name_vi,
        awards=found.awards,
        citation=own.citation,
        confidence=own.confidence,
        spans=tuple(_span(book, version, own.id) for version in found.versions),
        condition=None if isinstance(own, Provision) else _line(own.condition, _words(own, numbers)),
        text=found.text_vi,
        applied_by=found.applied_by_vi,
        numbers=tuple(_number(number, items) for number in numbers),
        disabled=found.disabled_vi,
        note=own.note_vi,
        profile=None if found.profile is None else names[found.profile],
    )


def _span(book: LawBook, version: registry.Version, row_id: str) -> Span:
    checked = version.carried and row_id in book.checked
    period = version.period
    return Span(
        period.start,
        period.last_day,
        version.regimes,
        version.carried,
        checked,
        version.citation,
        version.confidence,
    )


def _words(item: Rule | Gate, numbers: Iterable[Number]) -> _Words:
    """Return the numbers of a row in words, as they stood when it was last in force with a value."""
    days = (item.numbers_on, item.period.last_day, item.period.start)
    words = _Words(year=PROPOSAL_YEAR_VI)
    for number in numbers:
        found = (number.on(day) for day in days if day is not None)
        dated = next((value for value in found if value is not None), None)
        words[number.name] = "…" if dated is None else word(dated.value, number.unit)
    return words


def _used(item: Item, sheets: Mapping[str, Sheet]) -> Iterator[Number]:
    """Yield the numbers a row uses, in the order it names them."""
    if isinstance(item, Provision):
        pairs = item.numbers
    else:
        sheet = item.award if isinstance(item, Rule) else item.sheet
        names = dict.fromkeys(name for part in walk(item.condition) for name in params_of(part))
        pairs = tuple((sheet, name) for name in names)
    for sheet, name in pairs:
        if sheet in sheets and name in sheets[sheet].numbers:
            yield sheets[sheet].numbers[name]


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


def _number(number: Number, items: list[Item]) -> NumberLine:
    """Return a number with the values of the row's own days."""
    values = (dated for dated in number.values if any(_touches(dated, item) for item in items))
    return NumberLine(number.name, number.label_vi, number.open, tuple(_value(dated, number.unit) for dated in values))


def _touches(dated: DatedValue, item: Item) -> bool:
    """Say whether a value held on any day of a stretch of a row."""
    value, row = dated.period, item.period
    return (row.until is None or value.start < row.until) and (value.until is None or row.start < value.until)


def _value(dated: DatedValue, unit: str) -> ValueLine:
    period = dated.period
    words = "luật không đặt con số này" if dated.value is None else word(dated.value, unit)
    return ValueLine(
        period.start, period.last_day, words or "không có", dated.source, dated.confidence, dated.checked_by
    )
