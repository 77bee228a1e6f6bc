"""A list as a file: all its rows, filtered and ordered as on the page, in few queries, recorded, well named."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import City
from tests.factories.dossiers import EvaluationFactory, EvaluationRunFactory, TallyFactory
from tests.factories.honours import HonourFactory
from tests.factories.initiatives import AuthorshipFactory, InitiativeFactory
from tests.factories.people import MembershipFactory, PersonFactory, RoleGrantFactory
from tests.web.downloads import as_cells, as_values, content_of
from thidua.kernel.jobs import LEASE, run_now
from thidua.kernel.models import AuditEvent, Job
from thidua.kernel.services import ask_cancel
from thidua.kernel.states import JobState
from thidua.kernel.verdicts import ALLOWED
from thidua.people.models import RoleGrant
from thidua.web import listing
from thidua.web.listing import Listing
from thidua.web.paging import BoundedPaginator
from thidua.workbooks.exports import KEPT, export_path, forget_exports

PEOPLE = reverse("people:list")
REGISTER = reverse("honours:list")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(city: City, sign_in: Any) -> Client:
    """The city's officer, signed in."""
    client: Client = sign_in(city.user("city_officer", "above"))
    return client


def file_name(response: Any) -> str:
    """Return the name under which a browser saves an answer."""
    return unquote(response.headers["Content-Disposition"].partition("''")[2])


def exported() -> list[AuditEvent]:
    """Return the events of lists taken away."""
    return list(AuditEvent.objects.filter(action="list.export").order_by("seq"))


# What is in it ------------------------------------------------------------------------------------------------------


