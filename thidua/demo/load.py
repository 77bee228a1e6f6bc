"""Writes generated people and their past into the database, set by set: COPY on PostgreSQL, executemany on SQLite.

Bulk rows bypass the services, so one audit event tells of the whole load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from thidua.honours.models import Honour, Title
from thidua.honours.states import Nature, Subject
from thidua.initiatives.models import Authorship, Initiative
from thidua.initiatives.states import InitiativeKind
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.people.models import Membership, Person, Position, Unit, UnitSuccession
from thidua.registration.models import Discipline, Leave, PerformanceGrade

from .population import LAST_YEAR, GeneratedPerson, PersonYear

CHUNK = 20_000
LEAVE_DAYS = {"maternity": ("02-01", "07-31"), "sick": ("03-01", "04-15"), "study": ("09-01", "12-15")}
INITIATIVE_TOPICS = (
    "Rút ngắn thời gian giải quyết thủ tục hành chính", "Số hóa hồ sơ lưu trữ của phòng",
    "Mẫu biểu điện tử thay báo cáo giấy", "Quy trình tiếp nhận hồ sơ một cửa liên thông",
    "Tiết kiệm điện, văn phòng phẩm tại công sở", "Cải tiến lịch trực và phân công công việc",
    "Tra cứu văn bản bằng mã vạch", "Nâng cao chất lượng tiếp công dân",
)  # fmt: skip


def bulk_load(model: type[models.Model], columns: list[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """Insert ``rows`` (tuples in the order of ``columns``, database column names) and return how many.

    Columns that are not named get their field's default.
    """
    others = [
        field
        for field in model._meta.concrete_fields
        if field.column not in columns and not field.primary_key and not field.has_db_default()
    ]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = columns + [str(field.column) for field in others]
    rows = (row + defaults for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    count += 1
        else:
            marks = ", ".join(["?"] * len(columns))
            iterator = iter(rows)
            while chunk := list(islice(iterator, CHUNK)):
                cursor.cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)  # noqa: S608 - own names
                count += len(chunk)
    return count


def reset_sequences(*tables: type[models.Model]) -> None:
    """Let PostgreSQL's counters go on after rows that were inserted with their own ids."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


