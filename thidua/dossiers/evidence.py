"""The rows of the record behind each reason: decisions with number and date, grades, initiatives, what people found.

A judgement's tree has the shape of the rule's conditions, so both are walked together and each condition says which
rows it read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thidua.honours.models import Honour
from thidua.honours.selectors import honours_counted
from thidua.honours.states import Subject
from thidua.initiatives.models import Initiative
from thidua.registration.models import (
    Discipline,
    Finding,
    OpenCase,
    PerformanceGrade,
    RegistrationLine,
    UnitResult,
)
from thidua.registration.states import COUNTS_AS_REGISTERED, DECIDED_AT_THE_UNIT
from thidua.rules.book import LawBook
from thidua.rules.case import Case, case_for
from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    AwardsWithin,
    Compare,
    Condition,
    Consecutive,
    DisciplineServed,
    GradeRun,
    GradesWithin,
    HeldBefore,
    HeldInYear,
    HumanFinding,
    MeetsRule,
    NoOpenCase,
    NotDisciplinedInYear,
    NotHeldWithin,
    RecognisedInitiatives,
    Registered,
)
from thidua.rules.facts import SCOPE_RANK, History
from thidua.rules.names import any_name
from thidua.rules.reasons import Judgement, Reason

from .collectives import LAW_CODES
from .facts import YEARS_BACK


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the record in words; ``kind`` and ``key`` name its own page (honour, initiative), or are empty."""

    text: str
    kind: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class Detail:
    """A reason with the rows behind it.

    ``finding``: the code that a person may record for it, for which ``award``; ``own_level``: in the person's own unit;
    ``recorded``: somebody did.
    """

    reason: Reason
    rows: tuple[Row, ...] = ()
    finding: str = ""
    award: str = ""
    own_level: bool = False
    recorded: bool = False
    parts: tuple[Detail, ...] = ()


@dataclass(slots=True)
class Records:
    """The rows of one person, or of one unit as a collective, as they stood on a day. Seven queries at most."""

    honours: list[Honour] = field(default_factory=list)
    grades: list[tuple[int, str, str]] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    disciplines: list[Discipline] = field(default_factory=list)
    cases: list[OpenCase] = field(default_factory=list)
    findings: dict[str, Finding] = field(default_factory=dict)
    lines: list[RegistrationLine] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


def records_of_person(person_id: int, year: int, day: date) -> Records:
    """Return what is recorded of a person for the proposal year, decided by ``day``."""
    grades = PerformanceGrade.objects.filter(person_id=person_id, year__gte=year - YEARS_BACK, year__lte=year)
    made = Initiative.objects.filter(authorships__person_id=person_id, decided_on__lte=day, year__lte=year)
    return Records(
        honours=_honours(honours_counted(day).filter(person_id=person_id)),
        grades=[
            (row.year, row.get_grade_display(), str(row.unit))
            for row in grades.select_related("unit").order_by("-year")
        ],
        initiatives=list(made.order_by("-year", "pk")),
        disciplines=list(Discipline.objects.filter(person_id=person_id, decided_on__lte=day)),
        cases=list(OpenCase.objects.filter(person_id=person_id, opened_on__lte=day)),
        findings={
            row.code: row for row in Finding.objects.filter(person_id=person_id, year=year).select_related("unit")
        },
        lines=_lines(RegistrationLine.objects.filter(person_id=person_id), year),
    )


def records_of_unit(unit_id: int, year: int, day: date) -> Records:
    """Return what is recorded of a unit as a collective for the proposal year, decided by ``day``."""
    grades = UnitResult.objects.filter(unit_id=unit_id, year__gte=year - YEARS_BACK, year__lte=year).exclude(grade="")
    findings = Finding.objects.filter(unit_id=unit_id, person__isnull=True, year=year).select_related("unit")
    return Records(
        honours=_honours(honours_counted(day).filter(unit_id=unit_id, subject=Subject.COLLECTIVE)),
        grades=[(row.year, row.get_grade_display(), "") for row in grades.order_by("-year")],
        cases=list(OpenCase.objects.filter(unit_id=unit_id, person__isnull=True, opened_on__lte=day)),
        findings={row.code: row for row in findings},
        lines=_lines(RegistrationLine.objects.filter(registration__unit_id=unit_id, person__isnull=True), year),
        codes=LAW_CODES,
    )


