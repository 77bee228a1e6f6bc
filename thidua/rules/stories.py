"""Read the stories beside each rule (``titles/<title>.examples.yaml``): tests run them, the handbook prints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.rules.answers import Answer
from thidua.rules.facts import DisciplineRecord, History, InitiativeRecord, TitleHeld, YearRecord
from thidua.rules.names import title_name
from thidua.rules.yamls import read_yaml


@dataclass(frozen=True, slots=True)
class Story:
    """One told case and the answer the law gives. ``because``: codes of conditions which have that answer."""

    name: str
    title: str
    year: int
    date: date
    history: History
    answer: Answer
    rule: str | None
    because: tuple[str, ...]


def load_stories(title: str) -> tuple[Story, ...]:
    """Return the stories of a title; raise ``UnknownTitleError`` for a code outside the catalogue."""
    title_name(title)
    return tuple(_story(title, raw) for raw in read_yaml(f"titles/{title}.examples.yaml")["stories"])


def _story(title: str, raw: dict[str, Any]) -> Story:
    """Read one story; the keys are described in the room's README."""
    return Story(
        raw["name"],
        title,
        raw["year"],
        raw["date"],
        history_from(raw["person"]),
        Answer(raw["answer"]),
        raw["rule"],
        tuple(raw.get("because", ())),
    )


def history_from(raw: dict[str, Any]) -> History:
    """Read a person's facts as stories write them; a key left out is unknown, ``[]`` is known to be empty."""
    return History(
        years={year: _year(year, item) for year, item in raw.get("years", {}).items()},
        titles=_titles(raw.get("titles")),
        initiatives=_rows(InitiativeRecord, raw.get("initiatives")),
        disciplines=_rows(DisciplineRecord, raw.get("disciplines")),
        lists_known_from=raw.get("lists_known_from"),
        titles_known_until=raw.get("titles_known_until"),
    )


def _year(year: int, raw: dict[str, Any]) -> YearRecord:
    """Read one year of a person."""
    registered = raw.get("registered")
    return YearRecord(
        year,
        raw.get("grade"),
        None if registered is None else frozenset(registered),
        raw.get("months_worked"),
        raw.get("findings", {}),
    )


def _titles(raw: dict[str, list[int]] | None) -> tuple[TitleHeld, ...] | None:
    """Read titles, written as ``code: [years]``."""
    if raw is None:
        return None
    return tuple(TitleHeld(code, year) for code, years in raw.items() for year in years)


def _rows(kind: Any, raw: list[dict[str, Any]] | None) -> Any:
    """Read a list of records; unknown stays unknown."""
    return None if raw is None else tuple(kind(**row) for row in raw)
