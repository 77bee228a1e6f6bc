"""The log's pages: whose events one sees, in words, and the verification."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

import thidua
from tests.conftest import City
from tests.factories.kernel import MOMENT, AuditEventFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.audit_trail import checkpoint
from thidua.kernel.models import AuditEvent
from thidua.kernel.services import erase_details
from thidua.kernel.triggers import drop_triggers
from thidua.kernel.verdicts import ALLOWED
from thidua.people.models import RoleGrant
from thidua.web.audit.scope import events_visible_to
from thidua.web.audit.values import Names
from thidua.web.audit.vocabulary import ACTIONS
from thidua.web.audit.words import Change, EventRow

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 15)
LIST = "/nhat-ky/"
NAMES = Names(people={1: "Nguyễn Văn Hải"}, entries={"flag": "Cờ thi đua"})


@pytest.fixture
def events(city: City) -> dict[str, AuditEvent]:
    """One event about union A, one about B, one about no unit."""
    return {
        "a": AuditEventFactory(unit_id=city.a.id, object_label="Việc của A", action="person.edit"),
        "b": AuditEventFactory(unit_id=city.b.id, object_label="Việc của B", action="unit.rename"),
        "none": AuditEventFactory(object_label="Việc chung", action="catalogue.load"),
    }


def seen(city: City, events: dict[str, AuditEvent], role: str, place: str) -> set[str]:
    """Return which of the events an account sees."""
    found = set(events_visible_to(city.user(role, place), DAY))
    return {name for name, event in events.items() if event in found}


@pytest.mark.parametrize(
    ("role", "place", "expected"),
    [
        ("auditor", "own", {"a"}),
        ("auditor", "other", {"b"}),
        ("auditor", "above", {"a", "b"}),
        ("city_officer", "above", {"a", "b"}),
        ("administrator", "own", {"a", "none"}),
        ("administrator", "above", {"a", "b", "none"}),
        ("grassroots_officer", "own", set()),
        ("head", "own", set()),
        ("member", "own", set()),
    ],
)
def test_who_sees_which_events(city: City, events: dict, role: str, place: str, expected: set[str]) -> None:
    assert seen(city, events, role, place) == expected


def test_an_auditor_of_the_topmost_unit_sees_what_concerns_no_unit(city: City, events: dict) -> None:
    RoleGrant.objects.filter(user=city.users["auditor", "above"]).update(unit=city.root)
    assert seen(city, events, "auditor", "above") == {"a", "b", "none"}


def test_the_system_sees_everything(events: dict) -> None:
    assert events_visible_to(SystemActor("thử"), DAY).count() == 3


@pytest.mark.parametrize("address", [LIST, "/nhat-ky/kiem-tra/"])
def test_a_grassroots_officer_may_not_open_the_log(city: City, sign_in: Any, address: str) -> None:
    answer = sign_in(city.user("grassroots_officer")).get(address)
    assert answer.status_code == 403
    assert "không có quyền" in answer.content.decode()


def test_an_auditor_reads_the_events_of_their_unit_in_words(city: City, sign_in: Any, events: dict) -> None:
    page = sign_in(city.user("auditor")).get(LIST).content.decode()
    assert "Việc của A" in page
    assert "Việc của B" not in page
    assert "Sửa thông tin người" in page
    assert re.search(r"<del>.*cũ</del> → <ins>.*mới</ins>", page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?nguoi=Lan", ["2"]),
        ("?viec=unit.rename", ["1"]),
        ("?doi_tuong=Mẫu", ["3", "2", "1", "0"]),
        ("?tu=2018-03-16", ["3"]),
        ("?den=2018-03-15", ["2", "1", "0"]),
        ("?tu=2018-03-15&den=2018-03-15", ["2", "1", "0"]),
        ("?tu=hôm qua", ["3", "2", "1", "0"]),
        ("?viec=bịa.ra&nguoi=Lan", ["2"]),
    ],
)
def test_the_log_is_narrowed_by_person_act_thing_and_day(city: City, sign_in: Any, query: str, expected: list) -> None:
    class Lan(SystemActor):
        """Somebody else."""

    for number, more in enumerate(
        [
            {},
            {"action": "unit.rename"},
            {"by": Lan("Lan"), "at": MOMENT.replace(hour=23, minute=59)},
            {"at": MOMENT.replace(day=16, hour=0)},
        ]
    ):
        AuditEventFactory(unit_id=city.a.id, object_id=str(number), **more)
    rows = sign_in(city.user("auditor")).get(LIST + query).context["rows"]
    assert [row.event.object_id for row in rows] == expected


def test_an_empty_log_says_what_comes_and_an_empty_search_how_to_widen_it(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("auditor"))
    assert "Chưa có sự kiện nào trong phạm vi" in client.get(LIST).content.decode()
    assert "Bỏ bớt điều kiện lọc" in client.get(LIST + "?nguoi=x").content.decode()


def test_the_list_asks_as_often_for_one_event_as_for_fifty(
    city: City, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(city.user("auditor"))

    def queries() -> int:
        with django_assert_max_num_queries(50) as counted:
            client.get(LIST)
        return len(counted)

    AuditEventFactory(unit_id=city.a.id)
    one = queries()
    for _ in range(60):
        AuditEventFactory(unit_id=city.a.id)
    assert queries() == one


def test_an_erased_event_shows_that_its_details_are_gone(city: City, sign_in: Any, events: dict) -> None:
    seq = events["a"].seq
    erase_details(seq=seq, reason="theo yêu cầu", permitted=ALLOWED, by=SystemActor("thử"), at=MOMENT)
    page = sign_in(city.user("auditor")).get(LIST).content.decode()
    assert "đã xóa chi tiết" in page


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("object_type", "details", "expected"),
    [
        ("people.person", {"full_name": ["Nguyễn Văn A", "Nguyễn Văn Á"]},
         Change("Họ và tên", "Nguyễn Văn Á", "Nguyễn Văn A")),
        ("people.person", {"sex": ["", "female"]}, Change("Giới tính", "nữ")),
        ("people.person", {"birth_date": [None, "1980-02-29"]}, Change("Ngày sinh", "29/02/1980")),
        ("people.person", {"birth_date": [None, "1980-02-30"]}, Change("Ngày sinh", "1980-02-30")),
        ("people.unit", {"old": "a", "new": "b"}, Change("Giá trị", "b", "a")),
        ("people.unit", {"old": True, "new": False}, Change("Giá trị", "không", "có")),
        ("people.unit", {"name": {"old": "a", "new": "b"}}, Change("Tên", "b", "a")),
        ("people.unit", {"changes": {"name": ["a", "b"]}}, Change("Thay đổi, Tên", "b", "a")),
        ("people.unit", {"year": 2018}, Change("Năm", "2018")),
        ("people.unit", {"person_ids": [[4, 5], []]}, Change("Người", "(trống)", "người số 4, người số 5")),
        ("people.unit", {"reason": "vì thế"}, Change("Lý do", "vì thế")),
        ("kernel.job", {"state": ["failed", "queued"]}, Change("Trạng thái", "đang chờ", "bị lỗi")),
        ("gone.thing", {"some_field": "2018-03-15T02:00:00Z"}, Change("Some field", "15/03/2018 09:00")),
        ("people.unit", {"titles": ["a"] * 15}, Change("Danh hiệu", ", ".join("a" * 12) + " và 3 mục nữa")),
        ("people.unit", {"counts": [{"a": 1}]}, Change("Số lượng", "a: 1")),
        ("people.unit", {"old": {"name": "a"}, "new": {"name": "b"}}, Change("Tên", "b", "a")),
        ("people.unit", {"titles": ["a", "b"]}, Change("Danh hiệu", "a, b")),
        ("people.unit", {"titles": [["a"], ["a", "b"]]}, Change("Danh hiệu", "a, b", "a")),
        ("registration.performancegrade", {"grades": [[1, None, "good"], [2, "good", "excellent"]]},
         Change("Xếp loại", "Nguyễn Văn Hải: hoàn thành tốt nhiệm vụ; người số 2: hoàn thành tốt nhiệm vụ, hoàn thành "
                            "xuất sắc nhiệm vụ")),
        ("registration.registration", {"added": [[0, "flag"], [1, "flag"]]},
         Change("Thêm", "đơn vị: Cờ thi đua; Nguyễn Văn Hải: Cờ thi đua")),
        ("movements.participation", {"side": "head"}, Change("Bên xác nhận", "thủ trưởng")),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(object_type: str, details: dict, expected: Change) -> None:
    assert EventRow(AuditEvent(object_type=object_type, details=details), NAMES).changes == [expected]


def test_what_stays_empty_and_what_only_machines_read_is_not_told() -> None:
    details = {"birth_date": [None, None], "sex": ["", ""], "name_folded": ["a", "b"]}
    assert EventRow(AuditEvent(object_type="people.person", details=details)).changes == []


def test_an_events_people_are_named_where_the_reader_may_see_them(city: City, sign_in: Any) -> None:
    mine, other = city.members_a[0].person, city.members_b[0].person
    AuditEventFactory(unit_id=city.a.id, details={"people": [mine.pk, other.pk, 10**9]})
    page = sign_in(city.user("auditor")).get(LIST).content.decode()
    assert mine.full_name in page
    assert other.full_name not in page
    assert f"người số {other.pk}" in page


def test_an_event_about_many_rows_names_their_kind() -> None:
    assert EventRow(AuditEvent(object_type="people.position", details={})).thing == "Chức vụ"
    assert EventRow(AuditEvent(object_type="gone.thing", details={})).thing == "gone.thing"


def test_every_service_has_its_words_in_the_log() -> None:
    """Add the words of a new service to thidua/web/audit/vocabulary.py."""
    package = Path(thidua.__file__).parent
    written = {
        act for path in package.rglob("*.py") for act in re.findall(r'^@service\("([^"]+)"\)', path.read_text(), re.M)
    }
    assert written - set(ACTIONS) == set()


# --- verification -----------------------------------------------------------------------------------------------------


def test_the_verification_says_that_the_chain_is_whole(city: City, sign_in: Any, events: dict) -> None:
    page = sign_in(city.user("auditor")).post(reverse("audit:verify"))
    assert page.status_code == 200
    assert "Nhật ký nguyên vẹn" in page.content.decode()
    assert page.context["report"].checkpoint in page.content.decode()


def test_the_page_of_verification_waits_for_the_button(city: City, sign_in: Any) -> None:
    page = sign_in(city.user("auditor")).get(reverse("audit:verify"))
    assert page.context["report"] is None
    assert "Mốc đã giữ" in page.content.decode()


def test_the_verification_shows_each_fault(city: City, sign_in: Any, events: dict) -> None:
    drop_triggers(connection)
    AuditEvent.objects.filter(pk=events["b"].pk).update(actor_label="người khác")
    page = sign_in(city.user("auditor")).post(reverse("audit:verify")).content.decode()
    assert "không còn nguyên vẹn" in page
    assert f"Nội dung sự kiện số {events['b'].seq} không khớp" in page


def test_a_long_chain_is_verified_in_its_latest_part_and_the_page_says_so(
    city: City, sign_in: Any, events: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thidua.web.audit.views.VERIFIED", 2)
    page = sign_in(city.user("auditor")).post(reverse("audit:verify"))
    assert page.context["report"].checked == 2
    assert "1 sự kiện cũ hơn không đọc lại" in page.content.decode()


def test_a_kept_checkpoint_can_be_pasted(city: City, sign_in: Any, events: dict) -> None:
    client = sign_in(city.user("auditor"))
    kept = checkpoint()
    page = client.post(reverse("audit:verify"), {"moc": f" {kept.seq}:{kept.hash} "})
    assert f"Đã so với mốc ở sự kiện số {kept.seq}" in page.content.decode()
    drop_triggers(connection)
    AuditEvent.objects.filter(seq=kept.seq).delete()
    page = client.post(reverse("audit:verify"), {"moc": f"{kept.seq}:{kept.hash}"}).content.decode()
    assert "đã bị cắt" in page or "bị cắt từ" in page


def test_an_unreadable_checkpoint_is_refused_next_to_its_field(city: City, sign_in: Any) -> None:
    page = sign_in(city.user("auditor")).post(reverse("audit:verify"), {"moc": "sai"})
    assert page.status_code == 422
    assert "SỐ:MÃ" in page.content.decode()