def _honours(rows: QuerySet[Honour]) -> list[Honour]:
    return list(rows.select_related("title", "form").order_by("-year", "-decision_date", "-id"))


def _lines(rows: QuerySet[RegistrationLine], year: int) -> list[RegistrationLine]:
    counting = rows.filter(registration__year=year, registration__state__in=COUNTS_AS_REGISTERED)
    return list(counting.select_related("title", "registration__unit"))


def details_of(judgement: Judgement, history: History, book: LawBook, records: Records) -> tuple[Detail, ...]:
    """Return the judgement's reasons with the rows behind each; a judgement without a rule has no rows."""
    case = case_for(book, judgement.award, history, judgement.year, judgement.decided_on)
    if case is None:
        return (Detail(judgement.tree),)
    return _detail(judgement.tree, case.bound.condition, case, records).parts


def _detail(reason: Reason, condition: Condition, case: Case, records: Records) -> Detail:
    below = case.lower(condition.award) if isinstance(condition, MeetsRule) else case
    inner = below.bound.condition if isinstance(condition, MeetsRule) and below else condition
    if below is not None and isinstance(inner, AllOf | AnyOf):
        pairs = zip(reason.children, inner.parts, strict=True)
        return Detail(reason, parts=tuple(_detail(child, part, below, records) for child, part in pairs))
    rows = tuple(_ROWS[type(condition)](condition, case, records)) if type(condition) in _ROWS else ()
    code = _finding_code(condition)
    own_level = getattr(condition, "bulk", False) or case.bound.award in DECIDED_AT_THE_UNIT
    return Detail(reason, rows, code, case.bound.award, own_level, code in records.findings)


def _finding_code(condition: Condition) -> str:
    """Return the code of what a person may find for this condition, or ""."""
    if isinstance(condition, HumanFinding):
        return condition.finding
    return (condition.reuse_finding or "") if isinstance(condition, RecognisedInitiatives) else ""


def _years(condition: Any, case: Case) -> range:
    """Return the years that a condition looks at, the longest its window may grow to."""
    length = getattr(condition, "years", None) or condition.window
    return case.stretched(length, condition.include_proposal_year, getattr(condition, "stretch", None)).possible


def _honour_rows(award: str, years: range | None, records: Records) -> Iterator[Row]:
    for honour in records.honours:
        code = records.codes.get(honour.distinction.code, honour.distinction.code)
        if code == award and (years is None or honour.year in years):
            text = _("{award} năm {year}: quyết định số {number} ngày {day} của {issuer}").format(
                award=honour.distinction.label, year=honour.year, number=honour.decision_number,
                day=f"{honour.decision_date:%d/%m/%Y}", issuer=honour.issuer,
            )  # fmt: skip
            yield Row(text, "honour", honour.pk)


def _of_award(condition: Any, case: Case, records: Records) -> Iterator[Row]:
    return _honour_rows(condition.award, _years(condition, case), records)


def _of_award_in_year(condition: HeldInYear, case: Case, records: Records) -> Iterator[Row]:
    year = case.year - (case.number(condition.years_before) if condition.years_before is not None else 0)
    return _honour_rows(condition.award, range(year, year + 1), records)


def _of_award_ever(condition: Any, case: Case, records: Records) -> Iterator[Row]:
    return _honour_rows(condition.award, None, records)


def _of_grades(condition: Any, case: Case, records: Records) -> Iterator[Row]:
    years = _years(condition, case)
    for year, grade, unit in records.grades:
        if year in years:
            text = _("Năm {year}: {grade}").format(year=year, grade=grade)
            yield Row(f"{text} ({unit})" if unit else text)
    if getattr(condition, "or_award", None):
        yield from _honour_rows(condition.or_award, years, records)


