"""Pages of registration: happy paths, refusals next to the form, two editors, foreign units, constant queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import City
from tests.factories.honours import TitleFactory
from tests.factories.people import MembershipFactory, UnitFactory
from tests.factories.registration import RegistrationFactory, RegistrationLineFactory, RegistrationRoundFactory
from thidua.honours.states import Subject
from thidua.registration.models import Registration, RegistrationRound
from thidua.registration.selectors.grid import ticked
from thidua.registration.states import RegistrationState
from thidua.web.registration.deadlines import days_left, tone
from thidua.web.registration.forms import as_ticks

WORKER, COLLECTIVE = "advanced_worker", "advanced_collective"
TODAY = localdate()


@pytest.fixture
def call(city: City) -> RegistrationRound:
    """A round that is open today."""
    titles = [
        TitleFactory(code=COLLECTIVE, name="Tập thể lao động tiên tiến", subject=Subject.COLLECTIVE),
        TitleFactory(code=WORKER, name="Lao động tiên tiến"),
    ]
    return RegistrationRoundFactory(
        owner=city.union, year=TODAY.year, titles=titles, opens_on=TODAY - timedelta(days=10),
        soft_deadline=TODAY + timedelta(days=5), hard_deadline=TODAY + timedelta(days=15),
    )  # fmt: skip


@pytest.fixture
def sheet(city: City, call: RegistrationRound) -> Registration:
    """Union A's draft of today."""
    return RegistrationFactory(round=call, unit=city.a)


def _url(name: str, *args: object) -> str:
    return reverse(f"registration:{name}", args=args)


