"""What a provision does to a book of law, and whether it may: the same question on entry, on seconding, and when read.

What an officer typed is a stranger's text: whatever is wrong with it comes out as ``RulesError``, never otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from thidua.rules.book import LawBook
from thidua.rules.errors import RuleDataError, RulesError
from thidua.rules.library import shipped
from thidua.rules.numbers import DatedValue
from thidua.rules.registry import Item
from thidua.rules.simulation.draft import check_on, draft_book, rules_in
from thidua.rules.simulation.numbers import days_of_change, number_named, put_number, value_from
from thidua.rules.simulation.trial import StoryResult, try_stories
from thidua.rules.sources import Period

from .models import Provision
from .states import ProvisionKind


class Content(Protocol):
    """The part of a provision that makes law; a row of the table, or what is being typed."""

    kind: str
    award: str
    target: str
    rule_yaml: str
    params_yaml: str
    stories_yaml: str
    value: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What trying a provision showed: the book it makes, its stories, and the fault that keeps it out of force."""

    book: LawBook | None
    stories: tuple[StoryResult, ...]
    fault: RulesError | None

    @property
    def passed(self) -> bool:
        """Whether it may be put in force."""
        return self.fault is None


def apply_provision(book: LawBook, provision: Provision) -> LawBook:
    """Return the book with the provision in it; raises ``RulesError``. The given book is left as it was."""
    if provision.kind == ProvisionKind.RULE:
        return draft_book(book, provision.rule_yaml, provision.params_yaml)
    if provision.kind == ProvisionKind.NUMBER:
        return _with_number(book, provision)
    carried(book, provision.target)
    return book.with_checked([provision.target])


def _with_number(book: LawBook, provision: Provision) -> LawBook:
    sheet, name = split_target(provision.target)
    number = number_named(book, sheet, name)
    period = Period.between(provision.first_day, provision.last_day)
    checked_by = str(provision.seconded_by) if provision.seconded_by_id else None
    value = value_from(provision.value, number.unit)
    made = put_number(book, sheet, name, DatedValue(period, value, provision.source, provision.confidence, checked_by))
    for award in awards_of_sheet(book, sheet):
        check_on(made, award, days_of_change(made, sheet, period))
    return made


def split_target(target: str) -> tuple[str, str]:
    """Return the sheet and the name of a number as a provision names it: “gates/principles.months”."""
    sheet, _dot, name = target.rpartition(".")
    return sheet, name


def awards_of_sheet(book: LawBook, sheet: str) -> tuple[str, ...]:
    """Return the awards that use the numbers of a sheet: the award of its name, or those behind its gates."""
    if sheet in book.rules:
        return (sheet,)
    return tuple(sorted({award for gate in book.gates if gate.sheet == sheet for award in gate.awards}))


def carried(book: LawBook, rule_id: str) -> Item:
    """Return the carried row of this id; raises ``RuleDataError`` when nothing carried has it."""
    found = next((item for item in carried_items(book) if item.id == rule_id), None)
    if found is None:
        raise RuleDataError(
            f"Không có quy tắc tạm dùng mang mã “{rule_id}”.", "Chọn một quy tắc trong danh sách đối chiếu."
        )
    return found


def carried_items(book: LawBook) -> tuple[Item, ...]:
    """Return every row that is only carried into a law nobody had read."""
    rules = (rule for rules in book.rules.values() for rule in rules)
    items: list[Item] = [*rules, *book.gates, *book.provisions]
    return tuple(item for item in items if item.carried)


def examine(book: LawBook, provision: Provision) -> Examination:
    """Try a provision over a book: can the book be built, and do its stories come out as told?

    A check, and a number that no award's conditions use (a vote, a ceiling), have nothing a story could show.
    """
    try:
        made = apply_provision(book, provision)
        award, _target = about(provision)
    except RulesError as error:
        return Examination(None, (), error)
    if provision.kind == ProvisionKind.CHECK or not award:
        return Examination(made, (), None)
    try:
        stories = try_stories(made, award, provision.stories_yaml)
    except RulesError as error:
        return Examination(made, (), error)
    failed = [story.name for story in stories if not story.passed]
    fault = (
        RuleDataError(
            f"Có {len(failed)} chuyện mẫu chưa đúng: {'; '.join(failed)}.", "Sửa chuyện hoặc sửa quy tắc rồi thử lại."
        )
        if failed
        else None
    )
    return Examination(made, stories, fault)


def about(provision: Provision) -> tuple[str, str]:
    """Return the award and the target that the content names; raises ``RulesError`` when a rule cannot be read."""
    if provision.kind == ProvisionKind.RULE:
        award, ids = rules_in(provision.rule_yaml)
        return award, ", ".join(ids)
    if provision.kind == ProvisionKind.NUMBER:
        sheet, _name = split_target(provision.target)
        book = shipped()
        return provision.award or next(iter(awards_of_sheet(book, sheet)), ""), provision.target
    return provision.award, provision.target


def build(book: LawBook, provisions: Iterable[Provision]) -> tuple[LawBook, dict[int, str]]:
    """Put provisions over a book, in order; one that cannot be read any more is left out and its fault returned."""
    faults: dict[int, str] = {}
    for provision in provisions:
        try:
            book = apply_provision(book, provision)
        except RulesError as error:
            faults[provision.pk] = str(error)
    return book, faults
