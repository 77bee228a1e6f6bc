"""“Chọn trong hạn mức”: a unit ranks its people, the page shows who stands inside, the next one and why."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import City
from tests.factories.dossiers import EvaluationFactory, EvaluationRunFactory, GroundsFactory, TallyFactory
from tests.factories.people import MembershipFactory, PersonFactory
from thidua.dossiers.models import CandidateRank, EvaluationRun, QuotaProposal
from thidua.dossiers.selectors.quota import quota_of, quota_profiles
from thidua.dossiers.selectors.ranking import ranking_of
from thidua.dossiers.services.ranking import rank_candidates
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion
from thidua.kernel.jobs import run_now
from thidua.kernel.models import AuditEvent
from thidua.people.models import Person
from thidua.rules.selection.candidates import Candidate, Scope, Sex, TieBreak
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import BaseShare
from thidua.web.dossiers.quota_forms import moved

FIGHTER = "grassroots_fighter"


def meet(run: EvaluationRun, city: City, names: list[str], award: str = FIGHTER) -> list[Person]:
    """Let new people of union A meet the standards of an award."""
    grounds = GroundsFactory()
    people = [MembershipFactory(unit=city.a, person=PersonFactory(full_name=name)).person for name in names]
    for person in people:
        EvaluationFactory(run=run, person=person, unit=city.a, award=award, grounds=grounds)
    return people


@pytest.fixture
def run(city: City) -> EvaluationRun:
    """A run of 2018 in which 20 people of union A meet Lao động tiên tiến: 15 % are 3."""
    run = EvaluationRunFactory(unit=city.union)
    TallyFactory(run=run, unit=city.a, award="advanced_worker", count=20)
    TallyFactory(run=run, unit=city.a, award=FIGHTER, count=5)
    return run


@pytest.fixture
def five(run: EvaluationRun, city: City) -> list[Person]:
    """Five of union A who meet Chiến sĩ thi đua cơ sở."""
    return meet(run, city, ["Bùi Văn An", "Cao Thị Bích", "Đỗ Văn Cường", "Hồ Thị Dung", "Lý Văn Giang"])


def page_of(run: EvaluationRun, city: City, award: str = FIGHTER) -> str:
    return reverse("dossiers:quota", args=[run.pk, city.a.pk, award])


def saved(run: EvaluationRun, city: City, people: list[Person], at: datetime, version: int = 0, **changes: object):
    """Rank people in the given order as A's own officer."""
    values = {
        "run_id": run.pk, "unit_id": city.a.pk, "award": FIGHTER, "notes": {}, "expected_version": version,
        "places": {person.pk: place for place, person in enumerate(people, start=1)},
        "by": city.user("grassroots_officer", "own"), "at": at,
    }  # fmt: skip
    return rank_candidates(**values | changes)


def between(page: str, start: str, end: str) -> str:
    return page[page.index(start) :].split(end)[0]


def test_the_page_shows_who_is_inside_and_who_is_just_below(run, city: City, five, at, sign_in) -> None:
    order = [five[3], five[0], five[4], five[1], five[2]]
    saved(run, city, order, at)
    page = sign_in(city.user("council_member", "above")).get(page_of(run, city)).content.decode()
    inside, below = between(page, 'id="inside"', "</tbody>"), between(page, 'id="below"', "</tbody>")
    assert {one for one in five if one.full_name in inside} == set(order[:3])
    assert "Cao Thị Bích" in below
    assert "Đỗ Văn Cường" not in below
    assert "Mức 15 % của 20 người đủ điều kiện Lao động tiên tiến là 3." in below
    assert "NĐ 91/2017/NĐ-CP, Điều 9, khoản 3 [R]" in below
    assert "hội đồng bình xét và quyết định" in page
    assert "chọn được 5 người thay vì 3" in page
    assert 'name="move"' not in page
    assert "Lưu bảng xếp hạng" not in page  # a council member reads


def test_the_proposal_is_the_choosers(run, city: City, five, at) -> None:
    saved(run, city, five[1:], at)
    ranking = ranking_of(run, city.a, FIGHTER)
    found = quota_of(run, [ranking], FIGHTER).proposal()
    people = [Candidate(id=str(one.pk), unit="A", rank=rank, sex=Sex(one.sex)) for rank, one in enumerate(five[1:], 1)]
    people.append(Candidate(id=str(five[0].pk), unit="A", rank=5, sex=Sex(five[0].sex)))
    cap = BaseShare(
        key="x", label_vi="x", citation="x", confidence="R", scope=Scope.UNIT, share=Fraction(15, 100), base={"A": 20},
        base_vi="x",
    )  # fmt: skip
    assert found.inside == choose(people, [cap], TieBreak()).inside == tuple(str(one.pk) for one in five[1:4])