def _of_value(condition: Compare, case: Case, records: Records) -> Iterator[Row]:
    for year, grade, unit in records.grades:
        if condition.fact.name == "grade" and year == case.year:
            text = _("Năm {year}: {grade}").format(year=year, grade=grade)
            yield Row(f"{text} ({unit})" if unit else text)


def _of_initiatives(condition: RecognisedInitiatives, case: Case, records: Records) -> Iterator[Row]:
    years = _years(condition, case)
    for made in records.initiatives:
        if made.year in years and SCOPE_RANK[made.scope] >= SCOPE_RANK[condition.scope]:
            text = _("“{name}”, {scope}: quyết định số {number} ngày {day}").format(
                name=made.name, scope=made.get_scope_display(), number=made.decision_number,
                day=f"{made.decided_on:%d/%m/%Y}",
            )  # fmt: skip
            used = _(" (đã dùng để xét {award})").format(award=made.used_for_name) if made.used_for else ""
            yield Row(text + used, "initiative", made.pk)


def _of_disciplines(condition: Any, case: Case, records: Records) -> Iterator[Row]:
    for measure in records.disciplines:
        ends = f"{measure.ends_on:%d/%m/%Y}" if measure.ends_on else _("chưa ghi")
        yield Row(
            _("{level}: quyết định số {number} ngày {day}, hết hiệu lực: {ends}").format(
                level=measure.get_level_display(), number=measure.decision_number,
                day=f"{measure.decided_on:%d/%m/%Y}", ends=ends,
            )
        )  # fmt: skip


def _of_cases(condition: Any, case: Case, records: Records) -> Iterator[Row]:
    for item in records.cases:
        ended = _("kết luận ngày {day}: {outcome}").format(
            day=f"{item.closed_on:%d/%m/%Y}", outcome=item.outcome
        ) if item.closed_on else _("chưa có kết luận")  # fmt: skip
        said = [f"{item.get_kind_display()} ({item.opened_on:%d/%m/%Y})", item.note, ended]
        yield Row("; ".join(word for word in said if word))


def _of_finding(condition: Any, case: Case, records: Records) -> Iterator[Row]:
    found = records.findings.get(_finding_code(condition))
    if found is not None and found.reason:
        yield Row(_("Lý do đã ghi: {reason} ({unit})").format(reason=found.reason, unit=found.unit))


def _of_registration(condition: Registered, case: Case, records: Records) -> Iterator[Row]:
    counting = {condition.title, *cast(tuple[str, ...], case.bound.values[condition.included_in.name])}
    for line in records.lines:
        if line.title.code not in counting:
            continue
        sent = line.registration.submitted_at
        day = f"{sent:%d/%m/%Y}" if sent else "–"
        yield Row(
            _("{title}: bản đăng ký của {unit}, nộp ngày {day}").format(
                title=any_name(line.title.code), unit=line.registration.unit, day=day
            )
        )


def _of_initiatives_and_finding(condition: Any, case: Case, records: Records) -> Iterator[Row]:
    yield from _of_initiatives(condition, case, records)
    yield from _of_finding(condition, case, records)


_ROWS: dict[type, Callable[[Any, Case, Records], Iterator[Row]]] = {
    HeldInYear: _of_award_in_year,
    Consecutive: _of_award,
    AwardsWithin: _of_award,
    NotHeldWithin: _of_award_ever,
    HeldBefore: _of_award_ever,
    GradeRun: _of_grades,
    GradesWithin: _of_grades,
    Compare: _of_value,
    RecognisedInitiatives: _of_initiatives_and_finding,
    NotDisciplinedInYear: _of_disciplines,
    DisciplineServed: _of_disciplines,
    NoOpenCase: _of_cases,
    HumanFinding: _of_finding,
    Registered: _of_registration,
}
