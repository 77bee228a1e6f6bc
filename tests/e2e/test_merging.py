"""Somebody entered twice, at the browser: found, compared, merged, and made two again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.browser import Visitor
from tests.e2e.test_year import arrive, press

NAME, AGAIN, BORN = "Phạm Thị Cúc Tần", "Pham Thi Cuc Tan", "1980-02-21"


def enter(visitor: Visitor, name: str) -> str:
    """Enter a person in the last unit of the list; return the number they were given."""
    page = visitor.go("/nguoi/them/")
    page.locator("[name=full_name]").fill(name)
    page.locator("[name=birth_date]").fill(BORN)
    page.locator("[name=unit_id]").select_option(index=page.locator("[name=unit_id] option").count() - 1)
    page.locator("[name=on]").fill("2018-01-02")
    page.locator("main form button.primary").click()
    page.wait_for_load_state("networkidle")
    code = re.search(r"TD\d{9}", page.locator("main").inner_text())
    assert code
    return code.group()


def test_somebody_entered_twice_is_made_one_and_two_again(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    kept, gone = enter(visitor, NAME), enter(visitor, AGAIN)
    page = visitor.go("/nguoi/")
    page.get_by_role("link", name="Người bị ghi trùng").click()
    page.wait_for_load_state("networkidle")
    visitor.assert_looks_right()
    row = page.locator("tbody tr").filter(has_text=kept).filter(has_text=gone)
    expect(row).to_contain_text("cùng họ tên, khác dấu; cùng ngày sinh; cùng đơn vị")
    row.get_by_role("link", name="So sánh").click()
    page.wait_for_load_state("networkidle")
    visitor.assert_looks_right()

    # What is not decided is not merged.
    visitor.expect_status(409)
    press(page, "Gộp hai người làm một")
    expect(page.locator(".form-errors")).to_contain_text("Còn 1 chỗ")
    visitor.assert_looks_right()
    page.locator("fieldset input[value=kept]").check()
    press(page, "Gộp hai người làm một")
    expect(page.locator("main")).to_contain_text(NAME)
    assert AGAIN not in visitor.go("/nguoi/?q=Cuc+Tan").locator("tbody").inner_text()

    page = visitor.go("/nguoi/trung/da-gop/")
    visitor.assert_looks_right()
    expect(page.locator("tbody tr").first).to_contain_text("còn 30 ngày để hoàn tác")
    page.get_by_role("button", name=f"Hoàn tác {AGAIN}").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("tbody tr").first).to_contain_text("đã hoàn tác")
    assert AGAIN in visitor.go("/nguoi/?q=Cuc+Tan").locator("tbody").inner_text()

    # They turn out to be two people: nobody asks again.
    row = visitor.go("/nguoi/trung/").locator("tbody tr").filter(has_text=kept).filter(has_text=gone)
    row.get_by_role("link", name="So sánh").click()
    press(page, "Không phải một người")
    expect(page.locator("main")).to_contain_text("Đã ghi nhận là hai người")
    expect(page.locator("tbody tr").filter(has_text=kept).filter(has_text=gone)).to_have_count(0)
