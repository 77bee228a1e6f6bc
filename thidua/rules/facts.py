"""The facts about one person, collective or household that the law asks for. ``None`` always means "not known".

Lists differ from single values: ``None`` is an unknown list, ``()`` a list known to be empty, and a
list that is given is complete. Taking one row out of a complete list therefore claims that the
thing never was; to say "we no longer know", set the list to ``None`` or raise ``lists_known_from``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from thidua.rules.errors import BadFactError
from thidua.rules.names import CASE_VI, GROUP_VI, UNION_WORK_VI, is_form

GRADES = ("not_completed", "completed", "good", "excellent")
SCOPES = ("grassroots", "provincial", "national")
LEVELS = ("reprimand", "warning", "salary_step_cut", "demotion", "removal", "dismissal")
MEMBER_LEVELS = ("none", *LEVELS)
CASES = tuple(CASE_VI)
GROUPS = tuple(GROUP_VI)
# What an award was given for. Since NĐ 152/2025 Điều 4 khoản 3 only merit serves as a basis of further merit.
BASES = ("merit", "movement", "sudden")
GRADE_RANK = {grade: rank for rank, grade in enumerate(GRADES)}
SCOPE_RANK = {scope: rank for rank, scope in enumerate(SCOPES)}
LEVEL_RANK = {level: rank for rank, level in enumerate(MEMBER_LEVELS)}


def _known(kind_vi: str, value: str | None, allowed: tuple[str, ...]) -> None:
    """Refuse a word outside its list; a misspelt grade would otherwise judge people wrongly."""
    if value is not None and value not in allowed:
        raise BadFactError(f"{kind_vi} “{value}” không có trong danh mục.", f"Dùng một trong: {', '.join(allowed)}.")


@dataclass(frozen=True, slots=True)
class YearRecord:
    """One year of a person, collective or household.

    ``findings`` are a person's judgements; an absent code = not yet judged. ``months_worked`` counts what the law
    counts as worked (maternity leave, training, …). ``benefit`` is the year's benefit of initiatives in đồng.
    Of collectives: ``members`` in number, ``members_with`` an award, ``members_completed`` their tasks, the worst
    ``member_discipline`` (“none” = nobody), ``rank`` in its bloc or cluster, ``targets_exceeded``:
    all of them. ``union_months``: months of union work up to this year by kind.
    """

    year: int
    grade: str | None = None
    registered_titles: frozenset[str] | None = None
    months_worked: int | None = None
    findings: Mapping[str, bool] = field(default_factory=dict)
    group: str | None = None
    benefit: int | None = None
    movement_years: int | None = None
    union_months: Mapping[str, int] | None = None
    members: int | None = None
    members_with: Mapping[str, int] | None = None
    members_completed: int | None = None
    member_discipline: str | None = None
    rank: int | None = None
    targets_exceeded: bool | None = None

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` for a word outside its list."""
        _known("Xếp loại", self.grade, GRADES)
        _known("Nhóm lao động", self.group, GROUPS)
        _known("Hình thức kỷ luật", self.member_discipline, MEMBER_LEVELS)
        for kind in self.union_months or ():
            _known("Loại thời gian công tác công đoàn", kind, tuple(UNION_WORK_VI))


@dataclass(frozen=True, slots=True)
class AwardHeld:
    """A title or form granted by a decision in force; ``year`` is the year of achievement it was granted for."""

    code: str
    year: int
    basis: str = "merit"

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` for a basis outside ``BASES``."""
        _known("Tính chất khen thưởng", self.basis, BASES)


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
class OpenCase:
    """A case being looked into (discipline, complaint, …); ``closed_on`` = cleared in writing on that day."""

    kind: str
    opened_on: date
    closed_on: date | None = None

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` for a kind outside ``CASES``."""
        _known("Loại vụ việc", self.kind, CASES)


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one subject. A year without a record is an unknown year.

    ``titles`` and ``forms``: honours held, of each kind. ``lists_known_from``: the lists are complete only from this
    year on (a register that starts with the computer age); ``None`` = complete for all years. ``titles_known_until``:
    decisions on titles of later years are not entered yet; ``None`` = all are.
    """

    years: Mapping[int, YearRecord] = field(default_factory=dict)
    titles: tuple[AwardHeld, ...] | None = None
    initiatives: tuple[InitiativeRecord, ...] | None = None
    disciplines: tuple[DisciplineRecord, ...] | None = None
    lists_known_from: int | None = None
    titles_known_until: int | None = None
    forms: tuple[AwardHeld, ...] | None = None
    open_cases: tuple[OpenCase, ...] | None = None

    def __post_init__(self) -> None:
        """Raise ``BadFactError`` when a record is filed under another year than its own."""
        for year, record in self.years.items():
            if record.year != year:
                raise BadFactError(
                    f"Hồ sơ năm {record.year} bị xếp vào năm {year}.", "Xếp lại hồ sơ theo đúng năm của nó."
                )

    def honours(self, code: str) -> tuple[AwardHeld, ...] | None:
        """Return the list in which an award of this code would stand; ``None`` = that list is not known."""
        return self.forms if is_form(code) else self.titles

    def list_unknown_in(self, year: int) -> bool:
        """Say whether the lists may lack rows of this year."""
        return self.lists_known_from is not None and year < self.lists_known_from

    def titles_open_in(self, year: int) -> bool:
        """Say whether decisions on titles of this year may still be to come, or be entered."""
        return self.titles_known_until is not None and year > self.titles_known_until
