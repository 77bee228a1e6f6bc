"""The numbers a provision lays down on a day (deadlines, working days, caps), each with source and mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.rules.book import CARRIED_VI, LawBook
from thidua.rules.library import shipped
from thidua.rules.numbers import Value, word
from thidua.rules.rule import Provision
from thidua.rules.sources import CONFIDENCES


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a provision as of a day. ``unit`` as in the params files; ``value`` ``None`` = the law sets none.

    A ``day_of_year`` is written “day/month”.
    """

    name: str
    label_vi: str
    unit: str
    value: Value
    words_vi: str
    source: str
    confidence: str


def figures_of(provision_id: str, day: date, *, book: LawBook | None = None) -> tuple[Figure, ...]:
    """Return the numbers of a provision in force on the day, in its own order; none when it is not in force."""
    law = book or shipped()
    provision = law.provision_on(provision_id, day)
    if provision is None:
        return ()
    found = (_figure(law, provision, sheet, name, day) for sheet, name in provision.numbers)
    return tuple(figure for figure in found if figure is not None)


def _figure(book: LawBook, provision: Provision, sheet: str, name: str, day: date) -> Figure | None:
    """Read one number with its words."""
    dated = book.provided(provision, name, day)
    if dated is None:
        return None
    number = book.sheets[sheet].numbers[name]
    mark = CONFIDENCES[-1] if is_unchecked(book, provision) else dated.confidence
    said = word(dated.value, number.unit)
    return Figure(name, number.label_vi, number.unit, dated.value, said, dated.source, mark)


def is_unchecked(book: LawBook, provision: Provision) -> bool:
    """Say whether a provision is only carried into a law that nobody compared it with."""
    return provision.carried and provision.id not in book.checked


def confidence_of(book: LawBook, provision: Provision) -> str:
    """Return how sure a provision is: what is carried into an unread law is only memory."""
    return CONFIDENCES[-1] if is_unchecked(book, provision) else provision.confidence


def warnings_of(book: LawBook, provision: Provision) -> tuple[str, ...]:
    """Return what the reader must know beside it: an unread law first, then the provision's own note."""
    carried = (CARRIED_VI,) if is_unchecked(book, provision) else ()
    return (*carried, *((provision.note_vi,) if provision.note_vi else ()))