class Loader:
    """Turns generated persons into rows. ``past_until`` is the last year whose grades and titles are written here."""

    def __init__(self, unions: list[Unit], past_until: int) -> None:
        self.unions = unions
        self.past_until = past_until
        self.origins = dict(UnitSuccession.objects.values_list("successor_id", "predecessor_id"))
        self.positions = dict(Position.objects.values_list("code", "id"))
        self.titles = {title.code: title for title in Title.objects.all()}
        self.first_id = (Person.objects.aggregate(last=models.Max("id"))["last"] or 0) + 1

    def person_id(self, person: GeneratedPerson) -> int:
        """Return the database id of a generated person."""
        return self.first_id + person.number - 1

    def load(self, people: list[GeneratedPerson]) -> dict[str, int]:
        """Insert everything about ``people`` and return the counts by table."""
        counts = {
            "people": bulk_load(Person, PERSON_COLUMNS, map(self._person, people)),
            "memberships": bulk_load(
                Membership, MEMBERSHIP_COLUMNS, (row for person in people for row in self._memberships(person))
            ),
            "grades": self._each(PerformanceGrade, GRADE_COLUMNS, people, self._grade, self.past_until),
            "honours": self._each(Honour, HONOUR_COLUMNS, people, self._honours, self.past_until),
            "disciplines": self._each(Discipline, DISCIPLINE_COLUMNS, people, self._discipline),
            "leaves": self._each(Leave, LEAVE_COLUMNS, people, self._leave),
            "initiatives": self._initiatives(people),
        }
        reset_sequences(Person, Initiative)
        return counts

    def _each(
        self,
        model: type[models.Model],
        columns: list[str],
        people: list[GeneratedPerson],
        rows_of: Callable[[GeneratedPerson, int, PersonYear], Iterable[tuple[Any, ...]]],
        until: int = LAST_YEAR,
    ) -> int:
        def rows() -> Iterator[tuple[Any, ...]]:
            for person in people:
                for year, this in person.years.items():
                    if year <= until:
                        yield from rows_of(person, year, this)

        return bulk_load(model, columns, rows())

    def _person(self, person: GeneratedPerson) -> tuple[Any, ...]:
        name = Person.name_fields(person.full_name)
        return (
            self.person_id(person), person.code, person.sex, person.birth_date.isoformat(),
            name["full_name"], name["name_exact"], name["name_folded"], name["name_sort"],
        )  # fmt: skip

    def _memberships(self, person: GeneratedPerson) -> Iterator[tuple[Any, ...]]:
        """Yield the person's place; where the unit came out of another, the place before as well."""
        unit = self.unions[person.unit]
        spans = [(unit.pk, max(person.joined, unit.valid_from), person.left)]
        if person.joined < unit.valid_from:
            before_ends = min(person.left or unit.valid_from, unit.valid_from)
            spans.insert(0, (self.origins[unit.pk], person.joined, before_ends))
            if person.left and person.left <= unit.valid_from:
                spans.pop()
        for unit_id, first, last in spans:
            yield (
                self.person_id(person), unit_id, self.positions[person.position], person.staff_kind, True,
                first.isoformat(), last.isoformat() if last else None,
            )  # fmt: skip

    def _unit_id(self, person: GeneratedPerson, year: int) -> int:
        """Return the unit that recorded the person's ``year``."""
        unit = self.unions[person.unit]
        return unit.pk if unit.valid_from <= date(year, 12, 31) else self.origins[unit.pk]

    def _grade(self, person: GeneratedPerson, year: int, this: PersonYear) -> Iterator[tuple[Any, ...]]:
        if this.grade:
            yield (self.person_id(person), self._unit_id(person, year), year, this.grade)

    def _honours(self, person: GeneratedPerson, year: int, this: PersonYear) -> Iterator[tuple[Any, ...]]:
        unit = self.unions[person.unit]
        for code in this.titles:
            title = self.titles[code]
            number = f"{100 + person.unit}/QĐ-TĐKT"
            yield (
                self.person_id(person), self._unit_id(person, year), Subject.PERSON, title.pk, year, title.issuer_level,
                _issuer(title.issuer_level, unit), number, date(year, 12, 25).isoformat(), Nature.GRANTED,
            )  # fmt: skip

    def _discipline(self, person: GeneratedPerson, year: int, this: PersonYear) -> Iterator[tuple[Any, ...]]:
        if this.discipline:
            decided, number = date(year, 6, 10), f"{person.number}/QĐ-KL"
            yield (
                self.person_id(person), self._unit_id(person, year), this.discipline, f"{number}-{year}",
                decided.isoformat(), date(year + 1, 6, 10).isoformat(),
            )  # fmt: skip

    def _leave(self, person: GeneratedPerson, year: int, this: PersonYear) -> Iterator[tuple[Any, ...]]:
        if this.leave:
            first, last = LEAVE_DAYS[this.leave]
            unit = self._unit_id(person, year)
            yield (self.person_id(person), unit, this.leave, f"{year}-{first}", f"{year}-{last}")

    def _initiatives(self, people: list[GeneratedPerson]) -> int:
        """Insert initiatives and, with the same ids, their authorships."""
        first = (Initiative.objects.aggregate(last=models.Max("id"))["last"] or 0) + 1
        found = [
            (person, year, this.initiative)
            for person in people
            for year, this in person.years.items()
            if this.initiative
        ]
        bulk_load(
            Initiative,
            INITIATIVE_COLUMNS,
            (self._initiative(first + i, person, year, scope) for i, (person, year, scope) in enumerate(found)),
        )
        columns = ["initiative_id", "person_id", "share"]
        return bulk_load(
            Authorship, columns, ((first + i, self.person_id(person), 100) for i, (person, *_) in enumerate(found))
        )

    def _initiative(self, key: int, person: GeneratedPerson, year: int, scope: str) -> tuple[Any, ...]:
        name = Initiative.name_fields(f"{INITIATIVE_TOPICS[person.number % len(INITIATIVE_TOPICS)]} năm {year}")
        return (
            key, f"SK-{year}-{person.number:07d}", InitiativeKind.INITIATIVE, self._unit_id(person, year), year, scope,
            f"{200 + person.unit}/QĐ-SK", date(year, 11, 15).isoformat(), *name.values(),
        )  # fmt: skip


@service("demo.load")
def load_people(
    *, people: list[GeneratedPerson], unions: list[Unit], past_until: int, by: Actor, at: datetime
) -> dict[str, int]:
    """Load generated people and their past into the city's unions; returns counts by table."""
    counts = Loader(unions, past_until).load(people)
    audit(Person, label=f"{counts['people']} người", details={"counts": counts})
    return counts


def _issuer(level: str, unit: Unit) -> str:
    """Return who decides at a level, in the demo city."""
    return {
        "state": "Thủ tướng Chính phủ",
        "ministerial_provincial": "Chủ tịch Ủy ban nhân dân Thành phố",
        "grassroots": f"Thủ trưởng {unit.short_name.removeprefix('CĐCS ')}",
    }.get(level, f"Ban Chấp hành {unit.short_name}")


PERSON_COLUMNS = ["id", "code", "sex", "birth_date", "full_name", "name_exact", "name_folded", "name_sort"]
MEMBERSHIP_COLUMNS = ["person_id", "unit_id", "position_id", "staff_kind", "union_member", "valid_from", "valid_to"]
HONOUR_COLUMNS = [
    "person_id", "unit_id", "subject", "title_id", "year", "issuer_level", "issuer", "decision_number",
    "decision_date", "nature",
]  # fmt: skip
GRADE_COLUMNS = ["person_id", "unit_id", "year", "grade"]
DISCIPLINE_COLUMNS = ["person_id", "unit_id", "level", "decision_number", "decided_on", "ends_on"]
LEAVE_COLUMNS = ["person_id", "unit_id", "kind", "starts_on", "ends_on"]
INITIATIVE_COLUMNS = [
    "id", "code", "kind", "unit_id", "year", "scope", "decision_number", "decided_on",
    "name", "name_exact", "name_folded",
]  # fmt: skip
