"""A list taken away at the browser: filtered, in both forms, compared with the page; by keyboard, on a phone."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.e2e.browser import PHONE
from tests.e2e.test_sheets import arrive

TOUCH = 44


def opened(page: Page) -> Page:
    """Open the first list's menu."""
    page.locator("main .download > summary").first.click()
    return page


def saved(page: Page, form: str, folder: Path) -> Path:
    """Take the list away through its menu and return the file."""
    with page.expect_download() as got:
        page.locator(f"main .download[open] a[data-download={form}]").click()
    path = folder / got.value.suggested_filename
    got.value.save_as(path)
    return path


def rows_shown(page: Page) -> list[list[str]]:
    """Return the texts of the table's cells on this page; “–” is nothing."""
    rows = page.locator("main table tbody tr").all()
    return [[text if text != "–" else "" for text in row.locator("th, td").all_inner_texts()] for row in rows]


def test_a_filtered_list_is_taken_away_in_both_forms(demo_site, visit, tmp_path) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/nguoi/")
    page.get_by_label("Đơn vị (gồm cả cấp dưới)").select_option(label="CĐCS Sở Nội vụ")
    page.get_by_label("Giới tính").select_option(label="nữ")
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_load_state("networkidle")
    opened(page).locator("main .download").scroll_into_view_if_needed()
    visitor.assert_looks_right("tai-xuong")
    workbook = saved(page, "xlsx", tmp_path)
    cells = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
    assert workbook.name.startswith("Danh sách người - ")
    assert "CĐCS Sở Nội vụ, nữ" in workbook.name
    values = saved(page, "csv", tmp_path)
    with values.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines == cells
    shown = rows_shown(page)
    assert lines[1 : len(shown) + 1] == shown
    said = page.locator("main .list-tools [role=status]").inner_text()
    assert said == f"Có {len(lines) - 1} người."
    visitor.assert_fine()


def test_the_menu_is_used_by_keyboard_and_by_thumb(demo_site, visit, tmp_path) -> None:
    visitor = arrive(visit, demo_site, "canbo", viewport=PHONE)
    touch = visitor.context.new_cdp_session(visitor.page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page = visitor.go("/so-khen-thuong/")
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    summary = page.locator("main .download > summary")
    summary.focus()
    page.keyboard.press("Enter")
    links = page.locator("main .download a")
    expect(links.first).to_be_visible()
    for part in (summary, *links.all()):
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= TOUCH
        assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"]
    page.keyboard.press("Tab")
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert got.value.suggested_filename.endswith(".xlsx")
    visitor.assert_fine()


def test_on_paper_the_filter_is_told_and_the_menu_is_not(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/nguoi/?sex=female")
    page.emulate_media(media="print")
    expect(page.locator("main .download")).to_be_hidden()
    expect(page.locator("main .print-only")).to_be_visible()
    expect(page.locator("main .print-only")).to_contain_text("Giới tính: nữ; tính đến ngày")
    expect(page.locator(".print-foot")).to_contain_text("In lúc")
    visitor.assert_fine()
