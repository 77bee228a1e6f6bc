"""A nomination at the browser: a unit puts people up, the offices receive, appraise, pass on, return and look again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import PHONE, Visitor
from tests.e2e.test_year import arrive, press

UNIT, CITY = "cdcs.so-noi-vu", "canbo"


def follow(page: Page, words: str) -> None:
    """Follow a link or press a button of the page's heading, whichever bears these words."""
    page.locator(".page-header").get_by_role("link", name=words, exact=True).click()
    page.wait_for_load_state("networkidle")


def move(page: Page, words: str, **said: str) -> None:
    """Choose a move of the page's heading, say why where it is asked, and confirm."""
    follow(page, words)
    for name, text in said.items():
        page.locator(f"[name={name}]").fill(text)
    press(page, words)


def put_people_up(visitor: Visitor, how_many: int) -> str:
    """Write a letter and put people up by searching their list; return the dossier's address."""
    page = visitor.go("/ho-so/")
    visitor.assert_looks_right("ho-so-can-xu-ly")
    follow(page, "Lập hồ sơ")
    page.locator("[name=title]").fill("Khen thưởng đột xuất hai cán bộ cứu người trong vụ cháy")
    page.locator("[name=year]").fill("2018")
    page.locator("[name=kind]").select_option("sudden")
    page.locator("[name=simplified]").check()
    press(page, "Lập hồ sơ")
    page.locator("[name=distinction]").select_option(label="Bằng khen của Tổng Liên đoàn Lao động Việt Nam")
    page.locator("[name=achievement]").fill("Dũng cảm cứu người trong vụ cháy chợ.")
    names = page.locator(".picks span:not(.hint)").all_inner_texts()[:how_many]
    for name in names:
        page.locator("[data-pick-find]").fill(name)
        page.locator(".picks li:not([hidden]) input").first.check()
    expect(page.locator("[data-pick-count]")).to_have_text(str(how_many))
    visitor.assert_looks_right("ho-so-them")
    press(page, "Thêm vào hồ sơ")
    expect(page.get_by_text(f"Đã thêm {how_many} đề nghị.")).to_be_visible()
    return page.url.removeprefix(visitor.home.rstrip("/"))


def test_a_nomination_goes_up_comes_back_and_is_looked_at_again(demo_site, visit) -> None:
    unit = arrive(visit, demo_site, UNIT)
    address = put_people_up(unit, 2)
    page = unit.page
    unit.assert_looks_right("ho-so")
    follow(page, "Gửi hồ sơ")
    expect(page.locator("main")).to_contain_text("Sẽ thực hiện với 2 đề nghị")
    press(page, "Gửi hồ sơ")  # the unit is its own first office: nobody else has to receive it
    expect(page.locator(".facts")).to_contain_text("đã tiếp nhận, đang thẩm định")
    page.locator("tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    follow(page, "Ghi ý kiến thẩm định")
    page.locator("select[name^=v-]").first.select_option("met")
    page.locator("input[name^=r-]").first.fill("Có biên bản xác nhận của công an phường.")
    unit.assert_looks_right("y-kien-tham-dinh")
    press(page, "Lưu ý kiến")
    expect(page.locator("main")).to_contain_text("Có biên bản xác nhận của công an phường.")
    move(page, "Thẩm định xong")
    unit.assert_looks_right("de-nghi")
    move(page, "Đồng ý, không qua hội đồng", reason="Thủ tục đơn giản, thành tích đột xuất.")
    move(page, "Trình cấp trên")
    one = page.url.removeprefix(unit.home.rstrip("/"))

    city = arrive(visit, demo_site, CITY)
    page = city.go("/ho-so/")
    page.locator("tbody input[name=de_nghi]").first.check()
    expect(page.locator(".bulk strong")).to_have_text("1")
    city.assert_looks_right("ho-so-den")
    press(page, "Tiếp nhận")
    press(page, "Tiếp nhận")
    follow(page, "Trả lại để bổ sung")
    page.locator("[name=asked][value=achievement]").check()
    page.locator("[name=reason]").fill("Ghi rõ ngày, nơi xảy ra và số người được cứu.")
    city.assert_looks_right("tra-lai")
    press(page, "Trả lại để bổ sung")

    phone = arrive(visit, demo_site, UNIT, viewport=PHONE)
    page = phone.go("/ho-so/")
    expect(page.locator("main")).to_contain_text("Trả lại để bổ sung")
    page = phone.go(one)
    expect(page.locator("main")).to_contain_text("Ghi rõ ngày, nơi xảy ra và số người được cứu.")
    follow(page, "Sửa")
    expect(page.locator("[name=distinction]")).to_have_count(0)  # only what was named opens
    page.locator("[name=achievement]").fill("Ngày 12/5/2018 tại chợ Bưởi, cứu ba người khỏi đám cháy.")
    press(page, "Lưu")
    move(page, "Gửi lại sau khi bổ sung")
    phone.assert_fine()

    page = city.go(one)
    expect(page.locator("main")).to_contain_text("cứu ba người khỏi đám cháy")
    expect(page.locator(".facts")).to_contain_text("đã tiếp nhận, đang thẩm định")
    city.assert_fine()
    assert address in unit.go(one).locator(".breadcrumbs").inner_html()
