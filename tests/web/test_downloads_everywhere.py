"""Every list of every page can be taken away, holds what the page shows to that reader, and nothing works by itself.

The lists are found by walking all addresses of the access matrix: a new page is in this test from its first day.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.factories.movements import MobilisationFactory, ParticipationFactory
from tests.web.access_matrix import MATRIX, Entry
from tests.web.downloads import (
    File,
    as_values,
    content_of,
    heads_in,
    holds_a_list,
    links_in,
    not_shown,
)
from tests.web.small_city import SmallCity, build_small_city
from tests.web.test_access_matrix import undrawn
from tests.workbooks.test_inert import BEGINS_A_FORMULA, NUMBER
from thidua.dossiers.models import QuotaProposal
from thidua.lawbooks.models import SimulatedChange
from thidua.people.services import create_bloc
from thidua.people.states import GroupKind

TEMPLATES = Path(__file__).parents[2] / "thidua" / "web" / "templates"
# The pages that hand out their lists. A walk through all addresses holds that none is missing.
LISTS = [
    "home", "accounts:list", "audit:list", "catalogues:detail", "components:page", "consultations:list",
    "dossiers:list", "dossiers:people",
    "dossiers:quota", "dossiers:quota_all", "dossiers:unit", "dossiers:units", "honours:list", "initiatives:list",
    "jobs:list", "lawbooks:checks", "lawbooks:list", "lawbooks:manage", "lawbooks:simulation",
    "lawbooks:simulation_people", "lawbooks:simulations", "merging:done", "merging:list", "movements:detail",
    "movements:list", "movements:people", "movements:silent", "nominations:dossier", "nominations:inbox",
    "nominations:list", "people:list", "registration:list", "registration:sheet",
    "results:events", "results:list", "results:sheet", "statistics:detail", "statistics:list", "statistics:rows",
    "units:blocs", "units:detail", "units:list", "workbooks:list",
]  # fmt: skip
# Pages with a table that is no list to take away, each with the reason.
NO_LISTS = {
    "accounts:detail": "one account",
    "dossiers:collective": "one unit: its sheet is printed",
    "dossiers:collective_sheet": "one unit: its sheet is printed",
    "dossiers:person": "one person: their sheet is printed",
    "dossiers:sheet": "one person: their sheet is printed",
    "honours:print": "the register's own list, made to be printed",
    "initiatives:detail": "one initiative",
    "lawbooks:rule": "one rule: its numbers by date",
    "merging:compare": "two people side by side",
    "nominations:nomination": "one nomination",
    "people:detail": "one person",
    "public:detail": "names leave the public page with its window",
    "registration:submit": "a step on the way: the list is the registration's own",
    "results:person": "one person",
    "results:grade_for_all": "a step on the way: whom a rule would reach",
    "results:findings_for_all": "a step on the way: whom a rule would reach",
}
# Templates with a table of their own: parts of pages that carry the control, or of those above.
PARTS = {
    "dossiers/_quota_proposal.html": "dossiers/quota.html",
    "dossiers/_quota_ranking.html": "dossiers/quota.html",
    "honours/_table.html": "honours/list.html",
    "nominations/_table.html": "nominations/dossier.html",
    "registration/_table.html": "registration/sheet.html",
    "results/_table.html": "results/sheet.html",
    "units/_members.html": "units/detail.html",
}
ALONE = {
    "accounts/detail.html", "dossiers/person.html", "dossiers/sheet.html", "initiatives/detail.html",
    "lawbooks/rule.html", "merging/compare.html", "nominations/nomination.html",
    "registration/submit.html", "results/person.html", "results/_reach.html",
    "people/sections/awards.html", "people/sections/honours.html", "people/sections/record.html",
    "consultations/public.html",  # names leave the public page with its window
    "movements/_milestones.html",  # of one movement: four days
    "movements/participation.html",  # of one unit: its own figures beside the movement's
    "tables/table.html", "components_page/tables.html",  # how tables are drawn, and samples of it
    "units/_preview.html", "workbooks/columns.html",  # steps on the way
    "workbooks/_preview.html",  # handed out as the marked workbook, which can be sent again
}  # fmt: skip
# What a page needs to be asked to show rows.
ASKED = {"statistics:rows": {"phan": "denominator"}}
# Heads of a page under which its file has several columns.
SPLIT = {
    "Thời gian": "Từ ngày", "Thời gian sử dụng": "Dùng từ ngày", "Người nhập, người đồng ý": "Người nhập",
    "Theo danh hiệu, hình thức": "Theo",
}  # fmt: skip
# Heads of what is done there, and of another table of the page.
NO_COLUMNS = {"Chọn", "Đổi chỗ", "Mốc", "Thực hiện", "Ghi"}
OTHER_TABLES = {"movements:detail": {"Hạn"}, "components:page": None}
ALL_PAGES = [("city_officer", "above"), ("administrator", "above")]  # between them they open every page
READERS = [("city_officer", "above"), ("grassroots_officer", "own"), ("head", "own"), ("member", "own")]
# Figures that a page words otherwise than a file: “3/5”, “56 sự kiện”; ticks and roles are drawn, not written.
WORDED = re.compile(r"-?\d+(\.\d+)?\Z|x\Z|có tham gia|\Z")


def furnished() -> SmallCity:
    """Return the small city with something in every list."""
    city = build_small_city()
    part = ParticipationFactory(movement=city.movement, unit=city.city.a, launched=True)
    MobilisationFactory(participation=part, person=city.person)
    said = {"answer": "met", "rule": "I-LDTT-03", "deciding": [{"text": "đủ mười tháng"}]}
    SimulatedChange.objects.create(
        simulation=city.simulation, person=city.person, unit=city.city.a, award="advanced_worker", direction="gain",
        provision="I-LDTT-22", groups={}, before={**said, "answer": "not_met"}, after=said,
    )  # fmt: skip
    counts = {"advanced_worker": {"gain": 1, "loss": 0, "other": 0}}
    city.simulation.summary = {"directions": {"gain": 1}, "tables": {"award": counts}, "words": {}}
    city.simulation.save()
    line = {"unit": city.city.a.short_name, "below": None, "because": [], "eligible": 1}
    proposal = {"units": [line], "inside": [str(city.person.pk)], "effects": [], "summary_vi": "", "advice_vi": ""}
    QuotaProposal.objects.create(
        run=city.run,
        award="advanced_worker",
        started_at=city.run.started_at,
        finished=True,
        proposal=proposal,
    )
    officer = city.city.user("city_officer", "above")
    create_bloc(
        code="khoi-mau", name="Khối mẫu", kind=GroupKind.BLOC, day=date(2018, 1, 1), by=officer, at=city.run.started_at
    )
    return city


@pytest.fixture
def small_city(db: None) -> SmallCity:
    """The city with something in every list."""
    return furnished()


def signed_in(city: SmallCity, who: tuple[str, str]) -> Client:
    """Return a client of one account."""
    client = Client(raise_request_exception=False)
    client.force_login(city.city.users[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages_for(
    city: SmallCity, who: tuple[str, str], names: Iterable[str] = LISTS
) -> Iterator[tuple[str, str, str, Client]]:
    """Yield name, address, text and a client of every page of ``names`` that the matrix opens to an account."""
    client = signed_in(city, who)
    for name in names:
        entry = MATRIX[name]
        if entry.get is None or who not in entry.get:
            continue
        url = address_of(name, entry, city)
        response = client.get(url, ASKED.get(name, {}))
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            yield name, url, response.content.decode(), client


def address_of(name: str, entry: Entry, city: SmallCity) -> str:
    """Return the address of a page about union A."""
    return reverse(name, args=entry.args(city))


def query_of(link: str) -> dict[str, str]:
    """Return what a link to a file asks besides its form."""
    pairs = (pair.partition("=") for pair in link[1:].split("&"))
    return {name: value for name, _equals, value in pairs if name != "xuat"}


def test_every_page_with_a_list_hands_it_out(small_city: SmallCity) -> None:
    without, with_one = set(), set()
    ours = [name for name in MATRIX if ":" in name or name == "home"]  # the others are the sign-in library's
    for who in ALL_PAGES:
        for name, _url, page, _client in pages_for(small_city, who, ours):
            if links_in(page):
                with_one.add(name)
            elif holds_a_list(page):
                without.add(name)
    assert without - with_one - NO_LISTS.keys() == set(), "a list without <c-list-tools>: add it, or say why not"
    assert NO_LISTS.keys() - without == set(), "no exception any more: take it off NO_LISTS"
    assert with_one == set(LISTS), "write it into LISTS, so that it is compared with its page"


def test_every_template_with_a_table_carries_the_control() -> None:
    bare = set()
    for file in TEMPLATES.rglob("*.html"):
        name, text = str(file.relative_to(TEMPLATES)), file.read_text()
        if "<table" in text and "<c-list-tools" not in text:
            bare.add(name)
    assert bare - ALONE - PARTS.keys() == set()
    assert (ALONE | PARTS.keys()) - bare - {"components_page/tables.html"} == set()
    for part, page in PARTS.items():
        assert f'include "{part}"' in (TEMPLATES / page).read_text()
        assert "<c-list-tools" in (TEMPLATES / page).read_text()


@pytest.mark.parametrize("who", READERS, ids="/".join)
def test_a_file_holds_what_its_page_shows_to_that_reader_and_no_more(
    small_city: SmallCity, who: tuple[str, str]
) -> None:
    faults = []
    for name, url, page, client in pages_for(small_city, who):
        files = [as_values(client, url, **query_of(link)) for link in links_in(page) if "xuat=csv" in link]
        for file in files:
            extra = [told for told in not_shown(file, page, {}) if not WORDED.match(told)]
            faults += [f"{name}: only in the file: {told}" for told in extra]
            faults += [] if file.rows else [f"{name}: a control and no row"]
        faults += [f"{name}: no column for {head}" for head in heads_missing(name, page, files)]
    assert faults == [], "\n".join(faults)


def heads_missing(name: str, page: str, files: list[File]) -> list[str]:
    """Return the heads of a page's tables that none of its files has."""
    other = OTHER_TABLES.get(name, set())
    if not files or other is None:
        return []
    known = [head.casefold() for file in files for head in file.heads]
    shown = {re.sub(r" \(\d+\)$", "", head) for head in heads_in(page)} - NO_COLUMNS - other
    return [head for head in shown if not any(SPLIT.get(head, head).casefold() in one for one in known)]


