"""Pages of the law: open to read, kept by two persons, simulated without an effect."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import partial

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.conftest import City
from tests.factories.lawbooks import PARAMS, RULE, STORIES, ProvisionFactory, rule_fields
from tests.statistics.queries import count_queries
from thidua.kernel.jobs import run_now
from thidua.kernel.models import AuditEvent
from thidua.lawbooks.models import Provision, Simulation
from thidua.lawbooks.selectors import live_book
from thidua.lawbooks.services import enter_provision, move_provision
from thidua.rules import registry
from thidua.rules.library import shipped


def url(name: str, *args: object) -> str:
    return reverse(f"lawbooks:{name}", args=args)


def text(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# Reading


def test_a_visitor_reads_the_law(client: Client, db: None) -> None:
    assert "Lao động tiên tiến" in text(client.get(url("list")))
    found = text(client.get(url("award", "grassroots_fighter")))
    assert "I-CSCS-03" in found
    assert found.index("I-CSCS-22") < found.index("I-CSCS-03")
    found = text(client.get(url("rule", "I-CSCS-03")))
    for words in (
        "NĐ 91/2017/NĐ-CP, Điều 9, khoản 3",
        "Con số theo ngày",
        "Chuyện mẫu",
        "Chưa có người ghi việc đối chiếu",
    ):
        assert words in found
    assert not Session.objects.exists()


def test_every_row_of_the_law_has_a_page(client: Client, db: None) -> None:
    ids = set(re.findall(r'/luat/dieu/([\w-]+)/"', text(client.get(url("list")))))
    book = shipped()
    assert ids == {row.id for row in registry.rows(book)}
    for row_id in sorted(ids):
        assert client.get(url("rule", row_id)).status_code == 200, row_id
    for award in book.rules:
        assert client.get(url("award", award)).status_code == 200, award


def test_the_list_is_searched_with_and_without_accents(client: Client, db: None) -> None:
    for words in ("chien si thi dua co so", "Chiến sĩ thi đua cơ sở", "i-cscs-03"):
        found = text(client.get(url("list"), {"tim": words}))
        assert "I-CSCS-03" in found
        assert "I-LDTT-03" not in found
    assert "Không tìm thấy" in text(client.get(url("list"), {"tim": "xyz khong-co"}))


def test_what_was_not_read_says_so(client: Client, db: None) -> None:
    book = shipped()
    disabled = next(rule for rules in book.rules.values() for rule in rules if rule.disabled_vi)
    assert "Chưa dùng được" in text(client.get(url("rule", disabled.id)))
    carried = next(rule for rules in book.rules.values() for rule in rules if rule.carried)
    assert "Chưa đối chiếu Luật 06/2026/QH16" in text(client.get(url("rule", carried.id)))


@pytest.mark.parametrize("path", ["/luat/khong-co/", "/luat/dieu/KHONG-CO/", "/luat/dieu/a'--/"])
def test_what_does_not_exist_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_reading_asks_a_constant_number_of_queries(client: Client, db: None) -> None:
    client.get(url("list"))
    assert count_queries(lambda: client.get(url("list"))) <= 2
    one = count_queries(lambda: client.get(url("rule", "I-LDTT-22")))
    ProvisionFactory.create_batch(3)
    assert count_queries(lambda: client.get(url("rule", "I-LDTT-22"))) == one <= 4


# Keeping


FIELDS = {
    "document": "Luật 06/2026/QH16", "article": "Điều 24", "first_day": "2026-10-01", "confidence": "R",
    "rule_yaml": RULE, "params_yaml": PARAMS, "stories_yaml": STORIES,
}  # fmt: skip


def test_two_persons_put_a_rule_in_force_and_everybody_reads_it(city: City, sign_in, client: Client) -> None:
    reader: Client = sign_in(city.user("city_officer", "above"))
    response = reader.post(url("enter", "rule"), FIELDS, follow=True)
    row = Provision.objects.get()
    assert "mọi chuyện mẫu đều đúng" in text(response)
    assert "Người nhập không tự đồng ý được" not in text(response)
    response = reader.post(url("move", row.pk, "propose"), {"version": row.version}, follow=True)
    assert "Người nhập không tự đồng ý được" in text(response)
    assert reader.post(url("move", row.pk, "second"), {"version": 2}).status_code == 409
    second: Client = sign_in(city.user("council_secretary", "above"))
    assert "Đang áp dụng" in text(second.post(url("move", row.pk, "second"), {"version": 2}, follow=True))
    assert [rule.id for rule in live_book().rules_on("advanced_worker", date(2026, 12, 1))] == ["I-LDTT-26"]
    found = text(Client().get(url("rule", "I-LDTT-26")))
    assert "An hoàn thành tốt, đoàn kết → đạt" in found
    assert f"{city.user('council_secretary', 'above')} đọc lại và đồng ý" in found
    assert AuditEvent.objects.filter(action__startswith="provision.").count() == 3


def test_a_number_changes_what_the_trial_says(city: City, sign_in, at: datetime) -> None:
    reader: Client = sign_in(city.user("city_officer", "above"))
    assert "advanced_worker.min_grade" in text(reader.get(url("enter", "number")))
    story = (
        STORIES.split('  - name: "Bình')[0].replace("I-LDTT-26", "I-LDTT-22").replace("unity_26: true", "united: false")
    )
    story = story.replace("answer: met", "answer: not_met")
    fields = FIELDS | {
        "target": "advanced_worker.min_grade",
        "value": "hoàn thành xuất sắc nhiệm vụ",
        "stories_yaml": story,
    }
    reader.post(url("enter", "number"), fields)
    row = Provision.objects.get()
    reader.post(url("move", row.pk, "propose"))
    move_provision(provision_id=row.pk, move="second", by=city.user("council_secretary", "above"), at=at)
    query = "?nam=2026&ngay=2026-12-01&danh_hieu=advanced_worker"
    found = text(Client().post(url("try") + query, {"grade_2026": "good"}))
    assert "dưới mức hoàn thành xuất sắc nhiệm vụ" in found


def test_a_carried_rule_is_checked_by_two(city: City, sign_in) -> None:
    reader: Client = sign_in(city.user("city_officer", "above"))
    assert "I-LDTT-22" in text(reader.get(url("checks")))
    form = text(reader.get(url("enter", "check") + "?quy-tac=I-LDTT-22"))
    assert '<option value="I-LDTT-22" selected>' in form
    reader.post(url("enter", "check"), FIELDS | {"target": "I-LDTT-22"})
    row = Provision.objects.get()
    reader.post(url("move", row.pk, "propose"))
    second = sign_in(city.user("council_secretary", "above"))
    second.post(url("move", row.pk, "second"))
    assert "đang áp dụng" in text(second.get(url("checks")))
    assert "đã đối chiếu với Luật 06/2026/QH16" in text(Client().get(url("rule", "I-LDTT-22")))


def test_what_is_typed_is_tried_at_once_and_not_kept(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    assert "mọi chuyện mẫu đều đúng" in text(client.post(url("examine", "rule"), FIELDS))
    assert "dòng 9" in text(
        client.post(url("examine", "rule"), FIELDS | {"rule_yaml": RULE.replace("grade:", "grde:")})
    )
    told = text(
        client.post(
            url("examine", "rule"), FIELDS | {"stories_yaml": STORIES.replace("answer: met", "answer: not_met")}
        )
    )
    assert "không đúng như đã kể" in told
    assert client.post(url("examine", "number"), {"value": "3"}).status_code == 200
    assert client.post(url("examine", "nothing"), {}).status_code == 404
    assert not Provision.objects.exists()


def test_a_form_with_a_fault_keeps_what_was_typed(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    response = client.post(url("enter", "rule"), FIELDS | {"first_day": "", "note": "Đọc lại khoản 2"})
    assert response.status_code == 422
    assert "Đọc lại khoản 2" in text(response)
    assert client.get(url("enter", "law")).status_code == 404


def test_two_who_edit_a_draft_see_each_other(city: City, sign_in) -> None:
    row = ProvisionFactory(entered_by=city.users["city_officer", "above"])
    client = sign_in(city.user("city_officer", "above"))
    assert "I-LDTT-26" in text(client.get(url("edit", row.pk)))
    assert client.post(url("edit", row.pk), FIELDS | {"version": 1, "note": "một"}).status_code == 302
    assert client.post(url("edit", row.pk), FIELDS | {"version": 1, "note": "hai"}).status_code == 409


def test_a_provision_left_out_is_shown_to_its_keepers(city: City, sign_in, at: datetime) -> None:
    officer, secretary = city.user("city_officer", "above"), city.user("council_secretary", "above")
    row = enter_provision(kind="rule", by=officer, at=at, **rule_fields())
    move_provision(provision_id=row.pk, move="propose", by=officer, at=at)
    move_provision(provision_id=row.pk, move="second", by=secretary, at=at)
    Provision.objects.filter(pk=row.pk).update(rule_yaml="[")
    other = enter_provision(kind="check", by=officer, at=at, **rule_fields(target="I-LDTT-22"))
    move_provision(provision_id=other.pk, move="propose", by=officer, at=at)
    move_provision(provision_id=other.pk, move="second", by=secretary, at=at)
    client = sign_in(officer)
    assert "bỏ ra khỏi luật" in text(client.get(url("manage")))
    assert "không đọc được" in text(client.get(url("provision", row.pk)))
    assert Client().get(url("list")).status_code == 200


def test_the_list_of_provisions_asks_a_constant_number_of_queries(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    ProvisionFactory()
    client.get(url("manage"))
    one = count_queries(lambda: client.get(url("manage")))
    ProvisionFactory.create_batch(4)
    assert count_queries(lambda: client.get(url("manage"))) == one


# Simulating


def test_a_simulation_from_its_form_to_its_people(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    assert "không ảnh hưởng kết quả thật" in text(client.get(url("simulations")))
    asked = {
        "unit_id": city.union.pk, "year": "2018", "decided_on": "", "before_on": "2018-12-31",
        "after_on": "2024-06-01", "before_profile": "", "after_profile": "", "after_provision": "",
    }  # fmt: skip
    response = client.post(url("simulations"), asked)
    row = Simulation.objects.get()
    assert response.headers["Location"] == url("simulation", row.pk)
    assert "đang chờ" in text(client.get(url("simulation", row.pk)))
    run_now(row.job)
    found = text(client.get(url("simulation_progress", row.pk)))
    for words in ("Đã so 6 người", "Theo quy định gây ra thay đổi", "Theo giới tính", "Theo chức vụ", "CĐCS Sở Mẫu A"):
        assert words in found
    change = row.changes.first()
    listed = text(client.get(url("simulation_people", row.pk), {"huong": change.direction, "don-vi": change.unit_id}))
    assert change.person.full_name in listed
    assert "không ảnh hưởng kết quả thật" in listed
    assert "Không có ai" in text(client.get(url("simulation_people", row.pk), {"danh-hieu": "khong-co"}))
    assert client.get(url("simulation_people", row.pk), {"don-vi": "abc"}).status_code == 200


def test_a_simulation_that_makes_no_sense_is_refused_beside_its_form(city: City, sign_in) -> None:
    client = sign_in(city.user("council_secretary", "above"))
    asked = {"unit_id": city.union.pk, "year": "2018", "before_on": "2018-12-31", "after_on": "2018-12-31"}
    response = client.post(url("simulations"), asked)
    assert response.status_code == 422
    assert "Hai bên giống hệt nhau" in text(response)
    elsewhere = sign_in(city.user("council_secretary", "own"))
    assert elsewhere.post(url("simulations"), asked | {"unit_id": city.b.pk}).status_code == 422
    assert not Simulation.objects.exists()


def test_a_simulation_asks_a_constant_number_of_queries(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    asked = {"year": "2018", "before_on": "2018-12-31", "after_on": "2024-06-01"}
    counts = []
    for unit in (city.a, city.union):
        client.post(url("simulations"), asked | {"unit_id": unit.pk})
        row = Simulation.objects.first()
        run_now(row.job)
        page = url("simulation_people", row.pk)
        client.get(page)
        counts.append(count_queries(partial(client.get, page)))
    assert counts[0] == counts[1]


def test_the_tabs_lead_only_where_one_may_go(city: City, sign_in) -> None:
    visitor = text(Client().get(url("list")))
    assert url("manage") not in visitor
    assert url("simulations") not in visitor
    member = text(sign_in(city.user("member")).get(url("list")))
    assert url("manage") not in member
    keeper = text(sign_in(city.user("city_officer", "above")).get(url("list")))
    assert all(url(name) in keeper for name in ("manage", "checks", "simulations"))


def test_the_sheet_of_a_person_explains_with_a_rule_put_in_force(city: City, sign_in, at: datetime) -> None:
    officer, secretary = city.user("city_officer", "above"), city.user("council_secretary", "above")
    row = enter_provision(kind="rule", by=officer, at=at, **rule_fields())
    move_provision(provision_id=row.pk, move="propose", by=officer, at=at)
    move_provision(provision_id=row.pk, move="second", by=secretary, at=at)
    sheet = reverse("dossiers:sheet", args=[city.members_a[0].person_id, "advanced_worker"])
    found = text(sign_in(officer).get(sheet, {"nam": "2026"}))
    assert "I-LDTT-26" in found
    assert "đoàn kết, tương trợ" in found
