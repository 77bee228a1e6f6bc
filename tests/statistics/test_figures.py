"""The four figures of the source, counted by hand on a small city, and the rows behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import City
from tests.factories.movements import TargetFactory
from tests.factories.people import MembershipFactory, PersonFactory, UnitFactory, UnitKindFactory
from tests.statistics.conftest import Year, honour, register
from thidua.honours.models import Honour
from thidua.honours.states import Nature
from thidua.kernel.errors import NotFound
from thidua.people.models import Membership
from thidua.people.selectors import visible_units
from thidua.people.states import Sex
from thidua.registration.models import Leave, Registration
from thidua.registration.states import LeaveKind, RegistrationState
from thidua.statistics.figures import (
    FIGURES,
    Part,
    ProgressState,
    Reading,
    figure_breakdown,
    figure_evidence,
    figure_named,
    figure_rows,
    read_figure,
    read_target,
    scope_of,
    seen_by,
    target_progress,
    targets_progress,
)

END = date(2019, 12, 31)
SOURCE_TARGETS = [
    ("units_launching_and_registering", "eq", "1", None, Reading(1, 2, 0), "= 100 %", ProgressState.NOT_YET),
    ("staff_with_yearly_title", "gt", "0.75", None, Reading(4, 6, 0), "> 75 %", ProgressState.NOT_YET),
    ("women_with_two_duties_title", "between", "0.85", "0.90", Reading(2, 4, 0), "85–90 %", ProgressState.NOT_YET),
    ("staff_mobilised", "eq", "1", None, Reading(5, 6, 0), "= 100 %", ProgressState.NOT_YET),
]


def read(code: str, unit, day: date = END, **more) -> Reading:
    return read_figure(code, year=2019, unit_id=unit.id, day=day, **more)


@pytest.mark.parametrize(("code", "operator", "value", "upper", "reading", "band", "state"), SOURCE_TARGETS)
def test_the_targets_of_2019_are_read_as_counted_by_hand(
    year: Year, code: str, operator: str, value: str, upper: str | None, reading: Reading, band: str, state: str
) -> None:
    target = TargetFactory(
        owner=year.city.union, year=2019, figure=code, operator=operator, value=Decimal(value),
        upper=Decimal(upper) if upper else None,
    )  # fmt: skip
    progress = target_progress(target, END)
    assert progress.reading == reading == read_target(target, END) == read(code, year.city.union)
    assert (progress.band, progress.state) == (band, state)


@pytest.mark.parametrize("code", FIGURES)
def test_the_numbers_and_their_rows_never_disagree(year: Year, code: str) -> None:
    reading = read(code, year.city.union)
    rows = {part: figure_rows(code, part=part, year=2019, unit_id=year.city.union.id, day=END).count() for part in Part}
    assert rows == {
        Part.NUMERATOR: reading.numerator,
        Part.MISSING: reading.missing,
        Part.DENOMINATOR: reading.denominator,
        Part.EXCLUDED: reading.excluded,
    }


@pytest.mark.parametrize("code", FIGURES)
def test_the_units_add_up_to_the_whole_worst_first(year: Year, code: str) -> None:
    group_kind = UnitKindFactory(code="union_group", name="tổ công đoàn")
    group = UnitFactory(parent=year.city.a, kind=group_kind)
    MembershipFactory(unit=group)
    MembershipFactory(unit=year.city.union)  # works at the city union itself, in no grassroots unit
    figure = figure_named(code)
    rows = figure_breakdown(figure, scope_of(year.city.union.id, year=2019, day=END))
    assert sum((row.reading for row in rows), Reading()) == read(code, year.city.union)
    ratios = [row.reading.ratio for row in rows if row.reading.ratio is not None]
    assert ratios == sorted(ratios)
    assert group not in [row.unit for row in rows]


def test_the_rows_that_are_missing_are_the_right_people(year: Year) -> None:
    rows = figure_rows("staff_mobilised", part="missing", year=2019, unit_id=year.city.union.id, day=END)
    assert [row.person.full_name for row in rows] == ["Lê Thu Hà Bình"]


def test_the_evidence_names_title_and_decision(year: Year) -> None:
    scope = scope_of(year.city.a.id, year=2019, day=END)
    figure = figure_named("staff_with_yearly_title")
    said = figure_evidence(figure, list(figure.rows("numerator", scope)), scope)
    hai = year.city.members_a[0].person_id
    assert "Danh hiệu advanced_worker (QĐ 12/QĐ-TĐKT, 20/12/2019)" in said[hai]
    assert "grassroots_fighter" in said[hai]


def test_a_person_with_two_titles_counts_once(year: Year) -> None:
    before = read("staff_with_yearly_title", year.city.a)
    honour(year.city.members_a[0].person, year.city.a, "good_person_good_deed")
    assert read("staff_with_yearly_title", year.city.a) == before == Reading(2, 3, 0)


def test_a_title_of_another_kind_does_not_count(year: Year) -> None:
    honour(year.city.members_b[2].person, year.city.b, "good_worker")
    assert read("staff_with_yearly_title", year.city.b).numerator == 2


def test_a_title_counts_from_its_decision_and_until_revoked(year: Year) -> None:
    late = honour(year.city.members_b[2].person, year.city.b, "advanced_worker", decided=date(2020, 1, 10))
    assert read("staff_with_yearly_title", year.city.b).numerator == 2
    assert read("staff_with_yearly_title", year.city.b, date(2020, 1, 10)).numerator == 3
    Honour.objects.filter(pk=late.pk).update(closed_on=date(2020, 2, 1))
    honour(late.person, year.city.b, "advanced_worker", nature=Nature.REVOKED, amends=late, decided=date(2020, 2, 1))
    assert read("staff_with_yearly_title", year.city.b, date(2020, 1, 31)).numerator == 3
    assert read("staff_with_yearly_title", year.city.b, date(2020, 2, 1)).numerator == 2


def test_who_left_before_the_end_of_the_year_is_not_counted_then(year: Year) -> None:
    Membership.objects.filter(pk=year.city.members_a[2].pk).update(valid_to=date(2019, 7, 1))
    assert read("staff_mobilised", year.city.a, date(2019, 6, 30)).denominator == 3
    assert read("staff_mobilised", year.city.a).denominator == 2
    assert read("staff_mobilised", year.city.a, date(2021, 1, 1)).denominator == 2


def test_only_a_whole_year_of_unpaid_leave_is_excluded(year: Year) -> None:
    person = year.city.members_a[0].person
    leave = Leave.objects.create(
        person=person, unit=year.city.a, kind=LeaveKind.UNPAID, starts_on=date(2019, 1, 2), ends_on=date(2019, 12, 31)
    )
    assert read("staff_with_yearly_title", year.city.a) == Reading(2, 3, 0)
    Leave.objects.filter(pk=leave.pk).update(starts_on=date(2018, 11, 1))
    assert read("staff_with_yearly_title", year.city.a) == Reading(1, 2, 1)
    Leave.objects.filter(pk=leave.pk).update(kind=LeaveKind.STUDY)
    assert read("staff_with_yearly_title", year.city.a) == Reading(2, 3, 0)


def test_a_unit_counts_only_when_it_launched_and_registered(year: Year) -> None:
    register(year.city.b, year.city.union)
    assert read("units_launching_and_registering", year.city.union) == Reading(2, 2, 0)
    Registration.objects.filter(unit=year.city.a).update(state=RegistrationState.RETURNED)
    assert read("units_launching_and_registering", year.city.union) == Reading(1, 2, 0)
    assert read("units_launching_and_registering", year.city.union, date(2019, 1, 19)).numerator == 0


def test_a_target_tied_to_a_campaign_counts_that_campaign_only(year: Year) -> None:
    assert read("staff_mobilised", year.city.union, movement_id=year.movement.id) == Reading(0, 6, 0)
    assert read("staff_mobilised", year.city.union, movement_id=year.campaign.id) == Reading(5, 6, 0)
    target = TargetFactory(owner=year.city.union, year=2019, figure="staff_mobilised", movement=year.movement)
    assert target_progress(target, END).reading == Reading(0, 6, 0)


@pytest.mark.parametrize(
    ("reached", "state"), [(33, ProgressState.NOT_YET), (34, ProgressState.REACHED), (36, ProgressState.REACHED),
                           (37, ProgressState.ABOVE)]
)  # fmt: skip
def test_a_band_has_an_inside_a_below_and_an_above(city: City, reached: int, state: str) -> None:
    Membership.objects.all().delete()
    for n in range(40):
        person = MembershipFactory(unit=city.a, person=PersonFactory(sex=Sex.FEMALE)).person
        if n < reached:
            honour(person, city.a, "two_duties")
    target = TargetFactory(
        owner=city.union, year=2019, figure="women_with_two_duties_title", operator="between",
        value=Decimal("0.85"), upper=Decimal("0.90"),
    )  # fmt: skip
    assert target_progress(target, END).state == state


def test_exactly_75_per_cent_is_not_over_75_per_cent(city: City) -> None:
    MembershipFactory(unit=city.a)
    for row in city.members_a:
        honour(row.person, city.a, "advanced_worker")
    target = TargetFactory(owner=city.a, year=2019)
    progress = target_progress(target, END)
    assert (progress.reading, progress.state) == (Reading(3, 4, 0), ProgressState.NOT_YET)


def test_nobody_to_count_is_no_data_not_a_zero(city: City) -> None:
    Membership.objects.all().delete()
    progress = target_progress(TargetFactory(owner=city.union, year=2019), END)
    assert (progress.ratio, progress.state) == (None, ProgressState.NO_DATA)


def test_a_grassroots_officer_reads_the_citys_target_for_their_own_unit_only(year: Year) -> None:
    target = TargetFactory(owner=year.city.union, year=2019)
    officer = year.city.user("grassroots_officer")
    progress = target_progress(target, END, seen=seen_by(officer, END))
    assert (progress.reading, progress.partial) == (Reading(2, 3, 0), True)
    whole = target_progress(target, END, seen=seen_by(year.city.user("city_officer", "above"), END))
    assert (whole.reading, whole.partial) == (Reading(4, 6, 0), False)


def test_a_closed_target_keeps_its_figures_and_shows_a_part_as_of_that_day(year: Year) -> None:
    target = TargetFactory(
        owner=year.city.union, year=2019, state="closed", closed_on=date(2019, 12, 21), final_numerator=4,
        final_denominator=6, final_excluded=0,
    )  # fmt: skip
    honour(year.city.members_a[2].person, year.city.a, "advanced_worker", decided=date(2019, 12, 30))
    assert target_progress(target, date(2020, 5, 1)).reading == Reading(4, 6, 0)
    mine = target_progress(target, date(2020, 5, 1), seen=visible_units(year.city.user("grassroots_officer"), END))
    assert mine.reading == Reading(2, 3, 0)


def test_targets_of_many_owners_are_read_with_the_same_queries(year: Year, django_assert_num_queries) -> None:
    units = [year.city.a, year.city.b, *(UnitFactory(parent=year.city.union) for _ in range(8))]
    targets = [TargetFactory(owner=unit, year=2019) for unit in units]
    with django_assert_num_queries(2):
        progress = targets_progress(targets, END)
    assert [one.reading for one in progress[:3]] == [Reading(2, 3, 0), Reading(2, 3, 0), Reading()]
    with django_assert_num_queries(2):
        targets_progress(targets[:2], END)


@pytest.mark.parametrize("code", FIGURES)
def test_each_figure_is_one_query(year: Year, code: str, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        read(code, year.city.union)


def test_an_unknown_figure_is_refused_in_words(city: City) -> None:
    with pytest.raises(NotFound, match="no_such_figure"):
        read("no_such_figure", city.union)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=st.lists(st.sampled_from(["advanced_worker", "two_duties", "good_worker", None]), min_size=6, max_size=6))
def test_numerator_and_missing_always_make_the_denominator(city: City, titles: list[str | None]) -> None:
    Honour.objects.all().delete()
    for row, code in zip([*city.members_a, *city.members_b], titles, strict=True):
        if code:
            honour(row.person, row.unit, code)
    reading = read("staff_with_yearly_title", city.union)
    missing = figure_rows("staff_with_yearly_title", part="missing", year=2019, unit_id=city.union.id, day=END).count()
    assert reading.numerator == titles.count("advanced_worker")
    assert reading.numerator + missing == reading.denominator == 6
