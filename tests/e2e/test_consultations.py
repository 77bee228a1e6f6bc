"""Public consultation at the browser: a list is published, a visitor comments and confirms, the office answers."""

from __future__ import annotations

import email
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.test_nominations import follow, put_people_up
from tests.e2e.test_year import arrive, press

UNIT = "cdcs.so-du-lich"


def test_a_visitor_comments_on_a_public_list_and_the_office_answers(demo_site, visit) -> None:
    unit = arrive(visit, demo_site, UNIT)
    put_people_up(unit, 1)
    page = unit.page
    follow(page, "Gửi hồ sơ")
    press(page, "Gửi hồ sơ")
    name = page.locator("h1").inner_text()
    follow(page, "Thẩm định xong")
    press(page, "Thẩm định xong")
    follow(page, "Lấy ý kiến công khai")
    unit.assert_looks_right("cong-khai-danh-sach")
    press(page, "Công khai")
    address = page.locator(".facts a").get_attribute("href")
    assert address

    visitor = visit(demo_site)
    outside = visitor.go("/" + address.split("/", 3)[3])
    expect(outside.locator("table")).to_contain_text(name)
    outside.locator("[name=text]").fill("Tôi chứng kiến việc này và đồng ý.")
    visitor.expect_status(422)
    press(outside, "Gửi ý kiến")
    expect(outside.locator(".form-errors")).to_contain_text("Ghi họ và tên.")
    outside.locator("[name=name]").fill("Đỗ Thị Mai")
    outside.locator("[name=email]").fill("mai@vidu.example")
    visitor.assert_looks_right("gop-y")
    press(outside, "Gửi ý kiến")
    expect(outside.locator("main")).to_contain_text("mai@vidu.example để xác nhận")
    expect(unit.go(_path(page.url)).locator("main")).to_contain_text("Chưa có ý kiến nào.")

    outside = visitor.go(_link_in_the_last_letter(demo_site.data_dir))
    press(outside, "Xác nhận ý kiến của tôi")
    expect(outside.locator("main")).to_contain_text("đã được ghi nhận")
    visitor.assert_looks_right("cong-khai")

    page = unit.go(_path(page.url))
    expect(page.locator("main")).to_contain_text("Đỗ Thị Mai")
    unit.assert_looks_right("lay-y-kien")
    press(page, "Trả lời")
    page.get_by_label("ghi nhận, không liên quan điều kiện xét").check()
    page.locator("[name=answer]").fill("Cảm ơn chị, nơi xét đã ghi nhận.")
    press(page, "Lưu trả lời")
    expect(page.get_by_role("button", name="Kết thúc lấy ý kiến")).to_have_count(0)  # its last day is not over
    press(page, "Biên bản")
    expect(page.locator("main")).to_contain_text("Cảm ơn chị, nơi xét đã ghi nhận.")
    expect(page.locator("main")).not_to_contain_text("Đỗ Thị Mai")
    unit.assert_looks_right("bien-ban-lay-y-kien")
    visitor.assert_fine()


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def _link_in_the_last_letter(folder: Path) -> str:
    """Return the path of the link in the newest letter that the site has written."""
    newest = max((folder / "mail").iterdir(), key=lambda path: path.stat().st_mtime)
    letter = email.message_from_bytes(newest.read_bytes())
    text = letter.get_payload(decode=True).decode()
    found = re.search(r"https?://[^/\s]+(/cong-khai/y-kien/\S+)", text)
    assert found, text
    return found[1]