def test_an_officer_starts_ticks_checks_and_hands_in(city: City, call: RegistrationRound, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    page = client.get(_url("list"))
    assert "chưa bắt đầu" in page.content.decode()
    assert city.b.short_name not in page.content.decode()
    answer = client.post(_url("start", call.pk), {"unit_id": city.a.pk})
    sheet = Registration.objects.get()
    assert answer.url == _url("sheet", sheet.pk)
    one = city.members_a[0].person_id
    keys = [f"{one}:{WORKER}", f"0:{COLLECTIVE}"]
    answer = client.post(_url("save", sheet.pk), {"version": 1, "was": "", "on": keys})
    assert answer.status_code == 302
    assert ticked(sheet) == {(one, WORKER), (None, COLLECTIVE)}
    page = client.get(_url("submit", sheet.pk)).content.decode()
    assert "Kiểm tra lại trước khi nộp" in page
    assert "3 người trong danh sách, 2 người không đăng ký" in page
    client.post(_url("submit", sheet.pk), {"version": 2})
    sheet.refresh_from_db()
    assert sheet.state == RegistrationState.SUBMITTED
    assert "đã nộp nên không sửa được" in client.get(_url("sheet", sheet.pk)).content.decode()


def test_pressing_submit_twice_hands_in_once(city: City, sheet: Registration, sign_in) -> None:
    RegistrationLineFactory(registration=sheet, person=city.members_a[0].person, title=TitleFactory(code=WORKER))
    client = sign_in(city.user("grassroots_officer"))
    posted = {"version": 1, "_once": "mot-khoa-dung-mot-lan-1"}
    first = client.post(_url("submit", sheet.pk), posted)
    second = client.post(_url("submit", sheet.pk), posted)
    assert (first.status_code, second.status_code) == (302, 302)
    sheet.refresh_from_db()
    assert sheet.version == 2
    other_key = client.post(_url("submit", sheet.pk), {"version": 2})
    assert other_key.status_code == 409


def test_autosave_answers_with_the_version_the_time_and_the_counts(city: City, sheet: Registration, sign_in) -> None:
    one, two, _three = [m.person_id for m in city.members_a]
    client = sign_in(city.user("grassroots_officer"))
    url = _url("autosave", sheet.pk)
    said = client.post(url, {"version": 1, "on": f"{one}:{WORKER},{two}:{WORKER}", "off": ""}).json()
    assert (said["version"], said["counts"]) == (2, {COLLECTIVE: 0, WORKER: 2})
    assert len(said["saved_at"]) == 5
    said = client.post(url, {"version": 2, "on": "", "off": f"{one}:{WORKER}"}).json()
    assert said["counts"][WORKER] == 1


def test_autosave_of_a_second_editor_says_what_stands_now(city: City, sheet: Registration, sign_in) -> None:
    one, two, _three = [m.person_id for m in city.members_a]
    url = _url("autosave", sheet.pk)
    sign_in(city.user("city_officer", "above")).post(url, {"version": 1, "on": f"{one}:{WORKER}"})
    answer = sign_in(city.user("grassroots_officer")).post(url, {"version": 1, "on": f"{two}:{WORKER}"})
    assert answer.status_code == 409
    said = answer.json()
    assert said["code"] == "stale_version"
    assert (said["current"]["on"], said["current"]["version"]) == ([f"{one}:{WORKER}"], 2)
    assert "city_officer-above" in said["message"]
    assert ticked(sheet) == {(one, WORKER)}


def test_without_script_a_second_editor_sees_both_and_saves_on_top(city: City, sheet: Registration, sign_in) -> None:
    one, two, _three = [m.person_id for m in city.members_a]
    first = sign_in(city.user("city_officer", "above"))
    first.post(_url("save", sheet.pk), {"version": 1, "was": "", "on": [f"{one}:{WORKER}"]})
    client = sign_in(city.user("grassroots_officer"))
    answer = client.post(_url("save", sheet.pk), {"version": 1, "was": "", "on": [f"{two}:{WORKER}"]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 ô của bạn chưa lưu" in page
    assert "bạn chọn, hiện tại không chọn" in page
    assert f'value="{two}:{WORKER}" checked' in page
    assert f'value="{one}:{WORKER}" checked' in page
    posted = {"version": 2, "was": f"{one}:{WORKER}", "on": [f"{one}:{WORKER}", f"{two}:{WORKER}"]}
    assert client.post(_url("save", sheet.pk), posted).status_code == 302
    assert ticked(sheet) == {(one, WORKER), (two, WORKER)}


@pytest.mark.parametrize(
    "body", [{}, {"version": "x"}, {"version": 1, "on": "a:b,:,9"}, {"version": 1, "on": "99999:x"}]
)
def test_hostile_autosave_is_refused_or_does_nothing(city: City, sheet: Registration, sign_in, body: dict) -> None:
    answer = sign_in(city.user("grassroots_officer")).post(_url("autosave", sheet.pk), body)
    assert answer.status_code in {200, 422}
    assert ticked(sheet) == set()


@given(st.sets(st.text(max_size=30)))
def test_cell_keys_of_any_shape_never_break_the_form(keys: set[str]) -> None:
    for change in as_ticks(keys, on=True):
        assert change["title_code"]
        assert change["person_id"] is None or change["person_id"] > 0


def test_a_pasted_block_is_read_and_writes_nothing(city: City, sheet: Registration, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    said = client.post(_url("read_pasted"), {"text": "x\tcó\n\thả", "kinds": "mark,mark"}).json()
    assert said == {"rows": [[True, True], [False, None]], "unknown": ["hả"], "cut": False}
    assert client.post(_url("read_pasted"), {"text": "x"}).status_code == 422


def test_last_year_is_taken_over_with_what_is_left_out_in_words(city: City, sheet: Registration, sign_in) -> None:
    worker = TitleFactory(code=WORKER)
    before = RegistrationFactory(round=RegistrationRoundFactory(owner=city.union, year=TODAY.year - 1), unit=city.a)
    RegistrationLineFactory(registration=before, person=city.members_a[0].person, title=worker)
    RegistrationLineFactory(registration=before, person=city.members_b[0].person, title=worker)
    client = sign_in(city.user("grassroots_officer"))
    page = client.post(_url("copy", sheet.pk), {"version": 1}, follow=True).content.decode()
    assert "Đã chép 1 ô từ năm trước." in page
    assert f"{city.members_b[0].person.full_name} không còn trong danh sách đơn vị." in page
    assert client.post(_url("copy", sheet.pk), {}).status_code == 422


def test_the_city_returns_with_a_reason_and_accepts(city: City, sheet: Registration, sign_in) -> None:
    RegistrationLineFactory(registration=sheet, person=city.members_a[0].person, title=TitleFactory(code=WORKER))
    sign_in(city.user("grassroots_officer")).post(_url("submit", sheet.pk), {"version": 1})
    client = sign_in(city.user("city_officer", "above"))
    url = _url("move", sheet.pk, "return")
    assert client.get(url).status_code == 200
    answer = client.post(url, {"version": 2, "reason": ""})
    assert answer.status_code == 422
    assert "Ghi rõ lý do" in answer.content.decode()
    client.post(url, {"version": 2, "reason": "Thiếu tổ 2"})
    officer = sign_in(city.user("grassroots_officer"))
    assert "Thiếu tổ 2" in officer.get(_url("sheet", sheet.pk)).content.decode()
    officer.post(_url("submit", sheet.pk), {"version": 3})
    sign_in(city.user("city_officer", "above")).post(_url("move", sheet.pk, "accept"), {"version": 4})
    sheet.refresh_from_db()
    assert sheet.state == RegistrationState.ACCEPTED
    assert client.get(_url("move", sheet.pk, "khong-co")).status_code == 404


def test_a_foreign_units_pages_answer_404_and_readers_read(city: City, call: RegistrationRound, sheet, sign_in) -> None:
    other = sign_in(city.user("grassroots_officer", "other"))
    for name in ("sheet", "submit"):
        assert other.get(_url(name, sheet.pk)).status_code == 404
    for name in ("save", "autosave", "copy", "submit"):
        assert other.post(_url(name, sheet.pk), {"version": 1}).status_code == 404
    assert other.post(_url("start", call.pk), {"unit_id": city.a.pk}).status_code == 404
    for role, place in (("head", "own"), ("auditor", "above")):
        reader = sign_in(city.user(role, place))
        page = reader.get(_url("sheet", sheet.pk))
        assert page.status_code == 200
        assert 'type="checkbox" name="on"' not in page.content.decode()
        assert reader.post(_url("save", sheet.pk), {"version": 1, "on": [f"0:{COLLECTIVE}"]}).status_code == 403
    assert sign_in(city.user("member")).get(_url("sheet", sheet.pk)).status_code == 404
    assert "Chưa có đợt đăng ký nào" in sign_in(city.user("member")).get(_url("list")).content.decode()


def test_a_round_is_opened_and_its_deadlines_moved_under_a_version(city: City, call, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    posted = {
        "owner_id": city.union.pk, "year": TODAY.year - 1, "opens_on": "2018-01-15", "soft_deadline": "31/03/2018",
        "hard_deadline": "2018-04-15", "titles": [WORKER],
    }  # fmt: skip
    assert client.get(_url("round_open")).status_code == 200
    assert client.post(_url("round_open"), posted).status_code == 302
    made = RegistrationRound.objects.get(year=TODAY.year - 1)
    assert made.soft_deadline == date(2018, 3, 31)
    answer = client.post(_url("round_open"), posted | {"soft_deadline": "2017-01-01"})
    assert answer.status_code == 422
    assert "Hạn nộp phải sau ngày mở." in answer.content.decode()
    edited = posted | {"version": 1, "hard_deadline": "2018-05-01"}
    assert client.post(_url("round_edit", made.pk), edited).status_code == 302
    stale = client.post(_url("round_edit", made.pk), edited | {"hard_deadline": "2018-06-01"})
    assert stale.status_code == 409
    officer = sign_in(city.user("grassroots_officer"))
    assert officer.get(_url("round_open")).status_code == 403
    assert officer.get(_url("round_edit", made.pk)).status_code == 403


def test_the_list_filters_by_state_name_and_lateness(city: City, call: RegistrationRound, sheet, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))

    def units(**query: str) -> list[str]:
        page = client.get(_url("list"), query).context["page"]
        return [line.unit.short_name for line in page.object_list]

    assert units() == [city.a.short_name, city.b.short_name]
    assert units(trang_thai="not_started") == [city.b.short_name]
    assert units(trang_thai="draft") == [city.a.short_name]
    assert units(tim="so mau b") == [city.b.short_name]
    assert units(muon="on") == []
    assert units(dot="99999") == [city.a.short_name, city.b.short_name]


def test_the_grid_page_costs_the_same_for_3_and_30_people(city: City, sheet: Registration, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(_url("sheet", sheet.pk)).status_code == 200
        return len(queries)

    few = cost()
    for _ in range(27):
        MembershipFactory(unit=city.a)
    assert cost() == few


def test_the_list_page_costs_the_same_for_2_and_12_units(city: City, call: RegistrationRound, sheet, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(_url("list"))
        return len(queries)

    cost()
    few = cost()
    for _ in range(10):
        RegistrationFactory(round=call, unit=UnitFactory(parent=city.union))
    assert cost() == few


@pytest.mark.parametrize(
    ("days", "words", "colour"),
    [(8, "còn 8 ngày", "info"), (1, "còn 1 ngày", "warn"), (0, "hết hạn vào cuối ngày hôm nay", "warn"),
     (-3, "đã quá 3 ngày", "bad"), (-365, "đã quá 365 ngày", "bad"), (-366, "đã qua", "muted")],
)  # fmt: skip
def test_deadlines_say_how_many_days_are_left(days: int, words: str, colour: str) -> None:
    deadline = TODAY + timedelta(days=days)
    assert (days_left(deadline, TODAY), tone(deadline, TODAY)) == (words, colour)