def test_before_a_ranking_nobody_is_proposed(run, city: City, five, sign_in) -> None:
    page = sign_in(city.user("grassroots_officer", "own")).get(page_of(run, city)).content.decode()
    assert "Đơn vị chưa xếp hạng nên chưa có gợi ý" in page
    assert 'id="inside"' not in page
    assert "Mức 15 %" in page


def test_without_a_ceiling_the_page_says_so_and_shows_the_ranking_alone(run, city: City, five, at, sign_in) -> None:
    EvaluationRun.objects.filter(pk=run.pk).update(decided_on=date(2024, 1, 1))
    run.refresh_from_db()
    saved(run, city, five, at)
    page = sign_in(city.user("grassroots_officer", "own")).get(page_of(run, city)).content.decode()
    assert "không bị giới hạn theo hạn mức" in page
    assert "Luật 06/2022/QH15, Điều 23 không đặt tỷ lệ" in page
    assert 'id="inside"' not in page
    assert "Lưu bảng xếp hạng" in page


@pytest.mark.parametrize(("day", "there"), [("2017-04-27", False), ("2020-05-07", True), ("2020-05-08", False)])
def test_the_city_of_hanoi_asks_for_direct_workers_in_its_time(db, day: str, there: bool) -> None:
    found = quota_profiles("ministerial_provincial_fighter", date.fromisoformat(day))
    assert ("hanoi" in dict(found)) is there
    assert quota_profiles(FIGHTER, date.fromisoformat(day)) == []


def test_direct_workers_are_those_whose_post_is_known_not_to_lead(run, city: City, at) -> None:
    award = "ministerial_provincial_fighter"
    TallyFactory(run=run, unit=city.a, award=award, count=2)
    one, two = meet(run, city, ["Bùi Văn An", "Cao Thị Bích"], award)
    place = two.memberships.get()
    place.position = None
    place.save()
    ranking = saved(run, city, [one, two], at, award=award)
    quota = quota_of(run, [ranking], award, "hanoi")
    assert [limit.key for limit in quota.limits] == ["H-75"]
    counted = {person.id: person.direct_worker for person in quota.candidates}
    assert counted[str(two.pk)] is False
    assert quota.without_post == sum(person.memberships.get().position is None for person in (one, two))
    assert quota_of(run, [ranking], award).limits == ()


def test_a_ranking_is_saved_by_its_form_and_moved_by_the_arrows(run, city: City, five, sign_in) -> None:
    officer = sign_in(city.user("grassroots_officer", "own"))
    typed = {"version": 0, f"rank_{five[0].pk}": 5, f"rank_{five[1].pk}": 9, f"note_{five[1].pk}": " Việc mới "}
    assert officer.post(page_of(run, city), typed).status_code == 302
    rows = CandidateRank.objects.values_list("person_id", "rank", "note", "version")
    assert list(rows) == [(five[0].pk, 1, "", 1), (five[1].pk, 2, "Việc mới", 1)]
    again = {"version": 1, f"rank_{five[0].pk}": 1, f"rank_{five[1].pk}": 2, "move": f"up-{five[1].pk}"}
    assert officer.post(page_of(run, city), again).url.endswith("#xep-hang")
    assert [row.person_id for row in CandidateRank.objects.all()] == [five[1].pk, five[0].pk]
    event = AuditEvent.objects.filter(action="ranking.save").first()
    assert event is not None
    assert event.unit_id == city.a.pk
    assert event.details["ranks"] == [[[five[0].pk, 1], [five[1].pk, 2]], [[five[1].pk, 1], [five[0].pk, 2]]]


def test_saving_what_is_saved_already_leaves_no_event(run, city: City, five, at) -> None:
    saved(run, city, five, at)
    assert saved(run, city, five, at, version=1).version == 1
    assert AuditEvent.objects.filter(action="ranking.save").count() == 1