def test_who_may_not_see_a_page_may_not_take_its_list(small_city: SmallCity) -> None:
    faults, asked = [], 0
    for who in [("grassroots_officer", "other"), ("member", "other"), ("head", "other"), ("auditor", "own")]:
        client = signed_in(small_city, who)
        for name in LISTS:
            entry = MATRIX[name]
            if entry.get is not None and who in entry.get:
                continue
            asked += 1
            with undrawn():
                status = client.get(address_of(name, entry, small_city), {"xuat": "csv"}).status_code
            faults += [f"{name} as {who}: {status}"] if status not in {403, 404} else []
    assert faults == []
    assert asked > 50


HOSTILE = "=cmd|' /C calc'!A0;@SUM(A1)\n-1+1"


def make_hostile() -> int:
    """Let every free text of the database begin with a formula; return how many columns there are."""
    changed = 0
    for model in apps.get_models():
        if not model.__module__.startswith("thidua.") or model._meta.label_lower.startswith("kernel.audit"):
            continue
        for field in model._meta.concrete_fields:
            free = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
            coded = field.choices or field.unique or field.name in CODES or field.name.endswith(("_folded", "_sort"))
            if free and not coded and (field.max_length or 300) >= 40:
                text = HOSTILE[: field.max_length]
                changed += bool(model.objects.exclude(**{field.name: ""}).update(**{field.name: text}))
    return changed


