"""Which findings the law asks of a year: codes and words come from the law as code, never from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.rules.book import findings_for
from thidua.rules.library import shipped
from thidua.rules.names import is_form


@dataclass(frozen=True, slots=True)
class AskedFinding:
    """One judgement of the yearly review: ``about`` is what is judged, ``text`` says that it holds.

    ``bulk``: a unit may record it for all its members at once.
    """

    code: str
    about: str
    text: str
    bulk: bool


def findings_asked(year: int) -> list[AskedFinding]:
    """Return the findings that the titles of ``year`` ask for, by the law in force on its last day, each once."""
    day = date(year, 12, 31)
    asked: dict[str, AskedFinding] = {}
    book = shipped()
    for title in book.awards_on(day, "person"):
        for item in () if is_form(title) else findings_for(book, title, day):
            if not item.only_if_asked:
                asked.setdefault(item.code, AskedFinding(item.code, item.about_vi, item.text_vi, item.bulk))
    return list(asked.values())
