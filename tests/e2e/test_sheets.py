"""Who can be proposed for what, at the browser: the table of a unit, the awards of a person, the sheet, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.browser import PHONE, Visitor
from tests.processes import Served

Visit = Callable[..., Visitor]


def arrive(visit: Visit, site: Served, username: str, **options: object) -> Visitor:
    """Open a window and sign in to a demo account."""
    visitor = visit(site, **options)
    visitor.sign_in(username, (site.data_dir / "demo-password.txt").read_text().strip())
    return visitor


def follow(page: Page, words: str | re.Pattern[str]) -> None:
    """Follow the first link with these words in the page's own part."""
    page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")


def test_an_officer_reads_the_table_of_the_unit_and_opens_a_sheet(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    page = visitor.go("/xet/?nam=2018")
    visitor.assert_looks_right("xet-dieu-kien")
    follow(page, re.compile("^Bảng của"))
    expect(page.locator("main")).to_contain_text("Tập thể đơn vị")
    expect(page.locator("main")).to_contain_text("đủ điều kiện")
    visitor.assert_looks_right("bang-don-vi")
    page.locator("select[name=award]").select_option("grassroots_fighter")
    page.locator("select[name=answer]").select_option("not_met")
    page.locator(".filters button.primary").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("table tbody tr").first).to_contain_text("chưa đủ điều kiện")
    page.locator("table tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_contain_text("Điều kiện khen thưởng năm 2018")
    visitor.assert_looks_right("dieu-kien-ca-nhan")
    for row in page.locator("table tbody tr").all():
        if "chưa đủ điều kiện" in row.inner_text():
            assert row.locator("td").last.inner_text().strip(), "a no is followed by what to do next"
    follow(page, "Chiến sĩ thi đua cơ sở")
    expect(page.locator("main")).to_contain_text("Việc cần làm:")
    expect(page.locator("main")).to_contain_text("NĐ 91/2017/NĐ-CP")
    visitor.assert_looks_right("phieu-kiem-tra")
    page = visitor.go(page.url.removeprefix(visitor.home.rstrip("/")).replace("grassroots_fighter", "advanced_worker"))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1, "the sheet of a yearly title is one A4 page"


def test_the_law_not_read_warns_and_ways_stand_apart_on_a_phone(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo", viewport=PHONE)
    page = visitor.go("/xet/?nam=2018")
    follow(page, re.compile("^Bảng của"))
    person = page.locator("table tbody th a").first.get_attribute("href").split("?")[0]
    page = visitor.go(f"{person}?nam=2026")
    expect(page.locator("main")).to_contain_text("có lưu ý")
    page = visitor.go(f"{person}ministerial_provincial_merit_certificate/?nam=2026")
    expect(page.locator(".notice.warn").first).to_contain_text("Luật 06/2026/QH16")
    expect(page.get_by_role("heading", name=re.compile("^Cách 1:"))).to_be_visible()
    visitor.assert_looks_right("phieu-nhieu-cach")


def test_the_city_records_a_conclusion_and_the_sheet_changes(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/xet/?nam=2018")
    follow(page, re.compile("^Bảng của"))
    person = page.locator("table tbody th a").first.get_attribute("href").split("?")[0]
    page = visitor.go(f"{person}ministerial_provincial_merit_certificate/?nam=2018")
    follow(page, re.compile("^Ghi kết luận"))
    visitor.assert_looks_right("ghi-ket-luan")
    page.get_by_label("đạt", exact=True).check()
    page.locator("textarea[name=reason]").fill("Biên bản họp hội đồng số 5, ngày 10/12/2018")
    page.locator("main form button.primary").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("Lý do đã ghi: Biên bản họp hội đồng số 5")
    expect(page.locator("main")).to_contain_text("đủ điều kiện đề nghị")


def test_a_collective_has_its_own_sheet(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/xet/?nam=2018")
    page.locator("main tr", has_text="Tập thể lao động tiên tiến").get_by_role("link").last.click()
    page.wait_for_load_state("networkidle")
    visitor.assert_looks_right("tap-the")
    page.locator("table tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("Từng điều kiện")
    visitor.assert_looks_right("phieu-tap-the")
