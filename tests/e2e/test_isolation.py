"""A grassroots officer sees nothing of another unit: not by menu, not by search, not by typing addresses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_year import arrive
from thidua.kernel.text import fold

OWN, OTHER = "Sở Nội vụ", "Sở Tư pháp"
LISTS = [
    "/", "/?nam=2018", "/phong-trao/?nam=2018", "/dang-ky/", "/ket-qua/?nam=2018", "/xet/", "/so-khen-thuong/",
    "/chi-tieu/?nam=2018", "/nguoi/", "/don-vi/", "/sang-kien/",
]  # fmt: skip


@pytest.fixture
def others_pages(demo_site, visit) -> list[str]:
    """Addresses of the other unit's things, as its own officer finds them."""
    officer = arrive(visit, demo_site, "cdcs.so-tu-phap")
    found = []
    for path, pattern in (
        ("/nguoi/", r"/nguoi/\d+/$"),
        ("/dang-ky/", r"/dang-ky/\d+/$"),
        ("/ket-qua/?nam=2018", r"/ket-qua/\d+/2018/$"),
        ("/so-khen-thuong/", r"/so-khen-thuong/\d+/$"),
        ("/don-vi/", r"/don-vi/\d+/$"),
        ("/sang-kien/", r"/sang-kien/\d+/$"),
    ):
        page = officer.go(path)
        links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        matches = [link.split("?")[0] for link in links if link and re.search(pattern, link.split("?")[0])]
        if matches:
            found.append(matches[0])
    assert len(found) >= 5, found
    return found


def test_lists_and_search_show_only_the_own_unit(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    for path in LISTS:
        text = visitor.go(path).locator("main").inner_text()
        assert OTHER not in text, f"{path} names the other unit"
    other = arrive(visit, demo_site, "cdcs.so-tu-phap")
    name = other.go("/nguoi/").locator("main table th[scope=row], main table td").first.inner_text().split("\n")[0]
    code = re.search(r"CB\d+", other.page.locator("main").inner_text())[0]
    found = visitor.go(f"/nguoi/?q={code}").locator("main").inner_text()
    assert name not in found
    assert name in other.go(f"/nguoi/?q={code}").locator("main").inner_text(), "the search itself must work"


def test_typed_addresses_of_another_units_things_answer_as_if_they_did_not_exist(
    demo_site, visit, others_pages
) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    visitor.expect_status(404)
    for path in others_pages:
        response = visitor.page.goto(visitor.home.rstrip("/") + path)
        assert response.status == 404, path
        expect(visitor.page.locator("main")).not_to_contain_text(OTHER)
    response = visitor.page.goto(visitor.home.rstrip("/") + "/nguoi/99999999/")
    assert response.status == 404
    visitor.assert_looks_right()


def test_the_control_the_city_officer_opens_the_same_addresses(demo_site, visit, others_pages) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    for path in others_pages:
        response = visitor.page.goto(visitor.home.rstrip("/") + path)
        assert response.status == 200, path


def test_searching_without_accents_finds_people_and_movements(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/nguoi/")
    name = page.locator("main a[href^='/nguoi/']").filter(has_text=re.compile("^(Nguyễn|Trần|Phạm)")).first.inner_text()
    folded = name.translate(str.maketrans("đĐ", "dD"))
    plain = page.evaluate("name => name.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '').toLowerCase()", folded)
    page.goto(f"{visitor.home.rstrip('/')}/nguoi/?q={plain}")
    links = page.locator("main a[href^='/nguoi/']").evaluate_all("all => all.map(a => [a.pathname, a.innerText])")
    names = [words for address, words in links if re.fullmatch(r"/nguoi/\d+/", address)]
    assert name in names
    assert all(fold(plain.split()[-1]) in fold(other) for other in names), names
    visitor.assert_looks_right("nguoi")
