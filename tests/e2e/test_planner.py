"""The way to an award and the one thing missing, at the browser: an officer reads both, prints, and on a phone too."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.browser import PHONE
from tests.e2e.test_year import arrive, press

UNIT_ACCOUNT = "cdcs.so-noi-vu"


def test_an_officer_finds_who_lacks_one_thing_and_plans_the_way(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, UNIT_ACCOUNT)
    page = visitor.go("/xet/?nam=2018")
    page.locator("main .actions a.primary").first.click()
    press(page, "Còn thiếu đúng một điều kiện")
    expect(page.locator("h1")).to_have_text("Còn thiếu đúng một điều kiện")
    expect(page.locator("main table tbody tr").first).to_be_visible()
    visitor.assert_looks_right("con-thieu-mot")
    page.locator("main table tbody th a").first.click()
    expect(page.locator("h2", has_text="Cách nhanh nhất để đủ điều kiện")).to_be_visible()
    visitor.assert_fine()
    page.locator("main a", has_text="Mọi danh hiệu, hình thức").first.click()
    press(page, "Lộ trình danh hiệu")
    page.locator("#plan-award").select_option("national_fighter")
    page.get_by_role("button", name="Xem lộ trình").click()
    expect(page.locator("main")).to_contain_text("Sớm nhất là năm")
    expect(page.locator("main")).to_contain_text("gợi ý, không phải cam kết")
    visitor.assert_looks_right("lo-trinh")
    page.emulate_media(media="print")
    expect(page.locator("#plan-award")).to_be_hidden()
    visitor.assert_fine()


def test_the_way_reads_well_on_a_phone(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, UNIT_ACCOUNT, viewport=PHONE)
    page = visitor.go("/xet/?nam=2018")
    page.locator("main .actions a.primary").first.click()
    press(page, "Còn thiếu đúng một điều kiện")
    visitor.assert_fine()
    page.locator("main table tbody th a").first.click()
    visitor.assert_fine()
