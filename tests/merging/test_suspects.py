"""The finder: planted duplicates are found, people who only look a little alike are not, and 100,000 take seconds."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.factories.people import MembershipFactory, PersonFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import NotFound
from thidua.kernel.models import AuditEvent
from thidua.kernel.text import exact, fold
from thidua.merging.alike import Suspect, alike
from thidua.merging.selectors import suspect_rows, suspects_for
from thidua.merging.services import keep_apart
from thidua.people.models import Person

FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Phan"]
MIDDLES = ["Thị", "Văn", "Minh", "Thanh", "Ngọc", "Đức", "Hữu", "Quang", "Thu", "Kim", "Xuân", "Bảo", "Gia", "Hồng"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hạnh", "Hải", "Hùng", "Khánh", "Lan", "Linh", "Mai", "Nam",
         "Nga", "Oanh", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Vân", "Yến", "Đào", "Kiên"]  # fmt: skip
SEED = 20181125


def person(key: int, name: str, born: date | None, unit: int = 1, code: str = "", sex: str = "") -> dict[str, Any]:
    return {
        "id": key, "code": code or f"CB{key:06d}", "name_exact": exact(name), "name_folded": fold(name),
        "birth_date": born, "sex": sex, "unit_id": unit,
    }  # fmt: skip


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides={"birth_date": pl.Date, "unit_id": pl.Int64})


def crowd(count: int, rng: random.Random) -> list[dict[str, Any]]:
    """Return different people with the names and ages of an ordinary city, in units of about 100."""
    rows = []
    for key in range(1, count + 1):
        name = f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)} {rng.choice(MIDDLES)} {rng.choice(GIVEN)}"
        born = date(1958, 1, 2) + timedelta(days=rng.randrange(40 * 365))
        rows.append(person(key, name, born, unit=rng.randrange(max(1, count // 100))))
    return rows


def entered_again(row: dict[str, Any], key: int, how: str, rng: random.Random) -> dict[str, Any]:
    """Return the same human being as another list would have them."""
    name, born, unit, code = row["name_exact"], row["birth_date"], row["unit_id"], f"X{key}"
    if how == "without marks":
        name = fold(name)
    elif how == "day and month swapped":
        born = date(born.year, min(born.day, 12), max(born.month, 2))
        row["birth_date"] = date(born.year, born.day, born.month) if born.day <= 12 else born
    elif how == "only the year":
        born = date(born.year, 1, 1)
    elif how == "one letter":
        place = rng.randrange(len(name.split(" ")[0]))
        name = name[:place] + "q" + name[place + 1 :]
    elif how == "number written otherwise":
        code, born = f"cb-{row['id']:06d}".lower(), None
    elif how == "no day":
        born = None
    elif how == "another unit":
        unit += 1
    return person(key, name, born, unit, code)


KINDS = ["as it is", "without marks", "day and month swapped", "only the year", "one letter",
         "number written otherwise", "no day", "another unit"]  # fmt: skip


def test_planted_duplicates_are_found_and_others_are_not() -> None:
    rng = random.Random(SEED)
    rows = crowd(8_000, rng)
    planted: dict[tuple[int, int], str] = {}
    for place, row in enumerate(rng.sample(rows, 160)):
        how = KINDS[place % len(KINDS)]
        again = entered_again(row, 100_000 + place, how, rng)
        planted[row["id"], again["id"]] = how
        rows.append(again)
    found = {(one.first_id, one.second_id): one for one in alike(frame(rows))}
    missed = {how for pair, how in planted.items() if pair not in found}
    assert missed == set()
    sure = {pair for pair, one in found.items() if one.confidence >= 80}
    assert len(sure & set(planted)) / len(sure) >= 0.95
    assert len(set(planted) & set(found)) / len(found) >= 0.8
    # Control: the same city without them has hardly a pair, and a finder that sees no day of birth misses.
    assert len(alike(frame(crowd(8_000, random.Random(SEED))))) < 40
    blind = [row | {"birth_date": None, "unit_id": row["id"]} for row in rows]
    assert len({(one.first_id, one.second_id) for one in alike(frame(blind))} & set(planted)) < len(planted) / 2


BORN = date(1980, 2, 21)


@pytest.mark.parametrize(("one", "other"), [
    (("Lê Thu Hà", BORN), ("Lê Thu Hà", date(1981, 2, 21))),  # a namesake a year younger
    (("Lê Thu Hà", BORN), ("Lê Thu Hương", BORN)),  # twins
    (("Lê Thu Hà", None), ("Lê Thu Hạnh", None)),
    (("Lê Thu Hà", BORN), ("Lê Thu Hà", date(1980, 9, 3))),
])  # fmt: skip
def test_who_is_only_a_little_alike_is_left_alone(one: Any, other: Any) -> None:
    assert alike(frame([person(1, *one), person(2, *other)])) == []


def test_reasons_are_told_and_weigh() -> None:
    same = alike(frame([person(1, "Lê Thu Hà", BORN), person(2, "Lê Thu Hà", BORN)]))
    assert same == [Suspect(1, 2, 95, ("same_name", "same_date", "same_unit"))]
    (swapped,) = alike(frame([person(1, "Lê Thu Hà", date(1980, 2, 5)), person(2, "Le Thu Ha", date(1980, 5, 2), 2)]))
    assert swapped.reasons == ("same_letters", "swapped")
    assert swapped.confidence < same[0].confidence
    sexes = frame([person(1, "Lê Thu Hà", BORN, sex="male"), person(2, "Lê Thu Hà", BORN, sex="female")])
    assert alike(sexes)[0].reasons[-1] == "other_sex"
    assert alike(frame([person(1, "Lê Thu Hà", None, 1), person(2, "Lê Thu Hà", None, 2)])) == []
    assert alike(frame([person(1, "Lê Thu Hà", BORN)])) == []


def test_a_hundred_thousand_people_take_some_seconds() -> None:
    people = frame(crowd(100_000, random.Random(SEED)))
    start = time.process_time()
    alike(people)
    assert time.process_time() - start < 15


@pytest.fixture
def twice(city: City) -> tuple[Person, Person]:
    """Somebody of unit A, entered again."""
    first = PersonFactory(full_name="Phạm Thị Cúc", birth_date=BORN)
    second = PersonFactory(full_name="Phạm Thị Cúc", birth_date=BORN)
    MembershipFactory(person=first, unit=city.a)
    MembershipFactory(person=second, unit=city.a)
    return first, second


def pairs(actor: Any, day: date) -> set[tuple[int, int]]:
    return {(one.first_id, one.second_id) for one in suspects_for(actor, day)}


def test_a_pair_shows_to_who_may_edit_both(city: City, twice, at) -> None:
    pair = (twice[0].pk, twice[1].pk)
    day = at.date()
    assert pair in pairs(city.user("grassroots_officer"), day)
    assert pair in pairs(SystemActor("thử"), day)
    assert pairs(city.user("grassroots_officer", "other"), day) == set()
    assert pairs(city.user("auditor", "above"), day) == set()
    # One of them moves to unit B: only who edits both units is asked.
    twice[1].memberships.update(valid_to=date(2018, 1, 1))
    MembershipFactory(person=twice[1], unit=city.b, valid_from=date(2018, 1, 1))
    assert pairs(city.user("grassroots_officer"), day) == set()
    assert pairs(city.user("grassroots_officer", "other"), day) == set()
    assert pair in pairs(city.user("city_officer", "above"), day)


def test_two_found_to_be_two_are_not_asked_about_again(city: City, twice, at) -> None:
    one, other = twice
    officer = city.user("grassroots_officer")
    apart = keep_apart(one_id=other.pk, other_id=one.pk, by=officer, at=at)
    assert (apart.first, apart.second) == (one, other)
    assert keep_apart(one_id=one.pk, other_id=other.pk, by=officer, at=at) == apart
    assert AuditEvent.objects.count() == 1
    assert pairs(officer, at.date()) == set()
    with pytest.raises(NotFound):
        keep_apart(one_id=one.pk, other_id=other.pk, by=city.user("grassroots_officer", "other"), at=at)


def test_queries_do_not_grow_with_people(city: City, twice, at) -> None:
    def asked() -> int:
        officer = city.user("grassroots_officer")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = suspect_rows(suspects_for(officer, at.date()), at.date())
        assert rows
        return len(queries)

    before = asked()
    for _again in range(3):
        MembershipFactory(person=PersonFactory(full_name="Phạm Thị Cúc", birth_date=BORN), unit=city.a)
    assert asked() == before
