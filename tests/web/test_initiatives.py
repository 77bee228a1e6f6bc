"""Pages of initiatives: list with filters, entering, recognising, withdrawing; foreign units."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from tests.conftest import City
from tests.factories.initiatives import AuthorshipFactory, InitiativeFactory
from thidua.initiatives.models import Initiative


def _url(name: str, *args: object) -> str:
    return reverse(f"initiatives:{name}", args=args)


def _made(city: City, **fields) -> Initiative:
    made = InitiativeFactory(unit=fields.pop("unit", city.a), **fields)
    AuthorshipFactory(initiative=made, person=city.members_a[0].person)
    return made


def _posted(city: City, share_1: int = 60, share_2: int = 40) -> dict[str, object]:
    one, two, _three = [m.person_id for m in city.members_a]
    return {
        "name": "Số hóa hồ sơ", "kind": "initiative", "year": localdate().year, "author-1": one, "share-1": share_1,
        "author-2": two, "share-2": share_2,
    }  # fmt: skip


def test_an_initiative_is_entered_corrected_recognised_and_withdrawn(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    add = _url("add", city.a.pk)
    assert client.get(add).status_code == 200
    refused = client.post(add, _posted(city, 60, 60))
    assert refused.status_code == 422
    assert "đang là 120 %" in refused.content.decode()
    assert client.post(add, _posted(city)).status_code == 302
    made = Initiative.objects.get()
    assert client.get(_url("edit", made.pk)).status_code == 200
    assert client.post(_url("edit", made.pk), _posted(city, 70, 30) | {"version": 1}).status_code == 302
    assert client.post(_url("edit", made.pk), _posted(city, 50, 50) | {"version": 1}).status_code == 409
    decision = {"scope": "provincial", "decision_number": "9/QĐ", "decided_on": localdate().isoformat()}
    assert client.post(_url("recognise", made.pk), decision | {"version": 2}).status_code == 302
    page = client.get(_url("detail", made.pk)).content.decode()
    assert "bộ, ban, ngành, tỉnh" in page
    assert "70 %" in page
    assert client.post(_url("withdraw", made.pk), {"version": 3, "reason": "Trùng"}).status_code == 302
    made.refresh_from_db()
    assert made.scope == ""


def test_the_same_author_twice_or_without_a_share_is_said_at_the_row(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    twice = _posted(city) | {"author-2": city.members_a[0].person_id}
    assert "đã được ghi ở trên" in client.post(_url("add", city.a.pk), twice).content.decode()
    without = _posted(city) | {"share-2": ""}
    assert "Ghi tỷ lệ đóng góp." in client.post(_url("add", city.a.pk), without).content.decode()
    assert not Initiative.objects.exists()


def test_the_list_filters_by_words_unit_year_and_recognition(city: City, sign_in) -> None:
    first = _made(city, name="Đường dây nóng", year=2018)
    recognised = {"scope": "grassroots", "decision_number": "1", "decided_on": date(2017, 5, 1)}
    second = _made(city, unit=city.b, name="Sổ tay số", year=2017, **recognised)
    client = sign_in(city.user("city_officer", "above"))

    def found(**query: object) -> list[Initiative]:
        return list(client.get(_url("list"), query).context["page"].object_list)

    assert found() == [first, second]
    assert found(tim="duong day") == [first]
    assert found(don_vi=city.b.pk) == [second]
    assert found(nam=2017) == [second]
    assert found(pham_vi="chua") == [first]
    assert found(pham_vi="co") == [second]
    assert found(pham_vi="grassroots") == [second]
    assert found(nam="abc") == [first, second]


def test_a_foreign_units_pages_answer_404_and_readers_only_read(city: City, sign_in) -> None:
    made = _made(city)
    writing = [_url(name, made.pk) for name in ("edit", "recognise", "withdraw")]
    other = sign_in(city.user("grassroots_officer", "other"))
    assert {other.get(url).status_code for url in [*writing, _url("detail", made.pk), _url("add", city.a.pk)]} == {404}
    assert not other.get(_url("list")).context["page"].object_list
    reader = sign_in(city.user("head"))
    assert reader.get(_url("detail", made.pk)).status_code == 200
    assert {reader.get(url).status_code for url in writing} == {403}


def test_the_list_costs_the_same_for_1_and_11_initiatives(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(_url("list"))
        return len(queries)

    _made(city)
    cost()
    few = cost()
    for _ in range(10):
        _made(city)
    assert cost() == few


def test_an_initiative_is_marked_as_used_and_no_second_time(city: City, sign_in) -> None:
    made = _made(city, scope="grassroots", decided_on=date(2018, 5, 1), decision_number="1/QĐ")
    client = sign_in(city.user("grassroots_officer"))
    url = _url("use", made.pk)
    assert "Bằng khen của bộ, ban, ngành, tỉnh" in client.get(url).content.decode()
    used = {"award": "ministerial_provincial_merit_certificate", "version": 1}
    assert client.post(url, used).status_code == 302
    page = client.get(_url("detail", made.pk)).content.decode()
    assert "Bằng khen của bộ, ban, ngành, tỉnh" in page
    again = client.post(url, {"award": "grassroots_fighter", "version": 2})
    assert "chỉ dùng một lần" in again.content.decode()
    assert client.post(url, {"award": "", "version": 2}).status_code == 302
    made.refresh_from_db()
    assert made.used_for == ""
