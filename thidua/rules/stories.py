"""Read facts written by hand: the stories beside each rule, and the files that ``thidua explain --facts`` takes.

The format is described for people in ``docs/ho-so-viet-tay.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from thidua.rules.answers import Answer
from thidua.rules.errors import BadFactError
from thidua.rules.facts import AwardHeld, DisciplineRecord, History, InitiativeRecord, OpenCase, YearRecord
from thidua.rules.names import SUBJECTS, award_name
from thidua.rules.yamls import ROOM, read_yaml

_YEAR_KEYS = {field.name for field in fields(YearRecord)} - {"year", "registered_titles"} | {"registered"}
_SUBJECT_KEYS = {
    "years",
    "titles",
    "forms",
    "initiatives",
    "disciplines",
    "open_cases",
    "lists_known_from",
    "titles_known_until",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One told case and the answer the law gives. ``because``: codes of conditions which have that answer."""

    name: str
    award: str
    year: int
    date: date
    history: History
    answer: Answer
    rule: str | None
    because: tuple[str, ...]


def load_stories(award: str) -> tuple[Story, ...]:
    """Return the stories of an award; raise ``UnknownAwardError`` for a code outside the catalogue."""
    award_name(award)
    if not (ROOM / f"awards/{award}.examples.yaml").exists():
        return ()
    return stories_from(award, read_yaml(f"awards/{award}.examples.yaml"))


def stories_from(award: str, raw: dict[str, Any]) -> tuple[Story, ...]:
    """Read a file of stories already parsed."""
    return tuple(_story(award, item) for item in raw["stories"])


def _story(award: str, raw: dict[str, Any]) -> Story:
    """Read one story; the keys are described in the room's README."""
    _subject, history = subject_from(raw)
    return Story(
        raw["name"],
        award,
        raw["year"],
        raw["date"],
        history,
        Answer(raw["answer"]),
        raw["rule"],
        tuple(raw.get("because", ())),
    )


def subject_from(raw: dict[str, Any]) -> tuple[str, History]:
    """Read whose facts these are (``person``, ``collective`` or ``household``) and the facts.

    Raises ``BadFactError`` when none or several subjects are given.
    """
    given = [subject for subject in SUBJECTS if subject in raw]
    if len(given) != 1:
        raise BadFactError(
            "Không rõ đây là hồ sơ của ai.", f"Ghi đúng một trong các khóa {', '.join(SUBJECTS)}, bên dưới là dữ kiện."
        )
    return given[0], history_from(raw[given[0]])


def history_from(raw: dict[str, Any]) -> History:
    """Read one subject's facts as stories write them; a key left out is unknown, ``[]`` is known to be empty.

    Raises ``BadFactError`` for a key or word nobody defined: a misspelt key would silently be “not known”.
    """
    raw = _table("hồ sơ", raw, _SUBJECT_KEYS)
    return History(
        years={year: _year(year, item) for year, item in (raw.get("years") or {}).items()},
        titles=_held(raw.get("titles")),
        initiatives=_rows(InitiativeRecord, raw.get("initiatives")),
        disciplines=_rows(DisciplineRecord, raw.get("disciplines")),
        lists_known_from=raw.get("lists_known_from"),
        titles_known_until=raw.get("titles_known_until"),
        forms=_held(raw.get("forms")),
        open_cases=_rows(OpenCase, raw.get("open_cases")),
    )


def _table(what: str, raw: Any, allowed: set[str]) -> dict[str, Any]:
    """Check that this is a table with known keys; nothing written at all is an empty table."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise BadFactError(f"Phần {what} phải là các cặp “khóa: giá trị”.", "Xem ví dụ trong tài liệu.")
    unknown = [str(key) for key in raw if key not in allowed]
    if unknown:
        raise BadFactError(
            f"Phần {what} có khóa không hiểu: {', '.join(unknown)}.", f"Dùng các khóa: {', '.join(sorted(allowed))}."
        )
    return raw


def _year(year: int, raw: Any) -> YearRecord:
    """Read one year."""
    if not isinstance(year, int):
        raise BadFactError(f"“{year}” không phải là năm.", "Ghi năm bằng bốn chữ số, ví dụ 2018.")
    table = _table(f"năm {year}", raw, _YEAR_KEYS)
    registered = table.get("registered")
    for code in registered or ():
        award_name(code)
    rest = {key: value for key, value in table.items() if key not in ("registered", "findings")}
    return YearRecord(
        year,
        registered_titles=None if registered is None else frozenset(registered),
        findings=table.get("findings") or {},
        **rest,
    )


def _held(raw: Any) -> tuple[AwardHeld, ...] | None:
    """Read awards held, written as ``code: [years]``; ``{year: …, basis: …}`` for one not given for merit."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise BadFactError("Khen thưởng đã có phải ghi dạng “mã: [các năm]”.", "Ví dụ: grassroots_fighter: [2016, 2017].")
    return tuple(_award_held(code, item) for code, items in raw.items() for item in items)


def _award_held(code: str, raw: Any) -> AwardHeld:
    """Read one award held; a misspelt code is refused, since it would silently be “not held”."""
    award_name(code)
    if isinstance(raw, dict):
        return AwardHeld(code, **_table("khen thưởng đã có", raw, {"year", "basis"}))
    return AwardHeld(code, raw)


def _rows(kind: Any, raw: Any) -> Any:
    """Read a list of records; unknown stays unknown."""
    if raw is None:
        return None
    names = {field.name for field in fields(kind)}
    return tuple(_row(kind, row, names) for row in raw)


def _row(kind: Any, raw: Any, names: set[str]) -> Any:
    """Read one record; raises ``BadFactError`` naming what is missing."""
    table = _table(kind.__name__, raw, names)
    try:
        return kind(**table)
    except TypeError as error:
        raise BadFactError(f"Một dòng {kind.__name__} thiếu dữ kiện: {error}.", "Xem ví dụ trong tài liệu.") from None
