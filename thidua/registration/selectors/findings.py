"""Which findings the law asks for: codes and words come from the law as code, never from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.lawbooks.selectors import live_book
from thidua.rules.book import LawBook, findings_for
from thidua.rules.names import AWARDS, is_form
from thidua.rules.rule import Finding as LawFinding

from ..states import DECIDED_AT_THE_UNIT


@dataclass(frozen=True, slots=True)
class AskedFinding:
    """One judgement that the law asks for: ``about`` is what is judged, ``text`` says that it holds.

    ``bulk``: a unit may record it for all its members at once, in the yearly review. ``own_level``: the person's own
    unit judges it; otherwise the union above or its council.
    """

    code: str
    about: str
    text: str
    bulk: bool
    own_level: bool = True


def awards_of_staff(book: LawBook, day: date) -> tuple[str, ...]:
    """Return the awards for people that the law of the day holds, lower first.

    Left out are those by which the same title is given to people outside the staff: nobody kept here is one of them.
    """
    return tuple(code for code in book.awards_on(day, "person") if AWARDS[code].register == code)


def findings_asked(year: int) -> list[AskedFinding]:
    """Return the findings of the yearly review: those that titles of ``year`` ask for and a unit may record for all its
    members, by the law in force on the year's last day, each once.
    """
    day, book = date(year, 12, 31), live_book()
    asked: dict[str, AskedFinding] = {}
    for award in awards_of_staff(book, day):
        for item in () if is_form(award) else findings_for(book, award, day):
            if item.bulk:
                asked.setdefault(item.code, _asked(award, item))
    return list(asked.values())


def finding_asked(award: str, code: str, day: date) -> AskedFinding | None:
    """Return one finding that an award asks for by the law of the day; None when it asks for no such thing."""
    found = (item for item in findings_for(live_book(), award, day) if item.code == code)
    return next((_asked(award, item) for item in found), None)


def finding_words(years: list[int]) -> dict[str, str]:
    """Return code → what is judged, for everything that the law of these years asks."""
    book = live_book()
    days = [date(year, 12, 31) for year in years]
    return {
        item.code: item.about_vi
        for day in days
        for award in book.awards_on(day, None)
        for item in findings_for(book, award, day)
    }


def _asked(award: str, item: LawFinding) -> AskedFinding:
    own = item.bulk or award in DECIDED_AT_THE_UNIT
    return AskedFinding(item.code, item.about_vi, item.text_vi, item.bulk, own)
