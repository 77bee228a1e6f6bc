"""Read facts written by hand: the stories beside each rule, and the files that ``thidua explain --facts`` takes.

The format is described for people in ``docs/ho-so-viet-tay.md``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.rules import handwriting as hand
from thidua.rules.answers import Answer
from thidua.rules.errors import BadFactError
from thidua.rules.facts import (
    BASES,
    CASES,
    GRADES,
    GROUPS,
    LEVELS,
    MEMBER_LEVELS,
    SCOPES,
    AwardHeld,
    DisciplineRecord,
    History,
    InitiativeRecord,
    OpenCase,
    YearRecord,
)
from thidua.rules.names import AWARDS, SUBJECTS, UNION_WORK_VI, award_name
from thidua.rules.yamls import ROOM, read_yaml

_PLACE = "hồ sơ"
_MONTHS = 12


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


def load_gate_stories() -> tuple[Story, ...]:
    """Return the stories beside the gates; each names the award it is told of."""
    files = [read_yaml(f"gates/{path.name}") for path in sorted((ROOM / "gates").glob("*.examples.yaml"))]
    return tuple(_story(item["award"], item) for raw in files for item in raw["stories"])


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

    Raises ``BadFactError`` when none or several subjects are given, or a fact is not as the format has it.
    """
    given = [subject for subject in SUBJECTS if subject in raw]
    if len(given) != 1:
        raise BadFactError(
            "Không rõ đây là hồ sơ của ai.", f"Ghi đúng một trong các khóa {', '.join(SUBJECTS)}, bên dưới là dữ kiện."
        )
    return given[0], history_from(raw[given[0]], given[0])


def history_from(raw: Any, subject: str | None = None) -> History:
    """Read one subject's facts as stories write them; a key left out is unknown, ``[]`` is known to be empty.

    Raises ``BadFactError`` for a key, word or kind of value nobody defined: a misspelt one would be “not known”.
    """
    place = subject or _PLACE
    facts = hand.table(raw, place, _SUBJECT_KEYS)
    years = hand.table(facts.get("years"), f"{place} ▸ years")
    records = [_year(year, item, f"{place} ▸ years ▸ {'' if year is None else year}") for year, item in years.items()]
    if len({record.year for record in records}) < len(records):
        raise BadFactError(f"Ở “{place} ▸ years”: một năm được ghi hai lần.", "Gộp lại thành một.")
    return History(
        years={record.year: record for record in records},
        titles=_held(facts.get("titles"), "title", subject, f"{place} ▸ titles"),
        initiatives=_records(_initiative, facts.get("initiatives"), f"{place} ▸ initiatives"),
        disciplines=_records(_discipline, facts.get("disciplines"), f"{place} ▸ disciplines"),
        lists_known_from=hand.year_of(facts.get("lists_known_from"), f"{place} ▸ lists_known_from"),
        titles_known_until=hand.year_of(facts.get("titles_known_until"), f"{place} ▸ titles_known_until"),
        forms=_held(facts.get("forms"), "form", subject, f"{place} ▸ forms"),
        open_cases=_records(_open_case, facts.get("open_cases"), f"{place} ▸ open_cases"),
    )


def _codes(value: Any, where: str) -> frozenset[str] | None:
    """Read a list of award codes."""
    listed = hand.rows(value, where)
    return None if listed is None else frozenset(_sure(hand.award_code, item, place) for item, place in listed)


def _sure(read: hand.Reader, value: Any, where: str) -> Any:
    """Read a value that must be there."""
    found = read(value, where)
    if found is None:
        raise hand.refuse(where, "", "Ghi giá trị, hoặc bỏ cả dòng nếu không biết.")
    return found


def _table_of(read: hand.Reader, known: Collection[str] | None = None) -> hand.Reader:
    """Return a reader of a table whose values are all of one kind; an entry left empty is left out."""

    def read_all(value: Any, where: str) -> dict[str, Any] | None:
        if value is None:
            return None
        items = hand.table(value, where, known).items()
        named = ((hand.text(key, where), read(item, f"{where} ▸ {key}")) for key, item in items)
        return {key: item for key, item in named if item is not None and key is not None}

    return read_all


