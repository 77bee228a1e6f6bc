"""“Thử một hồ sơ”: anybody tries facts against the law, in a form or pasted; hostile facts are answered; no trace."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from thidua.rules.library import shipped
from thidua.web.lawbooks.facts_form import FactsForm
from thidua.web.lawbooks.trying import EXAMPLE
from thidua.web.limits import TRIES

DAY = "2018-12-20"
ASKED = f"?nam=2018&ngay={DAY}&danh_hieu=advanced_worker"
TYPED = {
    "grade_2018": "good", "registered_known": "some", "registered": ["advanced_worker"], "months_worked": "12",
    "disciplines_known": "none", "cases_known": "none",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def url(name: str, *args: object) -> str:
    return reverse(f"lawbooks:{name}", args=args)


def text(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def findings(value: str = "yes") -> dict[str, str]:
    form = FactsForm(year=2018, day=date(2018, 12, 20), awards=["advanced_worker"], book=shipped())
    return {f"finding_{code}": value for code in form.findings}


def post(client: Client, data: dict[str, object], query: str = ASKED) -> object:
    return client.post(url("try") + query, data)


def test_a_visitor_tries_a_history(client: Client, db: None) -> None:
    assert "grade_2018" in text(client.get(url("try") + ASKED))
    found = text(post(client, TYPED | findings()))
    assert "Lao động tiên tiến năm 2018: đủ điều kiện đề nghị" in found
    assert "I-LDTT-03" in found
    assert "hội đồng và người có thẩm quyền quyết định" in found
    worse = text(post(client, TYPED | findings() | {"grade_2018": "not_completed"}))
    assert "chưa đủ điều kiện vì" in worse
    assert "Việc cần làm:" in worse


def test_what_is_left_unknown_is_missing_not_refused(client: Client, db: None) -> None:
    assert "chưa đủ dữ liệu" in text(post(client, {"grade_2018": "good"}))
    assert "Chưa đạt</span>" not in text(post(client, {}))


def test_all_awards_are_answered_at_once(client: Client, db: None) -> None:
    found = text(post(client, TYPED | findings(), f"?nam=2018&ngay={DAY}"))
    assert found.count('class="disclosure"') >= len(shipped().awards_on(date(2018, 12, 20)))


def test_the_form_writes_the_hand_written_format(client: Client, db: None) -> None:
    more = {
        "titles_known": "some", "titles_grassroots_fighter": "2016, 2017", "forms_known": "none",
        "initiatives_known": "some", "initiative_0_year": "2018", "initiative_0_scope": "provincial",
        "initiative_0_used": "certificate", "discipline_0_on": "2017-05-01", "discipline_0_level": "warning",
        "discipline_0_ends": "2018-05-01", "disciplines_known": "some", "case_0_on": "2018-01-05",
        "case_0_kind": "complaint", "cases_known": "some", "grade_2015": "excellent",
    }  # fmt: skip
    response = post(client, TYPED | findings() | more)
    written = re.search(r"<pre[^>]*>(.*?)</pre>", response.content.decode(), re.DOTALL)[1]
    facts = yaml.safe_load(written.replace("&#x27;", "'"))["person"]
    assert facts["titles"] == {"grassroots_fighter": [2016, 2017]}
    assert facts["forms"] == {}
    assert facts["initiatives"] == [{"year": 2018, "scope": "provincial", "used_for": "certificate"}]
    assert facts["disciplines"] == [{"level": "warning", "decided_on": date(2017, 5, 1), "ends_on": date(2018, 5, 1)}]
    assert facts["open_cases"] == [{"kind": "complaint", "opened_on": date(2018, 1, 5)}]
    assert facts["years"][2015] == {"grade": "excellent"}
    # What the form wrote, pasted again, gives the same answer.
    again = client.post(url("try") + "?dang=viet-tay", {"facts": written.replace("&#x27;", "'")})
    assert again.status_code == 200


def test_facts_are_pasted_for_people_and_collectives(client: Client, db: None) -> None:
    query = "?dang=viet-tay"
    assert "đủ điều kiện đề nghị" in text(client.post(url("try") + query, {"facts": EXAMPLE}))
    collective = "year: 2018\ndate: 2018-12-20\ncollective: {years: {2018: {members: 10}}}\n"
    assert "Tập thể lao động" in text(client.post(url("try") + query, {"facts": collective}))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("a: [", "YAML"),
        ("- 1", "Hồ sơ"),
        ("year: 2018\ndate: 2018-12-20\n", "Không rõ đây là hồ sơ của ai"),
        ("year: x\ndate: 2018-12-20\nperson: {}\n", "sai kiểu"),
        ("year: 2018\ndate: 2018-12-20\nperson: {yeers: {}}\n", "yeers"),
        ("year: 2018\ndate: 2018-12-20\naward: zz\nperson: {}\n", "zz"),
        ("a: &a [1]\nb: *a", "dòng" ),
        ("[" * 5000, "lồng quá"),
        ("x" * 70_000, "64000"),
        ("year: 2018\ndate: 2018-12-20\nperson: {years: {2018: {grade: 7}}}\n", "7"),
        ("year: 2018\ndate: 2018-12-20\nperson: {titles: {advanced_worker: 5}}\n", "advanced_worker"),
        ("year: 2018\ndate: 2018-12-20\nperson: {initiatives: [{}]}\n", "thiếu"),
        ("year: 2018\ndate: 2018-12-20\nperson: {lists_known_from: x}\n", "lists_known_from"),
        ("<script>alert(1)</script>: 1", "Không rõ"),
    ],
)  # fmt: skip
def test_hostile_facts_are_answered_in_words(client: Client, db: None, facts: str, said: str) -> None:
    response = client.post(url("try") + "?dang=viet-tay", {"facts": facts})
    assert response.status_code == 422
    assert said.lower() in text(response).lower()
    assert "<script>alert" not in text(response)


@pytest.mark.parametrize("bad", [{"titles_advanced_worker": "hai nghìn"}, {"months_worked": "99"}, {"grade_2018": "x"}])
def test_what_cannot_be_read_keeps_what_was_typed(client: Client, db: None, bad: dict[str, str]) -> None:
    response = post(client, {"initiative_0_year": "2017"} | bad)
    assert response.status_code == 422
    assert 'value="2017"' in text(response)


@pytest.mark.parametrize(
    "query", ["?nam=x&ngay=y", "?nam=99999&ngay=2018-12-20", "?nam=2018&ngay=2018-12-20&danh_hieu=zz"]
)
def test_an_address_that_makes_no_sense_still_shows_the_form(client: Client, db: None, query: str) -> None:
    assert client.get(url("try") + query).status_code == 200
    assert client.post(url("try") + query, TYPED).status_code == 200


def test_trying_leaves_no_trace(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    secret = "Bí mật của một người"
    written: list[str] = []

    def watch(execute, sql, params, many, context):
        written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch), caplog.at_level("DEBUG"):
        post(client, TYPED | findings())
        client.post(url("try") + "?dang=viet-tay", {"facts": EXAMPLE + f"# {secret}\n"})
        client.post(url("try") + "?dang=viet-tay", {"facts": f"{secret}: ["})
    assert all(sql.lstrip().startswith("SELECT") for sql in written)
    assert not [record for record in caplog.records if secret in record.getMessage()]
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies


def test_one_address_tries_so_many_times_a_minute(client: Client, db: None) -> None:
    for _time in range(TRIES):
        assert client.post(url("try") + "?dang=viet-tay", {"facts": "a: ["}).status_code == 422
    assert client.post(url("try") + "?dang=viet-tay", {"facts": "a: ["}).status_code == 429
    assert client.get(url("try")).status_code == 200
    assert client.post(url("try"), {}, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_sending_from_another_site_is_refused(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post(url("try"), TYPED).status_code == 403