# Columns whose texts are no free texts: codes, digests and forms of our own.
CODES = {
    "code", "award", "answer", "reason", "regime", "state", "kind", "figure", "digest", "file_hash", "role", "title",
    "rule_yaml", "params_yaml", "stories_yaml", "target", "password", "email", "username", "used_for", "path", "key",
    "language", "signature", "subject", "token",
}  # fmt: skip


def test_no_list_carries_a_formula_whatever_people_have_typed(small_city: SmallCity) -> None:
    assert make_hostile() > 20
    faults, hostile, lists = [], set(), 0
    for name, url, page, client in pages_for(small_city, ("city_officer", "above")):
        for link in links_in(page):
            content = content_of(client.get(url, {**query_of(link), "xuat": "xlsx" if "xlsx" in link else "csv"}))
            lists += 1
            if "xlsx" in link:
                faults += [f"{name}: {found}" for found in formulas_in_workbook(content)]
            else:
                text = content.decode("utf-8-sig")
                hostile |= {name} if "'=cmd" in text else set()
                faults += [f"{name}: {cell[:40]}" for cell in formulas_in_values(text)]
    assert faults == []
    assert lists >= 60
    assert len(hostile) >= 20, "the texts did not reach the lists: the test would notice nothing"


def formulas_in_workbook(content: bytes) -> list[str]:
    """Return the formulas, links and texts stored as anything else that a workbook holds."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return [mark for sheet in sheets for mark in ("<f>", "<f ", "<hyperlink", 't="str"') if mark in sheet]


def formulas_in_values(text: str) -> list[Any]:
    """Return what a spreadsheet would work out, whichever sign it takes between values, lines broken anywhere."""
    cells = [cell for line in re.split(r"[\r\n]", text) for cell in re.split(r'[;\t|]|(?<=")?,(?=")|,', line)]
    begins = [cell for cell in cells if BEGINS_A_FORMULA.match(cell) and not NUMBER.match(cell)]
    return [cell for cell in begins if not cell.startswith((" ", '"" '))]


def test_the_search_for_formulas_would_notice() -> None:
    assert formulas_in_values("a,=1+1\r\n")
    assert formulas_in_values('a,"x;=1+1"\r\n')
    assert not formulas_in_values("a,'=1+1,-5\r\n")