_count = hand.whole(0)
_YEAR_FACTS: dict[str, hand.Reader] = {
    "grade": hand.word_of(GRADES),
    "registered": _codes,
    "months_worked": hand.whole(0, _MONTHS),
    "findings": _table_of(hand.flag),
    "group": hand.word_of(GROUPS),
    "benefit": _count,
    "movement_years": _count,
    "union_months": _table_of(_count, UNION_WORK_VI),
    "members": _count,
    "members_with": _table_of(_count, AWARDS),
    "members_completed": _count,
    "member_discipline": hand.word_of(MEMBER_LEVELS),
    "rank": hand.whole(1),
    "targets_exceeded": hand.flag,
}
_SUBJECT_KEYS = (
    "years",
    "titles",
    "forms",
    "initiatives",
    "disciplines",
    "open_cases",
    "lists_known_from",
    "titles_known_until",
)


def _year(year: Any, raw: Any, where: str) -> YearRecord:
    """Read one year."""
    table = hand.table(raw, where, _YEAR_FACTS)
    facts = {key: _YEAR_FACTS[key](value, f"{where} ▸ {key}") for key, value in table.items()}
    registered, findings = facts.pop("registered", None), facts.pop("findings", None)
    for part in ("members_completed", *(facts.get("members_with") or ())):
        _within(facts, part, where)
    return YearRecord(hand.year_needed(year, where), registered_titles=registered, findings=findings or {}, **facts)


def _within(facts: dict[str, Any], part: str, where: str) -> None:
    """Refuse a part of a collective larger than the whole."""
    members, count = facts.get("members"), facts.get(part, (facts.get("members_with") or {}).get(part))
    if members is not None and count is not None and count > members:
        raise BadFactError(f"Ở “{where}”: {part} là {count}, nhiều hơn members là {members}.", "Kiểm tra lại hai số.")


def _held(raw: Any, kind: str, subject: str | None, where: str) -> tuple[AwardHeld, ...] | None:
    """Read awards held, written as ``code: [years]``; ``{year: …, basis: …}`` for one not given for merit.

    A code of the other list or of another subject is refused, since the law would never look for it there.
    """
    if raw is None:
        return None
    known = [code for code, award in AWARDS.items() if award.kind == kind and subject in (None, award.subject)]
    listed = [
        (code, item, place)
        for code, items in hand.table(raw, where, known).items()
        for item, place in hand.rows(items, f"{where} ▸ {code}") or ()
    ]
    return tuple(_award_held(code, item, place) for code, item, place in listed)


def _award_held(code: str, raw: Any, where: str) -> AwardHeld:
    """Read one award held: its year, or its year and basis."""
    if not isinstance(raw, dict):
        return AwardHeld(code, hand.year_needed(raw, where))
    table = hand.table(raw, where, ("year", "basis"))
    basis = hand.word_of(BASES)(table.get("basis"), f"{where} ▸ basis")
    return AwardHeld(code, hand.year_needed(table.get("year"), f"{where} ▸ year"), basis or "merit")


def _records(read: Any, raw: Any, where: str) -> Any:
    """Read a list of records; unknown stays unknown."""
    listed = hand.rows(raw, where)
    return None if listed is None else tuple(read(item, place) for item, place in listed)


def _initiative(raw: Any, where: str) -> InitiativeRecord:
    row = _row(raw, where, {"year": hand.year_of, "scope": hand.word_of(SCOPES), "used_for": hand.text}, 2)
    return InitiativeRecord(**row)


def _discipline(raw: Any, where: str) -> DisciplineRecord:
    row = _row(raw, where, {"level": hand.word_of(LEVELS), "decided_on": hand.day, "ends_on": hand.day}, 2)
    hand.in_order(row["decided_on"], row.get("ends_on"), where)
    return DisciplineRecord(**row)


def _open_case(raw: Any, where: str) -> OpenCase:
    row = _row(raw, where, {"kind": hand.word_of(CASES), "opened_on": hand.day, "closed_on": hand.day}, 2)
    hand.in_order(row["opened_on"], row.get("closed_on"), where)
    return OpenCase(**row)


def _row(raw: Any, where: str, readers: dict[str, hand.Reader], required: int) -> dict[str, Any]:
    """Read one record by its readers; the first ``required`` keys must be there."""
    table = hand.table(raw, where, readers)
    row = {key: readers[key](value, f"{where} ▸ {key}") for key, value in table.items()}
    hand.needed(row, list(readers)[:required], where)
    return row