def test_who_comes_second_is_told_and_overwrites_nothing(run, city: City, five, at, sign_in) -> None:
    saved(run, city, five, at)
    with pytest.raises(StaleVersion):
        saved(run, city, five[::-1], at)
    typed = {"version": 0} | {f"rank_{one.pk}": place for place, one in enumerate(five[::-1], start=1)}
    answer = sign_in(city.user("grassroots_officer", "own")).post(page_of(run, city), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Người khác vừa lưu bảng xếp hạng này" in page
    assert "Giá trị người khác vừa lưu" in page
    assert 'name="version" value="1"' in page  # the next sending stands on what is stored
    assert [row.person_id for row in CandidateRank.objects.all()] == [one.pk for one in five]


def test_places_must_be_different_and_of_people_who_meet(run, city: City, five, at, sign_in) -> None:
    officer = sign_in(city.user("grassroots_officer", "own"))
    both = {"version": 0, f"rank_{five[0].pk}": 1, f"rank_{five[1].pk}": 1}
    answer = officer.post(page_of(run, city), both)
    assert answer.status_code == 422
    assert answer.content.decode().count("Mỗi hạng chỉ một người.") >= 2
    for bad in ({"version": 0}, {"version": 0, f"rank_{five[0].pk}": "x"}, {"version": 0, f"rank_{five[0].pk}": 0}):
        assert officer.post(page_of(run, city), bad).status_code == 422
    with pytest.raises(InvalidInput, match="không đủ điều kiện"):
        saved(run, city, [city.members_a[0].person], at)
    assert not CandidateRank.objects.exists()


def test_only_the_units_own_officers_and_those_above_rank(run, city: City, five, at, sign_in) -> None:
    for role, place in (("grassroots_officer", "other"), ("council_member", "own"), ("council_secretary", "above")):
        with pytest.raises(NotAllowed):
            saved(run, city, five, at, by=city.user(role, place))
    other = sign_in(city.user("grassroots_officer", "other"))
    assert other.get(page_of(run, city)).status_code == 404
    assert other.post(page_of(run, city), {"version": 0, f"rank_{five[0].pk}": 1}).status_code == 404
    reader = sign_in(city.user("council_secretary", "above"))
    assert reader.post(page_of(run, city), {"version": 0, f"rank_{five[0].pk}": 1}).status_code == 403
    assert not CandidateRank.objects.exists()
    assert saved(run, city, five, at, by=city.user("city_officer", "above")).version == 1


def test_an_award_not_judged_and_one_of_collectives_have_no_page(run, city: City, five, sign_in) -> None:
    TallyFactory(run=run, unit=city.a, award="excellent_collective")
    officer = sign_in(city.user("grassroots_officer", "own"))
    for award in ("excellent_collective", "order_labour_3", "khong-co"):
        assert officer.get(page_of(run, city, award)).status_code == 404
    odd = officer.get(page_of(run, city), {"quy-dinh": "khong-co"})
    assert odd.status_code == 200


def test_one_and_many_candidates_cost_the_same_queries(run, city: City, at, sign_in) -> None:
    officer = sign_in(city.user("grassroots_officer", "own"))
    counted = []
    for names in (["Bùi Văn An"], ["Cao Thị Bích", "Đỗ Văn Cường", "Hồ Thị Dung", "Lý Văn Giang"]):
        meet(run, city, names)
        ranking = ranking_of(run, city.a, FIGHTER)
        saved(run, city, [row.person for row in ranking.rows], at, version=ranking.version)
        officer.get(page_of(run, city))
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(page_of(run, city)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_units_page_leads_to_its_quota(run, city: City, five, sign_in) -> None:
    unit = reverse("dossiers:unit", args=[run.pk, city.a.pk])
    page = sign_in(city.user("grassroots_officer", "own")).get(unit).content.decode()
    assert page_of(run, city) in page


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("up-2", [2, 1, 3]),
        ("down-2", [1, 3, 2]),
        ("up-1", [1, 2, 3]),
        ("down-3", [1, 2, 3]),
        ("up-7", [1, 2, 3, 7]),
        ("", [1, 2, 3]),
        ("left-2", [1, 2, 3]),
        ("up-x", [1, 2, 3]),
    ],
)
def test_an_arrow_moves_by_one_place(move: str, order: list[int]) -> None:
    places = moved({1: 4, 2: 5, 3: 9}, move)
    assert sorted(places, key=lambda one: places[one]) == order


def test_all_units_are_proposed_for_by_a_job_and_shown_to_whom_they_belong(run, city, five, at, sign_in) -> None:
    saved(run, city, five, at)
    address = reverse("dossiers:quota_all", args=[run.pk, FIGHTER])
    officer = sign_in(city.user("city_officer", "above"))
    assert "Chưa có gợi ý cho mọi đơn vị" in officer.get(address).content.decode()
    officer.post(address)
    for _reload in range(2):  # the bar is there again after a reload, and asks for itself
        waiting = officer.get(address).content.decode()
        assert "Đang tính" in waiting
        assert "<progress" in waiting
        assert 'hx-select="#proposals"' in waiting
    row = QuotaProposal.objects.get()
    run_now(row.job)
    page = officer.get(address).content.decode()
    assert "hx-select" not in page
    assert "3 trong 5 người" in page
    assert "Hồ Thị Dung<br>" in page  # rank 4
    assert "Mức 15 % của 20 người" in page
    row.refresh_from_db()
    assert row.proposal["inside"] == [str(one.pk) for one in five[:3]]
    other = sign_in(city.user("grassroots_officer", "other")).get(address)
    assert "Hồ Thị Dung" not in other.content.decode()
    assert AuditEvent.objects.filter(action="quota.propose").count() == 1
