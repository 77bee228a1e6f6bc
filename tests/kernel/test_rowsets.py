"""Whole sets of rows: written, traced, taken back; refused where somebody has gone on from there."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.people import PersonFactory, UnitFactory
from thidua.initiatives.models import Authorship, Initiative
from thidua.kernel.errors import StaleVersion, WrongState
from thidua.kernel.rowsets import Trace, delete_rows, insert_rows, standing_of, take_back, update_rows
from thidua.people.models import Membership, Person

NAMES = ["full_name", "name_exact", "name_folded", "name_sort", "code", "birth_date"]


def person_row(code: str, name: str = "Lê Thị Mỹ Hạnh", born: date | None = date(1985, 3, 7)) -> list[Any]:
    return [*Person.name_fields(name).values(), code, born]


def dump(*tables: type[models.Model]) -> list[list[dict[str, Any]]]:
    """Return everything the tables hold but the versions, which never go back."""
    return [
        [{k: v for k, v in row.items() if k != "version"} for row in table._base_manager.order_by("pk").values()]
        for table in tables
    ]


def kept(trace: Trace) -> Trace:
    """Return the trace as it comes back from where it was kept."""
    return Trace.from_json(json.loads(json.dumps(trace.as_json())))


@pytest.mark.django_db
def test_inserted_rows_read_like_saved_ones() -> None:
    trace = insert_rows(Person, NAMES, [person_row("A1"), person_row("A2", "Đỗ Văn Ân", None)])
    first, second = Person.objects.filter(pk__in=trace.keys).order_by("pk")
    assert (first.full_name, first.birth_date, first.sex, first.version) == ("Lê Thị Mỹ Hạnh", date(1985, 3, 7), "", 1)
    assert (second.code, second.birth_date, second.name_folded) == ("A2", None, "do van an")
    # What is saved the usual way afterwards gets a key of its own.
    assert Person.objects.create(code="A3", **Person.name_fields("Vũ Thu Hà")).pk > second.pk


@pytest.mark.django_db
def test_defaults_of_the_database_stand_where_nothing_is_given() -> None:
    unit = UnitFactory.create()
    trace = insert_rows(Initiative, ["code", "unit_id", "year", "name"], [["sk-1", unit.pk, 2018, "Số hóa hồ sơ"]])
    row = Initiative.objects.get(pk=trace.keys[0])
    assert (row.name_folded, row.used_for, row.kind, row.decided_on) == ("", "", "initiative", None)


@pytest.mark.django_db
def test_an_update_keeps_what_stood_there_and_raises_the_version() -> None:
    person = PersonFactory.create(full_name="Trần Văn Bình")
    trace = update_rows(Person, ["full_name", "birth_date"], [[person.pk, "Trần Văn Bính", date(1990, 1, 2)]])
    old = person.birth_date.isoformat() if person.birth_date else None
    assert (trace.before, trace.versions) == ([["Trần Văn Bình", old]], [person.version])
    person.refresh_from_db()
    assert (person.full_name, person.birth_date, person.version) == ("Trần Văn Bính", date(1990, 1, 2), 2)


@pytest.mark.django_db
def test_an_update_over_somebody_elses_writes_nothing() -> None:
    mine, theirs = PersonFactory.create(), PersonFactory.create()
    update_rows(Person, ["sex"], [[theirs.pk, "male"]])
    with pytest.raises(StaleVersion) as refusal:
        update_rows(Person, ["sex"], [[mine.pk, "female"], [theirs.pk, "female"]], expected={mine.pk: 1, theirs.pk: 1})
    assert refusal.value.current == {"keys": [theirs.pk]}
    mine.refresh_from_db()
    assert mine.version == 1


@pytest.mark.django_db
def test_an_update_of_a_row_that_is_gone_is_refused() -> None:
    with pytest.raises(StaleVersion):
        update_rows(Person, ["sex"], [[987_654, "female"]])


@pytest.mark.django_db
def test_taking_back_leaves_everything_as_before() -> None:
    unit, person = UnitFactory.create(), PersonFactory.create()
    initiative = Initiative.objects.create(code="sk-9", unit=unit, year=2018, name="Mẫu")
    Authorship.objects.create(initiative=initiative, person=person)
    before = dump(Person, Membership, Initiative, Authorship)
    people = insert_rows(Person, NAMES, [person_row(f"B{i}") for i in range(30)])
    places = insert_rows(
        Membership, ["person_id", "unit_id", "staff_kind", "valid_from"],
        [[key, unit.pk, "civil_servant", date(2018, 1, 1)] for key in people.keys],
    )  # fmt: skip
    renamed = update_rows(Person, ["full_name"], [[person.pk, "Tên khác"], [people.keys[0], "Tên khác"]])
    gone = delete_rows(Authorship, list(Authorship.objects.values_list("pk", flat=True)))
    assert dump(Person, Membership, Initiative, Authorship) != before
    take_back([kept(trace) for trace in (people, places, renamed, gone)])
    assert dump(Person, Membership, Initiative, Authorship) == before
    person.refresh_from_db()
    assert person.version == 3  # a page opened in between must not save over it


@pytest.mark.django_db
def test_deleted_rows_come_back_with_their_keys_at_a_later_version() -> None:
    unit = UnitFactory.create()
    row = Initiative.objects.create(code="sk-9", unit=unit, year=2018, name="Mẫu", decided_on=None)
    before = dump(Initiative)
    trace = delete_rows(Initiative, [row.pk])
    assert not Initiative.objects.exists()
    take_back([kept(trace)])
    assert dump(Initiative) == before
    assert Initiative.objects.get().version == row.version + 1


@pytest.mark.django_db
def test_rows_changed_since_are_named_and_nothing_is_taken_back() -> None:
    trace = insert_rows(Person, NAMES, [person_row("C1"), person_row("C2")])
    update_rows(Person, ["sex"], [[trace.keys[1], "male"]])
    assert standing_of([trace]).changed == {"people.person": [trace.keys[1]]}
    with pytest.raises(WrongState):
        take_back([trace])
    assert Person.objects.filter(pk__in=trace.keys).count() == 2


@pytest.mark.django_db
def test_rows_that_others_refer_to_since_are_named_with_by_what() -> None:
    trace = insert_rows(Person, NAMES, [person_row("D1"), person_row("D2")])
    initiative = Initiative.objects.create(code="sk-9", unit=UnitFactory.create(), year=2018, name="Mẫu")
    Authorship.objects.create(initiative=initiative, person_id=trace.keys[0])
    assert list(standing_of([trace]).used["people.person"]) == [trace.keys[0]]
    with pytest.raises(WrongState):
        take_back([trace])


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries: Any) -> None:
    small = insert_rows(Person, NAMES, [person_row(f"E{i}") for i in range(3)])
    large = insert_rows(Person, NAMES, [person_row(f"F{i}") for i in range(300)])
    with django_assert_num_queries(2):
        update_rows(Person, ["sex"], [[key, "male"] for key in small.keys])
    with django_assert_num_queries(2):
        update_rows(Person, ["sex"], [[key, "male"] for key in large.keys])


class TakingBackProperty(TestCase):
    """Whatever is written, taking back all of it leaves the table as it was."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(["insert", "update", "delete"]), st.integers(0, 9)), max_size=8))
    def test_any_sequence_can_be_taken_back(self, steps: list[tuple[str, int]]) -> None:
        insert_rows(Person, NAMES, [person_row(f"G{i}") for i in range(4)])
        before = dump(Person)
        traces = []
        for number, (step, pick) in enumerate(steps):
            keys = list(Person.objects.order_by("pk").values_list("pk", flat=True))
            if step == "insert" or not keys:
                traces.append(insert_rows(Person, NAMES, [person_row(f"H{number}-{i}") for i in range(pick)]))
            elif step == "update":
                traces.append(update_rows(Person, ["sex", "birth_date"], [[keys[pick % len(keys)], "male", None]]))
            else:
                traces.append(delete_rows(Person, [keys[pick % len(keys)]]))
        take_back([kept(trace) for trace in traces])
        assert dump(Person) == before
