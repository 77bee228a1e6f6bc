"""The facts about one person that the law asks for. ``None`` always means "not known".

Lists differ from single values: ``None`` is an unknown list, ``()`` a list known to be empty, and a
list that is given is complete. Taking one row out of a complete list therefore claims that the
thing never was; to say "we no longer know", set the list to ``None`` or raise ``lists_known_from``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from thidua.rules.errors import BadFactError

GRADES = ("not_completed", "completed", "good", "excellent")
SCOPES = ("grassroots", "provincial", "national")
LEVELS = ("reprimand", "warning", "salary_step_cut", "demotion", "removal", "dismissal")
GRADE_RANK = {grade: rank for rank, grade in enumerate(GRADES)}
SCOPE_RANK = {scope: rank for rank, scope in enumerate(SCOPES)}
LEVEL_RANK = {level: rank for rank, level in enumerate(LEVELS)}


def _known(kind_vi: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a word outside its list; a misspelt grade would otherwise judge people wrongly."""
    if value not in allowed:
        raise BadFactError(f"{kind_vi} “{value}” không có trong danh mục.", f"Dùng một trong: {', '.join(allowed)}.")


@dataclass(frozen=True, slots=True)
class YearRecord:
    """One working year of a person. ``findings`` are a person's judgements; an absent code = not yet judged."""

    year: int
    grade: str | None = None
    registered_titles: frozenset[str] | None = None
    months_worked: int | None = None
    findings: Mapping[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` for a grade outside ``GRADES``."""
        if self.grade is not None:
            _known("Xếp loại", self.grade, GRADES)


@dataclass(frozen=True, slots=True)
class TitleHeld:
    """A title granted by a decision in force; ``year`` is the year of achievement it was granted for."""

    code: str
    year: int


@dataclass(frozen=True, slots=True)
class InitiativeRecord:
    """A recognised initiative or accepted topic. ``year`` = year of recognition, ``scope`` its widest scope.

    ``used_for`` is the title or commendation form it already served; here ``None`` means not used yet.
    """

    year: int
    scope: str
    used_for: str | None = None

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` for a scope outside ``SCOPES``."""
        _known("Phạm vi sáng kiến", self.scope, SCOPES)


@dataclass(frozen=True, slots=True)
class DisciplineRecord:
    """A disciplinary decision; ``ends_on`` is the first day free of it, ``None`` if not known."""

    level: str
    decided_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` for a level outside ``LEVELS``."""
        _known("Hình thức kỷ luật", self.level, LEVELS)


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one person. A year without a record is an unknown year.

    ``lists_known_from``: the three lists are complete only from this year on (a register that
    starts with the computer age); ``None`` = complete for all years. ``titles_known_until``: decisions on titles of
    later years are not entered yet; ``None`` = all are.
    """

    years: Mapping[int, YearRecord] = field(default_factory=dict)
    titles: tuple[TitleHeld, ...] | None = None
    initiatives: tuple[InitiativeRecord, ...] | None = None
    disciplines: tuple[DisciplineRecord, ...] | None = None
    lists_known_from: int | None = None
    titles_known_until: int | None = None

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` when a record is filed under another year than its own."""
        for year, record in self.years.items():
            if record.year != year:
                raise BadFactError(
                    f"Hồ sơ năm {record.year} bị xếp vào năm {year}.", "Xếp lại hồ sơ theo đúng năm của nó."
                )

    def list_unknown_in(self, year: int) -> bool:
        """Say whether the lists may lack rows of this year."""
        return self.lists_known_from is not None and year < self.lists_known_from

    def titles_open_in(self, year: int) -> bool:
        """Say whether decisions on titles of this year may still be to come, or be entered."""
        return self.titles_known_until is not None and year > self.titles_known_until
