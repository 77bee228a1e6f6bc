"""Catalogues are data: seeded once, changed by people, never with two entries of one name."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import City
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion
from thidua.kernel.models import AuditEvent
from thidua.people.models import Position, Sector, UnitKind
from thidua.people.services import end_entry, load_catalogues, save_entry

BY = SystemActor("thử")
SINCE = date(2015, 1, 1)


def entry_values(**changes) -> dict:
    return {"code": "thu-ky", "name": "thư ký", "synonyms": ["TK"], "valid_from": SINCE, "order": 5} | changes


@pytest.mark.django_db
def test_seeds_are_loaded_once_and_people_may_change_them(at) -> None:
    added = load_catalogues(by=BY, at=at)
    assert added == {"unit_kinds": 7, "positions": 23, "sectors": 20}
    Position.objects.filter(code="specialist").update(name="chuyên viên bậc 1")
    Sector.objects.filter(code="health").delete()
    assert load_catalogues(by=BY, at=at) == {"unit_kinds": 0, "positions": 0, "sectors": 1}
    assert load_catalogues(by=BY, at=at) == {"unit_kinds": 0, "positions": 0, "sectors": 0}
    assert Position.objects.get(code="specialist").name == "chuyên viên bậc 1"
    assert AuditEvent.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("model", [UnitKind, Position, Sector])
def test_no_seed_shares_a_name_with_another(at, model) -> None:
    load_catalogues(by=BY, at=at)
    for entry in model.objects.all():
        save_entry(model=model, entry_id=entry.pk, values={"order": entry.order + 1}, by=BY, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "code"), [
    ("CĐCS", "grassroots_union"),
    ("cong doan co so", "grassroots_union"),
    ("Tổ CĐ", "union_group"),
    ("không có", None),
])  # fmt: skip
def test_a_term_is_found_as_people_write_it(at, written: str, code: str | None) -> None:
    load_catalogues(by=BY, at=at)
    found = UnitKind.objects.all().named(written)
    assert (found.code if found else None) == code


@pytest.mark.django_db
def test_an_entry_is_added_changed_and_ended_each_with_one_event(at) -> None:
    entry = save_entry(model=Position, values=entry_values(synonyms=["TK", " TK ", ""]), by=BY, at=at)
    assert entry.synonyms == ["TK"]
    changes = {"entry_id": entry.pk, "values": {"name": "thư ký  công đoàn", "code": "khac"}, "by": BY, "at": at}
    for _ in range(2):
        save_entry(model=Position, expected_version=None, **changes)
    entry.refresh_from_db()
    assert (entry.code, entry.name) == ("thu-ky", "thư ký công đoàn"), "a code never changes"
    for _ in range(2):
        end_entry(model=Position, entry_id=entry.pk, on=date(2018, 1, 1), by=BY, at=at)
    assert entry not in Position.objects.at(date(2018, 1, 1))
    assert list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)) == [
        "catalogue.save",
        "catalogue.save",
        "catalogue.end",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "field"), [
    ({"name": ""}, "name"),
    ({"code": "có dấu"}, "code"),
    ({"valid_to": SINCE}, "valid_to"),
    ({"name": "CHUYEN VIEN"}, "name"),
    ({"synonyms": ["Chuyên viên"]}, "synonyms"),
    ({"code": "specialist", "name": "khác"}, "code"),
])  # fmt: skip
def test_what_cannot_be_saved_names_its_field(at, changes: dict, field: str) -> None:
    load_catalogues(by=BY, at=at)
    with pytest.raises(InvalidInput) as refusal:
        save_entry(model=Position, values=entry_values(**changes), by=BY, at=at)
    assert field in refusal.value.fields


@pytest.mark.django_db
def test_the_name_of_an_ended_entry_may_be_used_again(at) -> None:
    old = save_entry(model=Position, values=entry_values(), by=BY, at=at)
    end_entry(model=Position, entry_id=old.pk, on=date(2017, 1, 1), by=BY, at=at)
    save_entry(model=Position, values=entry_values(code="thu-ky-2", valid_from=date(2017, 1, 1)), by=BY, at=at)


@pytest.mark.django_db
def test_the_second_of_two_savers_is_told(at) -> None:
    entry = save_entry(model=Position, values=entry_values(), by=BY, at=at)
    call = {"model": Position, "entry_id": entry.pk, "expected_version": 1, "by": BY, "at": at}
    save_entry(values={"name": "một"}, **call)
    with pytest.raises(StaleVersion) as refusal:
        save_entry(values={"name": "hai"}, **call)
    assert refusal.value.current["name"] == "một"


@pytest.mark.django_db
def test_an_entry_that_is_not_there(at) -> None:
    with pytest.raises(NotFound):
        end_entry(model=Position, entry_id=1, on=SINCE, by=BY, at=at)


@pytest.mark.parametrize(("role", "allowed"), [
    ("city_officer", True), ("administrator", True), ("grassroots_officer", False), ("auditor", False),
])  # fmt: skip
def test_who_may_keep_catalogues(city: City, at, role: str, allowed: bool) -> None:
    call = {"model": Position, "values": entry_values(), "by": city.user(role, "above"), "at": at}
    if allowed:
        save_entry(**call)
        return
    with pytest.raises(NotAllowed):
        save_entry(**call)
