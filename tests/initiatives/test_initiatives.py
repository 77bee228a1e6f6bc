"""Initiatives: shares, recognition, withdrawal, search without accents, rights on both sides."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import City
from tests.factories.initiatives import AuthorshipFactory, InitiativeFactory
from tests.factories.people import MembershipFactory, PersonFactory
from thidua.initiatives.models import Authorship, Initiative
from thidua.initiatives.selectors import (
    initiative_for,
    initiatives_of,
    initiatives_visible_to,
    recognised_for,
    search_initiatives,
)
from thidua.initiatives.services import (
    edit_initiative,
    recognise_initiative,
    record_initiative,
    use_initiative,
    withdraw_recognition,
)
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent

DECISION = {"scope": "grassroots", "decision_number": "200/QĐ-SK", "decided_on": date(2018, 3, 1)}


def _record(city: City, at: datetime, by=None, **changes) -> Initiative:
    one, two, _three = [m.person_id for m in city.members_a]
    asked = {
        "unit_id": city.a.pk, "year": 2018, "name": "Một cửa điện tử", "authors": {one: 60, two: 40},
    } | changes  # fmt: skip
    return record_initiative(**asked, by=by or city.user("grassroots_officer"), at=at)


def _recognise(made: Initiative, city: City, at: datetime, **changes) -> Initiative:
    asked = {"initiative_id": made.pk, "by": city.user("grassroots_officer"), "at": at} | DECISION | changes
    return recognise_initiative(**asked)


def test_an_initiative_is_entered_with_its_authors_and_the_next_code(city: City, at: datetime) -> None:
    first, second = _record(city, at), _record(city, at, name="  Sổ   tay số ")
    assert [row.share for row in first.authorships.order_by("-share")] == [60, 40]
    assert first.code != second.code
    assert (second.name, second.name_folded) == ("Sổ tay số", "so tay so")
    event = AuditEvent.objects.filter(action="initiative.record").order_by("seq").first()
    one, two, _three = [m.person_id for m in city.members_a]
    assert event.details["authors"] == [[one, 60], [two, 40]]


def test_a_code_in_use_is_refused(city: City, at: datetime) -> None:
    _record(city, at, code="sk-1")
    with pytest.raises(InvalidInput) as refusal:
        _record(city, at, code="sk-1")
    assert "code" in refusal.value.fields


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(shares=st.lists(st.integers(0, 110), min_size=0, max_size=3))
def test_shares_are_accepted_exactly_when_they_make_a_whole(city: City, at: datetime, shares: list[int]) -> None:
    authors = {m.person_id: share for m, share in zip(city.members_a, shares, strict=False)}
    whole = bool(shares) and sum(shares) == 100 and min(shares) >= 1
    if whole:
        assert sum(_record(city, at, authors=authors).authorships.values_list("share", flat=True)) == 100
    else:
        with pytest.raises(InvalidInput) as refusal:
            _record(city, at, authors=authors)
        assert "authors" in refusal.value.fields


@pytest.mark.parametrize(
    ("changes", "field"), [({"name": " "}, "name"), ({"kind": "?"}, "kind"), ({"year": 2019}, "year")]
)
def test_an_initiative_refuses_what_makes_no_sense(city: City, at: datetime, changes: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _record(city, at, **changes)
    assert field in refusal.value.fields


def test_every_author_must_have_worked_somewhere_that_year(city: City, at: datetime) -> None:
    newcomer = PersonFactory()
    MembershipFactory(person=newcomer, unit=city.a, valid_from=date(2019, 1, 1))
    with pytest.raises(InvalidInput, match="Không có nơi công tác"):
        _record(city, at, authors={newcomer.pk: 100})


def test_it_is_corrected_under_its_version_until_recognised(city: City, at: datetime) -> None:
    made, officer = _record(city, at), city.user("grassroots_officer")
    one = city.members_a[0].person_id
    asked = {"initiative_id": made.pk, "year": 2018, "kind": "initiative", "by": officer, "at": at}
    edited = edit_initiative(**asked, name="Tên mới", authors={one: 100}, expected_version=1)
    assert (edited.name, edited.authorships.get().share, edited.version) == ("Tên mới", 100, 2)
    assert edit_initiative(**asked, name="Tên mới", authors={one: 100}, expected_version=1).version == 2
    with pytest.raises(StaleVersion):
        edit_initiative(**asked, name="Khác", authors={one: 100}, expected_version=1)
    _recognise(made, city, at)
    with pytest.raises(WrongState, match="đã được công nhận"):
        edit_initiative(**asked, name="Khác", authors={one: 100}, expected_version=3)


def test_recognition_is_recorded_widened_and_withdrawn_with_a_reason(city: City, at: datetime) -> None:
    made, officer = _record(city, at), city.user("grassroots_officer")
    assert _recognise(made, city, at).scope == "grassroots"
    assert _recognise(made, city, at).version == 2
    assert _recognise(made, city, at, scope="provincial").scope == "provincial"
    with pytest.raises(StaleVersion):
        _recognise(made, city, at, scope="national", expected_version=1)
    with pytest.raises(InvalidInput) as refusal:
        withdraw_recognition(initiative_id=made.pk, reason=" ", by=officer, at=at)
    assert "reason" in refusal.value.fields
    withdrawn = withdraw_recognition(initiative_id=made.pk, reason="trùng", by=officer, at=at, expected_version=3)
    assert (withdrawn.scope, withdrawn.decided_on) == ("", None)
    assert AuditEvent.objects.get(action="initiative.withdraw").details["withdrawn"]["scope"] == "provincial"
    withdraw_recognition(initiative_id=made.pk, reason="lần nữa", by=officer, at=at)
    assert AuditEvent.objects.filter(action="initiative.withdraw").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scope": "?"}, "scope"),
        ({"decision_number": " "}, "decision_number"),
        ({"decided_on": date(2018, 3, 16)}, "decided_on"),
        ({"decided_on": date(2017, 12, 31)}, "decided_on"),
    ],
)
def test_recognition_refuses_what_makes_no_sense(city: City, at: datetime, changes: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _recognise(_record(city, at), city, at, **changes)
    assert field in refusal.value.fields


def test_a_recognition_that_a_title_rests_on_is_not_withdrawn(city: City, at: datetime) -> None:
    made = _recognise(_record(city, at), city, at)
    Initiative.objects.filter(pk=made.pk).update(used_for="grassroots_fighter")
    with pytest.raises(WrongState, match="đã được dùng"):
        withdraw_recognition(initiative_id=made.pk, reason="trùng", by=city.user("grassroots_officer"), at=at)


@pytest.mark.parametrize(("role", "place"), [("grassroots_officer", "other"), ("auditor", "above"), ("head", "own")])
def test_others_cannot_write(city: City, at: datetime, role: str, place: str) -> None:
    made, user = _record(city, at), city.user(role, place)
    with pytest.raises(NotAllowed):
        _record(city, at, by=user)
    with pytest.raises(NotAllowed):
        _recognise(made, city, at, by=user)
    with pytest.raises(NotAllowed):
        withdraw_recognition(initiative_id=made.pk, reason="x", by=user, at=at)


def test_a_foreign_initiative_looks_like_one_that_is_not(city: City, at: datetime) -> None:
    made = _record(city, at)
    with pytest.raises(NotFound):
        initiative_for(city.user("grassroots_officer", "other"), made.pk, at.date())
    assert initiative_for(city.user("auditor", "above"), made.pk, at.date()) == made
    assert list(initiatives_visible_to(city.user("member"), at.date())) == [made]


def test_search_finds_without_accents_but_never_widens_accents_typed(city: City, at: datetime) -> None:
    made = _record(city, at, name="Nâng cao chất lượng đường dây nóng")
    colleagues = {city.members_b[0].person_id: 99, city.members_a[2].person_id: 1}
    other = _record(city, at, name="Nang cao tay nghề", authors=colleagues)
    rows = initiatives_visible_to(city.user("grassroots_officer"), at.date())
    assert set(search_initiatives(rows, "nang cao")) == {made, other}
    assert set(search_initiatives(rows, "Nâng cao")) == {made}
    assert set(search_initiatives(rows, "duong day")) == {made}
    assert set(search_initiatives(rows, "đương")) == set()
    assert set(search_initiatives(rows, "nguyen van hai")) == {made, other}
    assert set(search_initiatives(rows, city.members_a[1].person.full_name)) == {made}
    assert set(search_initiatives(rows, "  ")) == {made, other}


def test_recognised_initiatives_of_many_cost_one_query(city: City, at: datetime, django_assert_num_queries) -> None:
    one, two, three = [m.person_id for m in city.members_a]
    made = _recognise(_record(city, at), city, at)
    _record(city, at, name="Chưa công nhận", authors={three: 100})
    with django_assert_num_queries(1):
        found = recognised_for([one, two, three], [2017, 2018])
    assert set(found) == {one, two}
    assert (found[two][0].initiative_id, found[two][0].share, found[two][0].used_for) == (made.pk, 40, "")
    assert recognised_for([one], [2017]) == {}
    assert [item.name for item in initiatives_of(three)] == ["Chưa công nhận"]


def test_factories_give_valid_rows(city: City) -> None:
    made = AuthorshipFactory(initiative=InitiativeFactory(unit=city.a), person=city.members_a[0].person)
    assert Authorship.objects.get() == made


def test_an_initiative_serves_once(city: City, at: datetime) -> None:
    made, officer = _record(city, at), city.user("grassroots_officer")
    asked = {"initiative_id": made.pk, "by": officer, "at": at}
    with pytest.raises(WrongState, match="chưa được công nhận"):
        use_initiative(award="grassroots_fighter", **asked)
    _recognise(made, city, at)
    for wrong in ("khong-co", "government_flag"):
        with pytest.raises(InvalidInput):
            use_initiative(award=wrong, **asked)
    used = use_initiative(award="ministerial_provincial_merit_certificate", **asked)
    assert used.used_for_name == "Bằng khen của bộ, ban, ngành, tỉnh"
    assert use_initiative(award="ministerial_provincial_merit_certificate", **asked).version == used.version
    with pytest.raises(WrongState, match="một lần"):
        use_initiative(award="grassroots_fighter", **asked)
    assert use_initiative(award="", **asked).used_for == ""
    events = AuditEvent.objects.filter(action="initiative.use").order_by("seq")
    assert [event.details["used_for"] for event in events] == [
        ["", "ministerial_provincial_merit_certificate"], ["ministerial_provincial_merit_certificate", ""],
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        use_initiative(award="", initiative_id=made.pk, by=city.user("grassroots_officer", "other"), at=at)


def test_an_initiative_is_filed_where_one_of_its_authors_is(city: City, at: datetime) -> None:
    ours, theirs = city.members_a[0].person_id, city.members_b[0].person_id
    with pytest.raises(InvalidInput, match="Không tác giả nào thuộc đơn vị"):
        _record(city, at, authors={theirs: 100})
    made = _record(city, at, authors={ours: 50, theirs: 50})
    with pytest.raises(InvalidInput) as refusal:
        edit_initiative(
            initiative_id=made.pk, year=2018, name="Khác", authors={theirs: 100}, kind="initiative",
            expected_version=1, by=city.user("grassroots_officer"), at=at,
        )  # fmt: skip
    assert "authors" in refusal.value.fields
