"""The way of a nomination: every state × verb × role, and what each move leaves behind."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.factories.nominations import OfficeFactory
from tests.nominations.stage import CERTIFICATE, WORKER, form, group_of, moved, prepare, put_up, title
from thidua.kernel.errors import InvalidInput, NotFound, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.nominations.models import Nomination, OfficeRoute, Step
from thidua.nominations.offices import offices_of
from thidua.nominations.policies import Reach, can_move
from thidua.nominations.services import move_nominations
from thidua.nominations.states import NOMINATION_MOVES, NominationState

# Written out by hand, so that it does not repeat the code: verb → (states, who). S: the sender's, H: the holder's
# officers, D: those who decide there.
TABLE = {
    "submit": ("draft", "S"),
    "supplement": ("returned", "S"),
    "recall": ("submitted", "S"),
    "withdraw": ("draft submitted returned received appraised", "S"),
    "receive": ("submitted", "H"),
    "return": ("received appraised consulted", "H"),
    "appraise": ("received", "H"),
    "reopen": ("appraised consulted passed", "H"),
    "refuse": ("submitted received appraised consulted", "H"),
    "agree": ("", "H"),  # only by the simplified procedure: see below
    "propose": ("passed", "H"),
    "archive": ("awarded", "H"),
    "publish": ("appraised", "H"),
    "end_consultation": ("consultation", "H"),
    "stop_consultation": ("consultation", "H"),
    "to_council": ("appraised consulted", "H"),
    "off_council": ("council", "H"),
    "pass": ("council", "H"),
    "fail": ("council", "H"),
    "decide": ("", "D"),  # the city's title is decided above: see below
    "award": ("decided", "H"),
    "revoke": ("decided awarded archived", "D"),
}
# Who holds what where: S at union A, which sends; H and D at the city union, which holds.
WHO = {
    "S": {(role, place) for role in ("grassroots_officer", "city_officer") for place in ("own", "above")},
    "H": {("city_officer", "above"), ("grassroots_officer", "above"), ("council_secretary", "above")},
    "D": {("city_officer", "above")},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _stage(city: City) -> None:
    prepare(city)


def test_every_state_verb_and_role(city: City, at: datetime) -> None:
    """15 states × 22 verbs × 24 accounts: allowed as the table says; every refusal has its reason."""
    (row,) = put_up(city)
    row = Nomination.objects.select_related("dossier", "title", "form").get(pk=row.pk)
    row.holder_id, row.sender_id = city.union.pk, city.a.pk
    offices = offices_of([city.a.pk, city.union.pk], at.date())
    wrong = []
    assert TABLE.keys() == {move.code for move in NOMINATION_MOVES}
    for role, place in city.users:
        reach = Reach.of(city.user(role, place), at.date())
        for state in NominationState.values:
            row.state = state
            for verb, (states, who) in TABLE.items():
                verdict = can_move(reach, row, verb, at.date(), offices)
                expected = state in states.split() and (role, place) in WHO[who]
                if bool(verdict) != expected or (not verdict and not verdict.reason):
                    wrong.append((role, place, state, verb, verdict))
    assert not wrong


def test_from_a_draft_to_the_office_above(city: City, at: datetime) -> None:
    officer, upper = city.user("grassroots_officer"), city.user("city_officer", "above")
    rows = moved(put_up(city, count=2), "submit", officer, at)
    assert {(row.state, row.holder_id, row.sender_id) for row in rows} == {("received", city.a.pk, city.a.pk)}
    assert {(row.received_on, row.due_on) for row in rows} == {(date(2018, 3, 15), date(2018, 3, 29))}
    rows = moved(rows, "appraise", officer, at)
    rows = moved(rows, "to_council", officer, at)
    rows = moved(rows, "pass", officer, at)
    rows = moved(rows, "propose", officer, at)
    assert {(row.state, row.holder_id, row.sender_id, row.due_on) for row in rows} == {
        ("submitted", city.union.pk, city.a.pk, None)
    }
    rows = moved(rows, "receive", upper, at)
    assert {(row.state, row.holder_id) for row in rows} == {("received", city.union.pk)}
    steps = list(Step.objects.filter(nomination=rows[0]).values_list("move", "from_state", "to_state", "by_id"))
    assert [step[0] for step in steps] == ["submit", "appraise", "to_council", "pass", "propose", "receive"]
    assert steps[-1] == ("receive", "submitted", "received", upper.pk)
    events = AuditEvent.objects.filter(action="nomination.move")
    assert events.count() == 6
    assert events.order_by("-id")[0].details["nominations"] == [row.pk for row in rows]


def test_a_group_sends_to_its_union_and_is_received_there(city: City, at: datetime) -> None:
    group = group_of(city)
    officer = city.user("grassroots_officer")
    (row,) = moved(put_up(city, unit=group), "submit", officer, at)
    assert (row.state, row.holder_id, row.sender_id) == ("submitted", city.a.pk, group.pk)
    (row,) = moved([row], "recall", officer, at)
    assert (row.state, row.holder_id, row.sender_id) == ("draft", None, None)
    (row,) = moved([row], "submit", officer, at)
    (row,) = moved([row], "receive", officer, at)
    with pytest.raises(WrongState, match="đã tiếp nhận"):
        moved([row], "recall", officer, at)


def test_what_was_passed_on_is_recalled_to_the_office_that_passed_it(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    rows = put_up(city)
    for move in ("submit", "appraise", "to_council", "pass", "propose", "recall"):
        rows = moved(rows, move, officer, at)
    assert (rows[0].state, rows[0].holder_id, rows[0].sender_id) == ("passed", city.a.pk, city.a.pk)


def test_a_return_opens_what_it_names_and_leads_back_to_the_same_office(city: City, at: datetime) -> None:
    officer, upper = city.user("grassroots_officer"), city.user("city_officer", "above")
    rows = put_up(city)
    for move in ("submit", "appraise", "to_council", "pass", "propose"):
        rows = moved(rows, move, officer, at)
    rows = moved(rows, "receive", upper, at)
    with pytest.raises(InvalidInput, match="Chọn phần cần bổ sung"):
        moved(rows, "return", upper, at, asked=["tuổi"])
    rows = moved(rows, "return", upper, at, asked=["report", "achievement"])
    assert (rows[0].state, rows[0].holder_id, rows[0].open_fields) == (
        "returned", city.union.pk, ["achievement", "report"]
    )  # fmt: skip
    rows = moved(rows, "supplement", officer, at)
    assert (rows[0].state, rows[0].holder_id, rows[0].open_fields) == ("received", city.union.pk, [])
    assert rows[0].due_on == date(2018, 3, 29)


def test_some_go_and_the_others_are_named_with_their_reason(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    one, two, three = moved(put_up(city, count=3), "submit", officer, at)
    moved([two], "appraise", officer, at)
    done = move_nominations(nomination_ids=[one.pk, two.pk, three.pk], move="appraise", by=officer, at=at)
    assert done.gone == [one.pk, three.pk]
    assert list(done.left_out) == [two.pk]
    assert "đã thẩm định" in done.left_out[two.pk]
    with pytest.raises(WrongState):
        move_nominations(nomination_ids=[one.pk, two.pk], move="appraise", by=officer, at=at)


def test_the_number_of_queries_does_not_grow(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    used = []
    for count in (1, 1, 3):
        rows = put_up(city, count=count, title=title(code=f"t{len(used)}", issuer_level="grassroots"))
        with CaptureQueriesContext(connection) as queries:
            move_nominations(nomination_ids=[row.pk for row in rows], move="submit", by=officer, at=at)
        used.append(len(queries))
    assert used[1] == used[2] <= 20


def test_two_officers_at_once(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    (row,) = moved(put_up(city), "submit", officer, at)
    seen = {row.pk: row.version}
    moved([row], "appraise", officer, at, expected=seen)
    with pytest.raises(StaleVersion, match="vừa được người khác xử lý"):
        moved([row], "reopen", officer, at, expected=seen)


def test_reasons_are_asked_for_and_strangers_not_found(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    (row,) = moved(put_up(city), "submit", officer, at)
    with pytest.raises(InvalidInput, match="lý do"):
        move_nominations(nomination_ids=[row.pk], move="refuse", by=officer, at=at)
    with pytest.raises(NotFound):
        move_nominations(nomination_ids=[row.pk, 10**6], move="appraise", by=officer, at=at)
    with pytest.raises(InvalidInput):
        move_nominations(nomination_ids=[row.pk], move="bay", by=officer, at=at)


def test_nobody_handles_what_puts_themselves_up(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    row = moved(put_up(city, count=2), "submit", officer, at)[1]
    officer.person = row.person
    officer.save()
    with pytest.raises(WrongState, match="chính bạn"):
        moved([row], "appraise", city.user("grassroots_officer"), at)


def test_an_office_that_shares_out_its_work(city: City, at: datetime) -> None:
    upper, other = city.user("city_officer", "above"), city.user("council_secretary", "above")
    office = OfficeFactory(unit=city.union, by_officer=True, decides=["union_upper"], working_days=5)
    OfficeRoute.objects.create(office=office, sender=city.a, officer=upper)
    officer = city.user("grassroots_officer")
    rows = put_up(city)
    for move in ("submit", "appraise", "to_council", "pass", "propose"):
        rows = moved(rows, move, officer, at)
    assert rows[0].assigned_to_id == upper.pk
    with pytest.raises(WrongState, match="cán bộ khác phụ trách"):
        moved(rows, "receive", other, at)
    rows = moved(rows, "receive", upper, at)
    assert rows[0].due_on == date(2018, 3, 22)


def test_who_decides_decides_and_nobody_else(city: City, at: datetime) -> None:
    officer, upper = city.user("grassroots_officer"), city.user("city_officer", "above")
    head = city.user("head")
    own = put_up(city, title=title(**WORKER))
    for move in ("submit", "appraise", "to_council", "pass"):
        own = moved(own, move, officer, at)
    with pytest.raises(WrongState, match="chính nơi đang giữ"):
        moved(own, "propose", officer, at)
    own = moved(own, "decide", head, at)
    assert own[0].state == "decided"
    rows = put_up(city, form=form(**CERTIFICATE))
    for move in ("submit", "appraise", "to_council", "pass"):
        rows = moved(rows, move, officer, at)
    with pytest.raises(WrongState, match="cấp trên quyết định"):
        moved(rows, "decide", head, at)
    rows = moved(rows, "propose", officer, at)
    for move in ("receive", "appraise", "to_council", "pass", "decide"):
        rows = moved(rows, move, upper, at)
    assert rows[0].state == "decided"


def test_the_simplified_procedure_needs_no_council(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    later = at.replace(year=2024)
    sudden = {"kind": "sudden", "simplified": True}
    rows = put_up(city, form=form(**CERTIFICATE | {"issuer_level": "union_base"}), dossier=sudden)
    for move in ("submit", "appraise", "agree"):
        rows = moved(rows, move, officer, later)
    assert rows[0].state == "passed"
    regular = put_up(city, form=form(**CERTIFICATE | {"issuer_level": "union_base"}))
    for move in ("submit", "appraise"):
        regular = moved(regular, move, officer, later)
    with pytest.raises(WrongState, match="phải qua hội đồng"):
        moved(regular, "agree", officer, later)


@pytest.mark.parametrize(("days", "day"), [(0, 2018), (5, 2018)])
def test_no_path_leads_to_the_council_before_the_public_was_asked(
    city: City, at: datetime, days: int, day: int
) -> None:
    OfficeFactory(unit=city.a, decides=["grassroots"], consult_days=days)
    officer = city.user("grassroots_officer")
    rows = put_up(city, title=title(**WORKER))
    for move in ("submit", "appraise"):
        rows = moved(rows, move, officer, at)
    if not days:
        assert moved(rows, "to_council", officer, at)[0].state == "council"
        return
    with pytest.raises(WrongState, match="5 ngày làm việc"):
        moved(rows, "to_council", officer, at)
    for move in ("publish", "end_consultation", "to_council"):
        rows = moved(rows, move, officer, at)
    assert rows[0].state == "council"


def test_orders_are_public_for_ten_working_days_by_law(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    order = form(code="order_labour_3", name="Huân chương Lao động hạng Ba", issuer_level="state")
    rows = put_up(city, form=order)
    later = at.replace(year=2024)
    for move in ("submit", "appraise"):
        rows = moved(rows, move, officer, later)
    with pytest.raises(WrongState, match=r"10 ngày làm việc.*NĐ 98/2023"):
        moved(rows, "to_council", officer, later)


def test_a_move_says_what_it_changes(city: City) -> None:
    """The table of moves names only known states and permissions."""
    for move in NOMINATION_MOVES:
        assert dataclasses.is_dataclass(move)
        assert move.sources <= set(NominationState.values)
        assert move.target in NominationState.values
