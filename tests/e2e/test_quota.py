"""“Chọn trong hạn mức” at the browser: an officer ranks the unit's people by number and by arrow, sees who is inside
and who is just below and why, and prints the list.
"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_year import arrive, press

UNIT_ACCOUNT = "cdcs.so-du-lich"  # in 2018 more people of this unit meet the standards than the 15 % allow


def test_an_officer_ranks_and_sees_who_is_just_below(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, UNIT_ACCOUNT)
    page = visitor.go("/xet/?nam=2018")
    page.locator("main .actions a.primary").first.click()
    press(page, "Chọn trong hạn mức")
    expect(page.locator("h1")).to_have_text("Chọn trong hạn mức")
    expect(page.locator("main")).to_contain_text("Đơn vị chưa xếp hạng nên chưa có gợi ý")
    places = page.locator("#xep-hang input[type=number]")
    names = page.locator("#xep-hang tbody th").all_inner_texts()
    for place in range(places.count()):
        places.nth(place).fill(str(place + 1))
    places.last.press("Enter")  # by keyboard alone: Enter saves
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Đã lưu bảng xếp hạng.")).to_be_visible()
    inside = page.locator("#inside th")
    allowed = inside.count()
    assert 0 < allowed < len(names)
    assert [text.split("\n")[0] for text in inside.all_inner_texts()] == names[:allowed]
    below = page.locator("#below")
    expect(below).to_contain_text(names[allowed])
    expect(below).to_contain_text("Mức 15 %")
    expect(below).to_contain_text("NĐ 91/2017/NĐ-CP, Điều 9, khoản 3")
    expect(page.locator("main")).to_contain_text("hội đồng quyết định")
    page.evaluate("document.querySelector('#proposal').scrollIntoView()")  # the picture shows the line
    visitor.assert_looks_right("chon-trong-han-muc")
    page.locator("#xep-hang tbody tr").nth(allowed).get_by_role("button", name="Lên").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#below")).to_contain_text(names[allowed - 1])
    expect(page.locator("#inside")).to_contain_text(names[allowed])
    page.emulate_media(media="print")
    expect(page.locator("#below")).to_be_visible()
    expect(page.locator("#xep-hang")).to_be_hidden()
    visitor.assert_fine()
