"""Public consultation: who is shown and for how long, comments, and that no council comes before its end."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from tests.conftest import City
from tests.nominations.stage import form, moved, prepare, put_up
from thidua.consultations.models import Comment, Consultation
from thidua.consultations.selectors import (
    comments_of,
    consultation_for,
    consultations_visible_to,
    open_to_public,
    public_consultation,
    window_for,
)
from thidua.consultations.services import (
    Author,
    answer_comment,
    confirm_comment,
    end_consultation,
    publish,
    stop_consultation,
    write_comment,
)
from thidua.consultations.states import CommentState
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, Refusal, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.nominations.models import Nomination, Office, Step
from thidua.nominations.offices import offices_of
from thidua.nominations.policies import Reach, can_move

VISITOR = SystemActor("trang công khai")
ORDER = {"code": "order_labour_3", "name": "Huân chương Lao động hạng Ba", "issuer_level": "state"}


@pytest.fixture(autouse=True)
def _offices(city: City) -> None:
    prepare(city)


def _appraised(city: City, at: datetime, count: int = 1, **said) -> list[Nomination]:
    officer = city.user("grassroots_officer")
    rows = put_up(city, count=count, **said)
    for name in ("submit", "appraise"):
        rows = moved(rows, name, officer, at)
    return rows


def _published(city: City, at: datetime, days: int = 3, count: int = 1) -> Consultation:
    rows = _appraised(city, at, count)
    said = {"nomination_ids": [row.pk for row in rows], "title": "Danh sách năm 2017", "days": days}
    return publish(**said, by=city.user("grassroots_officer"), at=at)


def _comment(found: Consultation, at: datetime, **said) -> Comment:
    author = said.pop("author", Author("Đỗ Thị Mai", "mai@vidu.example"))
    return write_comment(slug=found.slug, text="Cần xem lại", about_id=None, author=author, by=VISITOR, at=at, **said)


def test_a_list_is_shown_with_the_fewest_fields_and_the_clock_counts_working_days(city: City) -> None:
    # Friday 27/4/2018: 30/4 and 1/5 are holidays, and the day of publication does not count.
    at = datetime.fromisoformat("2018-04-27T09:00:00+07:00")
    found = _published(city, at, days=3, count=2)
    assert found.closes_on == date(2018, 5, 4)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"consultation"}
    assert list(found.listed.values_list("recipient", "unit_name", "distinction")) == [
        ("Nguyễn Văn Hải", "CĐCS Sở Mẫu A", "Chiến sĩ thi đua Thành phố"),
        ("Trần Thị Đào", "CĐCS Sở Mẫu A", "Chiến sĩ thi đua Thành phố"),
    ]
    assert list(open_to_public(date(2018, 5, 4))) == [found]
    assert not open_to_public(date(2018, 5, 5)).exists()
    with pytest.raises(NotFound):
        public_consultation(found.slug, date(2018, 5, 5))


def test_the_window_is_as_long_as_the_law_or_the_office_asks(city: City, at: datetime) -> None:
    in_2024 = datetime.fromisoformat("2024-03-04T09:00:00+07:00")
    order = _appraised(city, in_2024, form=form(**ORDER))
    window = window_for(order, localdate(in_2024))
    assert (window.days, window.source, window.confidence) == (10, "NĐ 98/2023/NĐ-CP, Điều 46, khoản 2", "Q")
    said = {"nomination_ids": [order[0].pk], "title": "Huân chương", "by": city.user("grassroots_officer")}
    with pytest.raises(InvalidInput, match="Ít nhất 10 ngày làm việc") as refused:
        publish(**said, days=9, at=in_2024)
    assert set(refused.value.fields) == {"days"}
    assert publish(**said, days=10, at=in_2024).source == "NĐ 98/2023/NĐ-CP, Điều 46, khoản 2"
    fighter = _appraised(city, at)
    assert window_for(fighter, at.date()).days == 0
    Office.objects.create(unit=city.a, decides=[], consult_days=5)
    assert (window_for(fighter, at.date()).days, window_for(fighter, at.date()).source) == (5, "quy định của nơi xét")
    with pytest.raises(InvalidInput) as both:
        publish(
            nomination_ids=[fighter[0].pk], title=" ", days=91, by=city.user("grassroots_officer"), at=at
        )  # fmt: skip
    assert set(both.value.fields) == {"title", "days"}


def test_only_the_office_publishes_and_only_what_lies_there(city: City, at: datetime) -> None:
    rows = _appraised(city, at)
    said = {"nomination_ids": [rows[0].pk], "title": "Danh sách", "days": 3, "at": at}
    for role, place in (("grassroots_officer", "other"), ("auditor", "own"), ("member", "own")):
        with pytest.raises(NotAllowed):
            publish(**said, by=city.user(role, place))
    draft = put_up(city, title=rows[0].title)
    with pytest.raises(InvalidInput, match="cùng một nơi xét"):
        publish(**(said | {"nomination_ids": [rows[0].pk, draft[0].pk]}), by=city.user("grassroots_officer"))
    assert not Consultation.objects.exists()


def test_a_comment_counts_once_its_address_is_confirmed_or_its_author_is_signed_in(city: City, at: datetime) -> None:
    found = _published(city, at)
    row = _comment(found, at)
    assert row.state == CommentState.WAITING
    assert not comments_of(found).exists()
    assert confirm_comment(comment_id=row.pk, by=VISITOR, at=at).state == CommentState.RECEIVED
    assert confirm_comment(comment_id=row.pk, by=VISITOR, at=at).version == 2, "a second press changes nothing"
    member = city.user("member", "other")
    signed = _comment(found, at, author=Author(account=member))
    assert (signed.state, signed.name, signed.email) == (CommentState.RECEIVED, str(member), "")
    assert list(comments_of(found)) == [row, signed]
    (seen,) = consultations_visible_to(city.user("grassroots_officer"), at.date())
    assert (seen.people, seen.said, seen.waiting) == (1, 2, 2)
    assert not consultations_visible_to(city.user("grassroots_officer", "other"), at.date()).exists()
    with pytest.raises(NotFound):
        consultation_for(member, found.pk, at.date())


def test_the_audit_chain_does_not_tell_who_commented(city: City, at: datetime) -> None:
    found = _published(city, at)
    member = city.user("member", "other")
    _comment(found, at, author=Author(account=member))
    _comment(found, at)
    told = [f"{event.actor_label} {event.object_label} {event.details}" for event in AuditEvent.objects.all()]
    assert [line for line in told if "trang công khai" in line], "the comments are in the chain"
    for secret in (member.username, "mai@vidu.example", "Đỗ Thị Mai", "Cần xem lại"):
        assert not [line for line in told if secret in line]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "  "}, "text"), ({"text": "a" * 4001}, "text"), ({"author": Author("", "mai@vidu.example")}, "name"),
        ({"author": Author("Mai", "mai")}, "email"), ({"about_id": 0}, "about"),
    ],
)  # fmt: skip
def test_a_faulty_comment_is_refused_at_its_field(city: City, at: datetime, change, field) -> None:
    found = _published(city, at)
    said = {"text": "Cần xem lại", "about_id": None, "author": Author("Mai", "mai@vidu.example")} | change
    with pytest.raises(InvalidInput) as refused:
        write_comment(slug=found.slug, **said, by=VISITOR, at=at)
    assert set(refused.value.fields) == {field}


def test_it_ends_after_its_last_day_and_once_every_comment_has_an_answer(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    found = _published(city, at)
    row = _comment(found, at)
    confirm_comment(comment_id=row.pk, by=VISITOR, at=at)
    late = datetime.combine(found.closes_on + timedelta(days=1), at.timetz())
    end = {"consultation_id": found.pk, "by": officer}
    with pytest.raises(WrongState, match="tới hết ngày"):
        end_consultation(**end, at=datetime.combine(found.closes_on, at.timetz()))
    with pytest.raises(WrongState, match="Còn 1 ý kiến"):
        end_consultation(**end, at=late)
    answer = {"comment_id": row.pk, "expected_version": 2, "by": officer, "at": late}
    with pytest.raises(InvalidInput) as refused:
        answer_comment(**answer, outcome="", answer="")
    assert set(refused.value.fields) == {"outcome", "answer"}
    answer_comment(**answer, outcome="noted", answer="Đã kiểm tra, không thuộc điều kiện xét.")
    with pytest.raises(StaleVersion):
        answer_comment(**answer, outcome="accepted", answer="Khác")
    end_consultation(**end, at=late)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"consulted"}
    with pytest.raises(WrongState, match="khép lại"):
        end_consultation(**end, at=late)
    with pytest.raises(NotFound):
        _comment(found, late)


def test_a_stopped_list_is_off_the_public_page_and_begins_anew(city: City, at: datetime) -> None:
    found = _published(city, at)
    row = _comment(found, at)
    stop = {"consultation_id": found.pk, "by": city.user("grassroots_officer"), "at": at}
    with pytest.raises(InvalidInput):
        stop_consultation(**stop, reason=" ")
    stop_consultation(**stop, reason="Sai tên một người")
    assert not open_to_public(at.date()).exists()
    assert set(Nomination.objects.values_list("state", flat=True)) == {"appraised"}
    assert Step.objects.order_by("-pk")[0].reason == "Sai tên một người"
    with pytest.raises(WrongState, match="đã hết"):
        confirm_comment(comment_id=row.pk, by=VISITOR, at=at)


@pytest.mark.parametrize("seed", range(40))
def test_no_path_leads_to_the_council_before_the_window_has_ended(city: City, seed: int) -> None:
    _walk(city, seed)


def test_some_walks_do_reach_the_council(city: City) -> None:
    assert any(_walk(city, seed) for seed in range(40))


def _walk(city: City, seed: int) -> bool:
    """Walk at random through all that can be done, days passing; return whether the way to the council ever opened."""
    reached = False
    chance = random.Random(seed)
    officer = city.user("grassroots_officer")
    at = datetime.fromisoformat("2024-03-04T09:00:00+07:00")
    (row,) = put_up(city, form=form(**ORDER))
    for _step in range(25):
        at += timedelta(days=chance.choice([0, 0, 1, 5]))
        _at_random(chance, row, officer, at)
        row = Nomination.objects.select_related("dossier", "title", "form", "person").get(pk=row.pk)
        day = localdate(at)
        if row.holder_id is None:
            continue
        if can_move(Reach.of(officer, day), row, "to_council", day, offices_of([row.holder_id], day)):
            last = Consultation.objects.filter(state="ended", listed__nomination=row).order_by("-pk").first()
            assert last is not None, "it was public"
            assert last.days >= 10
            assert day > last.closes_on
            reached = True
    return reached


def _at_random(chance: random.Random, row: Nomination, officer, at: datetime) -> None:
    moves = ["submit", "recall", "receive", "appraise", "reopen", "agree", "return", "supplement"]
    open_now = Consultation.objects.filter(state="open").first()
    deeds = [lambda name=name: moved([row], name, officer, at) for name in moves]
    deeds += [
        lambda: publish(
            nomination_ids=[row.pk], title="Danh sách", days=chance.choice([1, 9, 10, 12]), by=officer, at=at
        )
    ] * 3
    if open_now is not None:
        deeds += [lambda: end_consultation(consultation_id=open_now.pk, by=officer, at=at)] * 4
        deeds += [lambda: stop_consultation(consultation_id=open_now.pk, reason="thử", by=officer, at=at)]
    try:
        chance.choice(deeds)()
    except Refusal:
        return


def test_the_walk_would_notice_a_council_that_does_not_wait(city: City, monkeypatch) -> None:
    """The control of the test above: without the rule, the way to the council is open before anything was public."""
    monkeypatch.setattr("thidua.nominations.policies.publication_of", lambda *args: None)
    found = 0
    for seed in range(6):
        try:
            _walk(city, seed)
        except AssertionError:
            found += 1
        Nomination.objects.update(state="withdrawn")
    assert found
