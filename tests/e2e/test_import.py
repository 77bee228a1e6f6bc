"""A list from Excel at the browser: sent, asked about, conflict settled, marked and mended, written, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitor
from tests.e2e.test_sheets import arrive

Visit = Callable[..., Visitor]
HEAD = ("STT", "Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị công tác")
ROWS = (
    (1, "MAU-01", "NGUYỄN THỊ MẪU", "25/03/1985", "Nữ", "Sở Nội vụ"),
    (2, "MAU-02", "Ông Trần Văn  Mẫu", "31/02/1990", "x", "Sở Nội vụ"),
)


def written(path: Path, rows: tuple[tuple[object, ...], ...], head: tuple[str, ...] = HEAD) -> Path:
    """Write a list with a title above it and a total below."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Danh sách")
        page.write(0, 0, "DANH SÁCH CÁN BỘ, ĐOÀN VIÊN")
        for number, row in enumerate((head, *rows, ("", "", f"Tổng cộng: {len(rows)} người"))):
            page.write_row(number + 2, 0, row)
    return path


def send(visitor: Visitor, path: Path) -> Page:
    """Send a file and wait until a worker has read it."""
    page = visitor.go("/nhap-tep/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(page.get_by_role("button", name="Bỏ, không ghi")).to_be_visible(timeout=60_000)
    return page


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button and wait until the worker is done with what it asked for."""
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#progress")).to_have_count(0, timeout=60_000)
    page.wait_for_load_state("networkidle")


def test_a_list_is_asked_about_mended_written_and_taken_back(demo_site, visit, tmp_path) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    page = visitor.go("/nhap-tep/")
    visitor.assert_looks_right("nhap-tep")
    page = send(visitor, written(tmp_path / "danh-sach.xlsx", ROWS))
    main = page.locator("main")
    expect(main).to_contain_text("Chỉ ghi 1 dòng đúng, bỏ 1 dòng chưa đúng")
    expect(main).to_contain_text("“31/02/1990”: không có ngày này.")
    visitor.assert_looks_right("nhap-tep-xem-truoc")
    with page.expect_download() as got:
        page.get_by_role("link", name="Tải tệp có đánh dấu ô sai").click()
    marked = tmp_path / "can-sua.xlsx"
    got.value.save_as(marked)
    book = openpyxl.load_workbook(marked)
    sheet = book["Danh sách"]
    assert sheet["D5"].comment is not None
    sheet["D5"] = "28/02/1990"
    book.save(marked)
    page = send(visitor, marked)
    page.locator("select[name=q-0]").select_option(label="nam")
    press(page, "Gửi trả lời")
    expect(main).to_contain_text("Ghi 2 dòng")
    press(page, "Ghi 2 dòng")
    expect(main).to_contain_text("Hoàn tác được đến")
    visitor.assert_looks_right("nhap-tep-da-ghi")
    done = page.url
    page = visitor.go("/nguoi/?q=mẫu")
    expect(page.locator("main")).to_contain_text("Nguyễn Thị Mẫu")
    page = send(visitor, marked)
    expect(page.locator("main")).to_contain_text("Chính tệp này đã được ghi")
    visitor.go(done.removeprefix(visitor.home.rstrip("/")))
    press(page, "Hoàn tác")
    expect(main).to_contain_text("Dữ liệu trở lại như trước khi ghi")
    page = visitor.go("/nguoi/?q=mẫu")
    expect(page.locator("main")).not_to_contain_text("Nguyễn Thị Mẫu")
    visitor.assert_fine()


def test_what_both_sides_changed_is_shown_with_three_values(demo_site, visit, tmp_path) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    page = send(visitor, written(tmp_path / "mot.xlsx", (("1", "MAU-09", "Lê Thị Mẫu Chín", "", "Nữ", "Sở Nội vụ"),)))
    press(page, "Ghi 1 dòng")
    page = visitor.go("/nguoi/?q=mẫu chín")
    with page.expect_download() as got:
        page.locator("main .download > summary").click()
        page.get_by_role("link", name="Bảng tính để sửa rồi gửi lại").click()
    workbook = tmp_path / "danh sách người.xlsx"
    got.value.save_as(workbook)
    page.locator("main table a").first.click()
    page.wait_for_load_state("networkidle")
    person = page.url.removeprefix(visitor.home.rstrip("/"))
    page = visitor.go(f"{person}sua/")
    page.locator("input[name=full_name]").fill("Lê Thị Mẫu Mười")
    page.get_by_role("button", name="Lưu").first.click()
    page.wait_for_load_state("networkidle")
    book = openpyxl.load_workbook(workbook)
    book.worksheets[0]["E2"] = "Lê Thị Mẫu Tám"
    book.save(workbook)
    page = send(visitor, workbook)
    for words in (
        "Lúc tải tệp về: Lê Thị Mẫu Chín",
        "Giữ của hệ thống: Lê Thị Mẫu Mười",
        "Lấy của tệp: Lê Thị Mẫu Tám",
    ):
        expect(page.locator("main")).to_contain_text(words)
    visitor.assert_looks_right("nhap-tep-xung-dot")
    page.get_by_label("Lấy của tệp: Lê Thị Mẫu Tám").check()
    press(page, "Gửi trả lời")
    press(page, "Ghi 1 dòng")
    page = visitor.go(person)
    expect(page.locator("h1")).to_contain_text("Lê Thị Mẫu Tám")
    visitor.assert_fine()
