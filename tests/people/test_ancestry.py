"""The ancestry table says for any date what a naive walk over the versions says, after any history."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.people import MembershipFactory, UnitFactory, UnitKindFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, Refusal
from thidua.people.models import Membership, Unit, UnitAncestry, UnitVersion
from thidua.people.services import NewUnit, close_unit, create_unit, merge_units, move_unit, rename_unit, split_unit
from thidua.people.services.ancestry import write_ancestry

BY = SystemActor("thử")
AT = datetime(2019, 1, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
START = date(2010, 1, 1)
# A few days only, so that random histories meet on the same ones.
DAYS = [START + timedelta(days=200 * n) for n in range(1, 12)]

days = st.sampled_from(DAYS)
picks = st.integers(0, 7)
steps = st.one_of(
    st.tuples(st.just("rename"), picks, picks, days),
    st.tuples(st.just("move"), picks, picks, days),
    st.tuples(st.just("move"), picks, picks, days),
    st.tuples(st.just("merge"), picks, picks, days),
    st.tuples(st.just("merge into a new one"), picks, picks, days),
    st.tuples(st.just("split"), picks, picks, days),
    st.tuples(st.just("split and go on"), picks, picks, days),
    st.tuples(st.just("close"), picks, picks, days),
)


def naive_lines(day: date) -> set[tuple[int, int, int]]:
    """Walk up from each unit that has a version on the day."""
    parents = dict(UnitVersion.objects.at(day).values_list("unit_id", "parent_id"))
    lines = set()
    for unit_id in parents:
        here, depth = unit_id, 0
        while here is not None:
            lines.add((here, unit_id, depth))
            here, depth = parents[here], depth + 1
            assert depth < 50, "a ring"
    return lines


def stored_lines(day: date) -> list[tuple[int, int, int]]:
    return list(UnitAncestry.objects.at(day).values_list("ancestor_id", "descendant_id", "depth"))


def take_step(number: int, step: tuple[str, int, int, date]) -> None:
    """Carry out one step of a history; a refusal leaves everything as it was."""
    verb, one, other, day = step
    units = list(Unit.objects.order_by("id"))
    unit, second = units[one % len(units)], units[other % len(units)]
    new = NewUnit(code=f"moi-{number}", name=f"Đơn vị mới {number}", short_name=f"ĐV {number}")
    call = {"day": day, "by": BY, "at": AT}
    try:
        if verb == "rename":
            rename_unit(unit_id=unit.pk, name=f"Tên {number}", short_name=f"T{number}", **call)
        elif verb == "move":
            move_unit(unit_id=unit.pk, parent_id=second.pk, **call)
        elif verb == "merge":
            merge_units(source_ids=[unit.pk], into=second.pk, **call)
        elif verb == "merge into a new one":
            merge_units(source_ids=[unit.pk, second.pk], into=new, **call)
        elif verb == "close":
            close_unit(unit_id=unit.pk, **call)
        else:
            _split(unit, new, day, keep=verb == "split and go on")
    except Refusal:
        pass


def _split(unit: Unit, new: NewUnit, day: date, *, keep: bool) -> None:
    people = Membership.objects.at(day).filter(unit=unit).values_list("person_id", flat=True)
    children = UnitVersion.objects.at(day).filter(parent=unit).values_list("unit_id", flat=True)
    part = NewUnit(new.code, new.name, new.short_name, person_ids=list(people), child_ids=list(children))
    split_unit(unit_id=unit.pk, parts=[part], keep=keep, day=day, by=BY, at=AT)


class RandomHistories(TestCase):
    """Histories of renames, moves, mergers, splits and closures."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(history=st.lists(steps, min_size=1, max_size=8))
    def test_the_ancestry_on_every_date_is_what_a_naive_walk_finds(self, history) -> None:
        root = UnitFactory(valid_from=START)
        tops = [UnitFactory(parent=root, valid_from=START) for _ in range(2)]
        leaves = [UnitFactory(parent=top, valid_from=START) for top in tops]
        MembershipFactory(unit=leaves[0], valid_from=START)
        for number, step in enumerate(history):
            take_step(number, step)
        for day in [START, *DAYS, *(each - timedelta(days=1) for each in DAYS), date(2030, 1, 1)]:
            stored = stored_lines(day)
            assert len(stored) == len(set(stored)), "a line is stored twice for one day"
            assert set(stored) == naive_lines(day)
        _assert_invariants()
        before = sorted(UnitAncestry.objects.values_list("ancestor_id", "descendant_id", "depth", "valid_from"))
        write_ancestry()
        after = sorted(UnitAncestry.objects.values_list("ancestor_id", "descendant_id", "depth", "valid_from"))
        assert before == after, "rebuilding everything differs from rebuilding what was affected"