def test_the_file_has_every_row_and_not_only_the_page_or_the_thousand(officer: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(BoundedPaginator, "MOST", 2)
    assert "Có hơn 2 người" in officer.get(PEOPLE).content.decode()
    assert len(as_values(officer, PEOPLE, page="2").rows) == 6


def test_rows_come_in_the_order_of_the_page_across_slices(officer: Client, monkeypatch: Any) -> None:
    whole = as_values(officer, PEOPLE).rows
    monkeypatch.setattr(listing, "SLICE", 2)
    assert as_values(officer, PEOPLE).rows == whole
    assert [row[0] for row in whole][:2] == ["Lê Thu Hà Bình", "Nguyễn Văn Hải Bình"]


def test_the_filter_and_the_day_of_the_page_hold(city: City, officer: Client) -> None:
    file = as_values(officer, PEOPLE, unit=str(city.b.pk), sex="female")
    assert [row[0] for row in file.rows] == ["Lê Thu Hà Bình", "Trần Thị Đào Bình"]
    assert file.heads == ["Họ và tên", "Đơn vị", "Chức vụ", "Giới tính", "Đoàn viên", "Mã"]
    about = dict(as_cells(officer, PEOPLE, sheet=1, unit=str(city.b.pk), ngay="2018-03-05"))
    assert about["Lọc theo: Đơn vị (gồm cả cấp dưới)"] == "CĐCS Sở Mẫu B"
    assert about["Tính đến ngày"] == "05/03/2018"
    assert about["Số dòng"] == "3"
    assert about["Đơn vị"] == "Công đoàn Viên chức Thành phố"
    assert about["Người lấy"].startswith("city_officer-above")


def test_days_and_years_are_cells_of_their_kind(city: City, officer: Client) -> None:
    HonourFactory(person=city.members_a[0].person, unit=city.a, decision_date=date(2017, 12, 20), year=2017)
    heads, row = as_cells(officer, REGISTER)
    told = dict(zip(heads, row, strict=True))
    assert told["Ngày quyết định"] == date(2017, 12, 20)
    assert told["Năm"] == 2017


def test_an_officer_of_one_union_gets_only_its_people(city: City, sign_in: Any) -> None:
    rows = as_values(sign_in(city.user("grassroots_officer")), PEOPLE).rows
    assert {row[1] for row in rows} == {"CĐCS Sở Mẫu A"}
    assert len(rows) == 3


# How it is handed out -----------------------------------------------------------------------------------------------


def test_the_name_tells_list_unit_filter_and_day_and_no_word_that_was_typed(city: City, officer: Client) -> None:
    asked = {"unit": city.b.pk, "q": "Hải", "ngay": "2018-03-05", "xuat": "xlsx"}
    response = officer.get(PEOPLE, asked)
    assert content_of(response)
    assert file_name(response) == "Danh sách người - CĐVC TP - CĐCS Sở Mẫu B, 05 03 2018 - 05-03-2018.xlsx"


def test_the_file_is_private_and_typed(officer: Client) -> None:
    response = officer.get(PEOPLE, {"xuat": "csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Cache-Control"] == "no-store"
    assert int(response.headers["Content-Length"]) == len(content_of(response))


def test_an_unknown_form_shows_the_page_and_an_unknown_list_is_not_found(officer: Client) -> None:
    assert "<table" in officer.get(PEOPLE, {"xuat": "pdf"}).content.decode()
    assert officer.get(PEOPLE, {"xuat": "csv", "bang": "khac"}).status_code == 404
    assert officer.get(reverse("home"), {"xuat": "csv"}).status_code == 404
    assert not exported()


def test_the_control_keeps_the_filter_and_drops_the_page(city: City, officer: Client) -> None:
    page = officer.get(PEOPLE, {"unit": city.a.pk, "page": "1"}).content.decode()
    assert f'href="?unit={city.a.pk}&amp;xuat=xlsx"' in page
    assert 'class="download no-print"' in page


def test_a_list_without_rows_has_no_control(officer: Client) -> None:
    assert "xuat=" not in officer.get(PEOPLE, {"q": "khong-ai-ten-nay"}).content.decode()


def test_a_sheet_is_not_taken_by_sending_a_form(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("grassroots_officer"))
    url = reverse("results:sheet", args=[city.a.pk, 2018])
    assert client.post(f"{url}?xuat=csv", {}).status_code in {302, 409, 422}
    assert not exported()


# In few queries -----------------------------------------------------------------------------------------------------


def people(city: City, count: int) -> str:
    """Add so many people."""
    for _ in range(count):
        MembershipFactory(unit=city.a)
    return PEOPLE


def initiatives(city: City, count: int) -> str:
    """Add so many initiatives with two authors."""
    for _ in range(count):
        AuthorshipFactory.create_batch(2, initiative=InitiativeFactory(unit=city.a))
    return reverse("initiatives:list")


def honours(city: City, count: int) -> str:
    """Add so many entries of the register."""
    HonourFactory.create_batch(count, unit=city.a)
    return REGISTER


def accounts(city: City, count: int) -> str:
    """Add so many accounts with a role."""
    RoleGrantFactory.create_batch(count, unit=city.a, role="auditor")
    return reverse("accounts:list")


def verdicts(city: City, count: int) -> str:
    """Add so many verdicts of one run, half of them without the reasons kept."""
    run = EvaluationRunFactory(unit=city.a)
    TallyFactory(run=run)
    for number in range(count):
        person = PersonFactory()
        MembershipFactory(unit=city.a, person=person)
        EvaluationFactory(run=run, person=person, **({"grounds": None} if number % 2 == 0 else {}))
    return reverse("dossiers:people", args=[run.pk, "advanced_worker"])


def results(city: City, count: int) -> str:
    """Add so many people to a unit's year."""
    people(city, count)
    return reverse("results:sheet", args=[city.a.pk, 2018])


def log(city: City, count: int) -> str:
    """Add so many events, about people whose names are asked for."""
    for _ in range(count):
        MembershipFactory(unit=city.a)
    return reverse("audit:list")


@pytest.mark.parametrize("add", [people, initiatives, honours, accounts, verdicts, results, log])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_file_takes_the_same_number_of_queries_for_any_number_of_rows(
    city: City,
    sign_in: Any,
    add: Any,
    form: str,
) -> None:
    role = "administrator" if add is accounts else "city_officer"
    client = sign_in(city.user(role, "above"))
    url = add(city, 1)
    content_of(client.get(url, {"xuat": form}))  # what is asked once for a process is asked before
    counts = []
    for more in (0, 2, 297):
        url = url if more == 0 else add(city, more)
        with CaptureQueriesContext(connection) as asked:
            content_of(client.get(url, {"xuat": form}))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2], counts


# What is recorded ---------------------------------------------------------------------------------------------------


def test_taking_a_list_away_is_recorded_without_names(city: City, officer: Client) -> None:
    content_of(officer.get(PEOPLE, {"xuat": "csv", "q": "Đào", "sex": "female"}))
    (event,) = exported()
    assert event.object_label == "Danh sách người"
    assert event.object_type == "people.person"
    assert event.unit_id == city.union.pk
    assert event.actor_id == city.users["city_officer", "above"].pk
    assert event.details == {
        "rows": 2, "file_kind": "csv", "filters": {"Họ tên hoặc mã": "(chữ đã gõ)", "Giới tính": "nữ"}
    }  # fmt: skip


def test_a_list_of_one_unit_is_recorded_with_that_unit(city: City, officer: Client) -> None:
    content_of(officer.get(reverse("units:detail", args=[city.b.pk]), {"xuat": "xlsx"}))
    assert [event.unit_id for event in exported()] == [city.b.pk]


def test_the_law_is_everybodys_and_nothing_is_recorded(client: Client, officer: Client, db: None) -> None:
    law = reverse("lawbooks:list")
    rows = as_values(Client(), law).rows
    assert len(rows) > 50
    assert as_values(officer, law).rows == rows
    assert not exported()


def test_a_file_that_fails_is_neither_sent_nor_recorded(officer: Client, monkeypatch: Any) -> None:
    def broken(self: Listing, **_options: Any) -> Any:
        yield ["a"] * 6
        raise RuntimeError("the database went away")

    monkeypatch.setattr(Listing, "cells", broken)
    for form in ("xlsx", "csv"):
        with pytest.raises(RuntimeError, match="went away"):
            officer.get(PEOPLE, {"xuat": form})
    assert not exported()


# A list too long to wait for ----------------------------------------------------------------------------------------


@pytest.fixture
def short_patience(monkeypatch: Any) -> None:
    """Take any list of more than two rows for long."""
    real = Listing.__init__

    def impatient(self: Listing, **given: Any) -> None:
        real(self, **{**given, "at_once": 2})

    monkeypatch.setattr(Listing, "__init__", impatient)


def asked_later(client: Client, **query: str) -> Job:
    """Ask for a list that is too long, and return the job that the answer leads to."""
    response = client.get(PEOPLE, query)
    job = Job.objects.get(kind="web.long_list")
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("jobs:detail", args=[job.pk])
    assert "chuẩn bị ở nền" in str(next(iter(get_messages(response.wsgi_request))))
    return job


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_long_list_is_written_by_a_worker_and_fetched(
    city: City, officer: Client, short_patience: None, form: str
) -> None:
    job = asked_later(officer, xuat=form, unit=str(city.a.pk))
    assert run_now(job).state == JobState.DONE
    job.refresh_from_db()
    assert (job.done, job.total, job.result["rows"]) == (3, 3, 3)
    page = officer.get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert reverse("jobs:file", args=[job.pk]) in page
    response = officer.get(reverse("jobs:file", args=[job.pk]))
    content = content_of(response)
    assert content.startswith(b"PK") if form == "xlsx" else "Nguyễn Văn Hải".encode() in content
    assert file_name(response).startswith("Danh sách người - CĐVC TP - CĐCS Sở Mẫu A")
    assert [event.details["rows"] for event in exported()] == [3]


def test_asked_for_twice_it_is_written_once(officer: Client, short_patience: None) -> None:
    assert asked_later(officer, xuat="csv") == asked_later(officer, xuat="csv")
    assert AuditEvent.objects.filter(action="list.ask_export").count() == 1


def test_nobody_else_fetches_it(city: City, officer: Client, short_patience: None) -> None:
    job = run_now(asked_later(officer, xuat="csv"))
    other = Client()
    other.force_login(city.user("administrator", "above"), backend="django.contrib.auth.backends.ModelBackend")
    assert other.get(reverse("jobs:detail", args=[job.pk])).status_code == 200
    file = reverse("jobs:file", args=[job.pk])
    assert file not in other.get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert other.get(file).status_code == 404


def test_whoever_has_lost_the_role_meanwhile_gets_nothing(city: City, officer: Client, short_patience: None) -> None:
    job = asked_later(officer, xuat="csv", unit=str(city.a.pk))
    RoleGrant.objects.filter(user=city.users["city_officer", "above"]).delete()
    run_now(job)
    assert not exported() or exported()[0].details["rows"] == 0
    assert officer.get(reverse("jobs:file", args=[job.pk])).status_code == 404


def test_a_stopped_one_begins_anew_and_counts_right(
    city: City, officer: Client, short_patience: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr("thidua.web.jobs.long_lists.SLICE", 2)
    job = asked_later(officer, xuat="xlsx")
    real = Listing.cells

    def stopped(self: Listing, **options: Any) -> Any:
        for number, row in enumerate(real(self, **options)):
            if number == 3:
                by, at = city.user("city_officer", "above"), timezone.now()
                ask_cancel(job_id=job.pk, permitted=ALLOWED, by=by, at=at)
            yield row

    monkeypatch.setattr(Listing, "cells", stopped)
    assert run_now(job).state == JobState.CANCELLED
    assert officer.get(reverse("jobs:file", args=[job.pk])).status_code == 404
    assert not exported()
    monkeypatch.setattr(Listing, "cells", real)
    officer.post(reverse("jobs:resume", args=[job.pk]))
    job.refresh_from_db()
    done = run_now(job)
    assert (done.state, done.done, done.total) == (JobState.DONE, 6, 6)


def test_files_are_kept_for_a_week(city: City, officer: Client, short_patience: None, at: datetime) -> None:
    job = run_now(asked_later(officer, xuat="csv"))
    assert export_path(job.pk, "csv").exists()
    assert forget_exports(timezone.now()) == 0
    assert forget_exports(timezone.now() + KEPT + LEASE) == 1
    assert officer.get(reverse("jobs:file", args=[job.pk])).status_code == 404


def test_the_purging_command_forgets_them_too(city: City, officer: Client, short_patience: None, capsys: Any) -> None:
    run_now(asked_later(officer, xuat="csv"))
    call_command("purge_imports", unit=city.union.code)
    assert "0 danh sách" in capsys.readouterr().out
