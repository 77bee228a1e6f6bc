"""Pages of nominations: put up, moved with the others told why they stay, mended; what a candidate may read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import City
from tests.factories.nominations import NominationFactory
from tests.nominations.stage import CITY_FIGHTER, WORKER, form, group_of, moved, prepare, put_up, title
from thidua.nominations.models import Dossier, Nomination, Office


@pytest.fixture(autouse=True)
def _offices(city: City) -> None:
    prepare(city)


def _url(name: str, *args: object) -> str:
    return reverse(f"nominations:{name}", args=args)


def _text(response) -> str:
    return response.content.decode()


def test_a_dossier_is_begun_filled_and_sent_as_a_whole(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    worker = title(**WORKER)
    letter = {"unit_id": city.a.pk, "title": "Đề nghị năm 2018", "year": 2018, "kind": "thematic"}
    refused = client.post(_url("create"), letter)
    assert refused.status_code == 422, "a theme wants its movement"
    assert 'value="Đề nghị năm 2018"' in _text(refused), "nothing typed is lost"
    assert client.post(_url("create"), letter | {"kind": "regular"}).status_code == 302
    dossier = Dossier.objects.get()
    add = {"subject": "person", "distinction": f"title:{worker.code}", "achievement": "Hoàn thành tốt"}
    nobody = client.post(_url("add", dossier.pk), add)
    assert nobody.status_code == 422
    assert "Chọn ít nhất một người" in _text(nobody)
    people = [place.person_id for place in city.members_a[:2]]
    assert client.post(_url("add", dossier.pk), add | {"nguoi": people}).status_code == 302
    twice = client.post(_url("add", dossier.pk), add | {"nguoi": people})
    assert twice.status_code == 422, "nobody is put up twice for the same"
    assert Nomination.objects.count() == 2
    assert client.post(_url("move", "submit"), {"ho_so": dossier.pk}).status_code == 302
    assert set(Nomination.objects.values_list("state", flat=True)) == {"received"}
    assert client.get(_url("letter", dossier.pk)).status_code == 200


def test_households_and_collectives_are_put_up_too(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    (row,) = put_up(city)
    home = form(code="home", name="Giấy khen gia đình", issuer_level="union_base")
    add = {"distinction": f"form:{home.code}", "achievement": ""}
    assert client.post(_url("add", row.dossier_id), add | {"subject": "household"}).status_code == 422
    said = add | {"subject": "household", "household": "Hộ ông Trần Văn Mẫu"}
    assert client.post(_url("add", row.dossier_id), said).status_code == 302
    assert client.post(_url("add", row.dossier_id), add | {"subject": "collective"}).status_code == 302
    assert set(row.dossier.nominations.values_list("subject", flat=True)) == {"person", "household", "collective"}


def test_a_move_names_who_stays_and_why_and_a_stale_page_moves_nobody(city: City, sign_in, at) -> None:
    officer = city.user("grassroots_officer")
    client = sign_in(officer)
    rows = put_up(city, count=3)
    moved(rows[:1], "submit", officer, at)
    keys = [row.pk for row in rows]
    page = client.get(_url("move", "submit"), {"de_nghi": keys})
    assert "Sẽ thực hiện với 2 đề nghị" in _text(page)
    assert "Để lại 1 đề nghị" in _text(page)
    assert "không thực hiện được việc này" in _text(page)
    stale = {"de_nghi": keys[1:], "phien_ban": [f"{keys[1]}:0", f"{keys[2]}:0"]}
    Nomination.objects.filter(pk=keys[1]).update(version=5)
    answer = client.post(_url("move", "submit"), stale)
    assert answer.status_code == 409
    assert "vừa được người khác xử lý" in _text(answer)
    assert Nomination.objects.filter(state="draft").count() == 2
    assert client.get(_url("move", "decide"), {"de_nghi": keys}).status_code == 404, "no move of another room by hand"


def test_nobody_moves_what_they_only_see(city: City, sign_in, at) -> None:
    (row,) = put_up(city)
    client = sign_in(city.user("auditor"))
    assert "Việc này của nơi gửi hồ sơ." in _text(client.get(_url("move", "submit"), {"de_nghi": row.pk}))
    assert client.post(_url("move", "submit"), {"de_nghi": row.pk}).status_code == 409
    assert client.post(_url("remove"), {"de_nghi": row.pk}).status_code == 403
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_return_opens_only_what_it_names(city: City, sign_in, at) -> None:
    officer = city.user("grassroots_officer")
    group = group_of(city)
    (row,) = put_up(city, unit=group)
    for name in ("submit", "receive"):
        moved([row], name, officer, at)
    client = sign_in(officer)
    nothing = client.post(_url("move", "return"), {"de_nghi": row.pk, "reason": "Thiếu số liệu"})
    assert nothing.status_code == 422
    assert "Chọn phần cần bổ sung" in _text(nothing)
    said = {"de_nghi": row.pk, "reason": "Thiếu số liệu", "asked": "achievement"}
    assert client.post(_url("move", "return"), said).status_code == 302
    page = _text(client.get(_url("nomination", row.pk)))
    assert "Thiếu số liệu" in page
    assert "tóm tắt thành tích" in page
    assert _text(client.get(_url("inbox"))).count(_url("nomination", row.pk)) == 1, "it waits where it is mended"
    edit = client.get(_url("edit", row.pk))
    assert 'name="achievement"' in _text(edit)
    assert 'name="distinction"' not in _text(edit)
    row.refresh_from_db()
    change = {"achievement": "Đã thêm số liệu", "version": row.version}
    assert client.post(_url("edit", row.pk), change).status_code == 302
    assert client.post(_url("edit", row.pk), change | {"achievement": "Của người khác"}).status_code == 409


def test_an_office_judges_lowers_and_is_held_to_its_reasons(city: City, sign_in, at) -> None:
    officer, upper = city.user("grassroots_officer"), city.user("city_officer", "above")
    rows = moved(put_up(city, title=title(**CITY_FIGHTER)), "submit", officer, at)
    client = sign_in(upper)
    worker = title(**WORKER)
    page = client.get(_url("judge", rows[0].pk))
    assert page.status_code == 200
    conditions = page.context["conditions"]
    assert conditions
    other = next(code for code in ("met", "not_met") if code != conditions[0]["one"].machine)
    refused = client.post(_url("judge", rows[0].pk), {"v-0": other, "version": rows[0].version})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in _text(refused)
    said = {"v-0": other, "r-0": "Đã xem bản gốc", "version": rows[0].version}
    assert client.post(_url("judge", rows[0].pk), said).status_code == 302
    assert "Đã xem bản gốc" in _text(client.get(_url("nomination", rows[0].pk)))
    rows[0].refresh_from_db()
    lower = {"distinction": f"title:{worker.code}", "version": rows[0].version, "reason": ""}
    assert client.post(_url("lower", rows[0].pk), lower).status_code == 422
    assert client.post(_url("lower", rows[0].pk), lower | {"reason": "Chưa đủ năm"}).status_code == 302
    assert "Đề nghị ban đầu" in _text(client.get(_url("nomination", rows[0].pk)))


def test_a_candidate_reads_where_they_stand_and_nothing_of_the_office(city: City, sign_in, at) -> None:
    officer, member = city.user("grassroots_officer"), city.user("member")
    person = member.person
    (row,) = put_up(city)
    assert row.person_id == person.pk
    client = sign_in(member)
    assert client.get(_url("nomination", row.pk)).status_code == 404, "a draft is the unit's own affair"
    moved([row], "submit", officer, at)
    page = _text(client.get(_url("nomination", row.pk)))
    assert "đã tiếp nhận" in page
    assert _url("dossier", row.dossier_id) not in page
    assert "Điều kiện theo luật" not in page
    assert "Đã làm" not in page


def test_an_office_sets_how_it_works(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    page = client.get(_url("office", city.union.pk))
    assert city.a.name in _text(page)
    upper = city.user("city_officer", "above")
    said = {"decides": ["union_upper"], "working_days": 7, "consult_days": 3, "by_officer": "on"}
    assert client.post(_url("office", city.union.pk), said | {"working_days": 0}).status_code == 422
    assert client.post(_url("office", city.union.pk), said | {f"officer_{city.a.pk}": upper.pk}).status_code == 302
    office = Office.objects.get()
    assert (office.working_days, office.consult_days, office.by_officer) == (7, 3, True)
    assert list(office.routes.values_list("sender_id", "officer_id")) == [(city.a.pk, upper.pk)]


def _queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pages_take_as_many_queries_for_thirty_rows_as_for_three(city: City, sign_in, at) -> None:
    officer = city.user("grassroots_officer")
    client = sign_in(officer)
    rows = moved(put_up(city, count=3), "submit", officer, at)
    dossier = rows[0].dossier
    pages = [_url("inbox"), _url("list"), _url("dossier", dossier.pk), _url("add", dossier.pk)]
    pages.append(_url("move", "appraise") + "?ho_so=" + str(dossier.pk))
    before = [_queries(client, url) for url in pages]
    for _more in range(27):
        row = NominationFactory(dossier=dossier, title=rows[0].title)
        NominationFactory(dossier__unit=city.a, title=rows[0].title)
        moved([row], "submit", officer, at)
    assert [_queries(client, url) for url in pages] == before