def _assert_invariants() -> None:
    for unit in Unit.objects.all():
        versions = list(unit.versions.order_by("valid_from"))
        for one, following in pairwise(versions):
            assert one.valid_to == following.valid_from, "versions overlap or leave a gap"
        assert versions[0].valid_from == unit.valid_from
        assert versions[-1].valid_to == unit.valid_to
    for version in UnitVersion.objects.filter(parent__isnull=False).select_related("parent"):
        end = version.parent.valid_to
        assert end is None or (version.valid_to is not None and version.valid_to <= end)
    assert Membership.objects.filter(valid_to__isnull=True, unit__valid_to__isnull=False).count() == 0


@pytest.mark.django_db
def test_a_ring_on_a_past_date_is_refused_even_when_today_has_none() -> None:
    root = UnitFactory(valid_from=START)
    one, other = UnitFactory(parent=root, valid_from=START), UnitFactory(parent=root, valid_from=START)
    move_unit(unit_id=one.pk, parent_id=other.pk, day=DAYS[2], by=BY, at=AT)
    move_unit(unit_id=one.pk, parent_id=root.pk, day=DAYS[5], by=BY, at=AT)
    with pytest.raises(InvalidInput, match="nằm dưới chính nó"):
        move_unit(unit_id=other.pk, parent_id=one.pk, day=DAYS[3], by=BY, at=AT)
    move_unit(unit_id=other.pk, parent_id=one.pk, day=DAYS[5], by=BY, at=AT)
    assert (root.pk, other.pk, 2) in stored_lines(date(2019, 1, 1))
    assert (other.pk, one.pk, 1) in stored_lines(DAYS[3])


@pytest.mark.django_db
def test_the_comparison_would_notice_a_wrong_row() -> None:
    root = UnitFactory(valid_from=START)
    unit = UnitFactory(parent=root, valid_from=START)
    assert set(stored_lines(DAYS[0])) == naive_lines(DAYS[0])
    UnitAncestry.objects.filter(ancestor=root, descendant=unit).update(valid_to=DAYS[0])
    assert set(stored_lines(DAYS[0])) != naive_lines(DAYS[0])


@pytest.mark.django_db
def test_changing_one_unit_leaves_the_rows_of_others_alone() -> None:
    root = UnitFactory(valid_from=START)
    tops = [UnitFactory(parent=root, valid_from=START) for _ in range(3)]
    UnitFactory(parent=tops[0], valid_from=START)
    untouched = set(UnitAncestry.objects.filter(descendant__in=tops[1:]).values_list("id", flat=True))
    rename_unit(unit_id=tops[0].pk, name="Tên khác", short_name="TK", day=DAYS[0], by=BY, at=AT)
    move_unit(unit_id=tops[0].pk, parent_id=tops[1].pk, day=DAYS[1], by=BY, at=AT)
    assert untouched == set(UnitAncestry.objects.filter(descendant__in=tops[1:]).values_list("id", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("children", [1, 10])
def test_moving_a_subtree_takes_a_constant_number_of_queries(children: int, django_assert_max_num_queries) -> None:
    root = UnitFactory(valid_from=START)
    tops = [UnitFactory(parent=root, valid_from=START) for _ in range(2)]
    for _ in range(children):
        UnitFactory(parent=tops[0], valid_from=START)
    with django_assert_max_num_queries(30):
        move_unit(unit_id=tops[0].pk, parent_id=tops[1].pk, day=DAYS[1], by=BY, at=AT)


@pytest.mark.django_db
def test_a_unit_cannot_begin_before_its_parent() -> None:
    kind = UnitKindFactory()
    parent = UnitFactory(valid_from=DAYS[3])
    with pytest.raises(InvalidInput, match="không hoạt động"):
        create_unit(code="som", name="Sớm", short_name="Sớm", kind=kind, parent_id=parent.pk, day=DAYS[1], by=BY, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("children", [1, 10])
def test_merging_takes_a_constant_number_of_queries(children: int, django_assert_num_queries) -> None:
    root = UnitFactory(valid_from=START)
    tops = [UnitFactory(parent=root, valid_from=START) for _ in range(2)]
    for _ in range(children):
        MembershipFactory(unit=tops[0], valid_from=START)
        UnitFactory(parent=tops[0], valid_from=START)
    with django_assert_num_queries(41):
        merge_units(source_ids=[tops[0].pk], into=tops[1].pk, day=DAYS[1], by=BY, at=AT)
