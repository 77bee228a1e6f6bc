"""The door, and the controls of the instruments that the journeys rely on."""

from __future__ import annotations

import pytest

from tests.e2e.browser import PHONE, assert_accessible, assert_fits


def test_the_sign_in_page_is_accessible_and_fits_at_both_widths(site, visit) -> None:
    visitor = visit(site)
    visitor.go("/")
    assert "/tai-khoan/" in visitor.page.url
    visitor.assert_looks_right("dang-nhap")


def test_a_wrong_password_is_told_in_words(site, visit) -> None:
    visitor = visit(site, viewport=PHONE)
    visitor.go("/tai-khoan/login/")
    page = visitor.page
    page.locator("input[name=login]").fill("khong-co-ai")
    page.locator("input[name=password]").fill("sai mật khẩu")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert], .errorlist, .error")
    visitor.assert_looks_right()


def test_the_instruments_notice_planted_faults(site, visit) -> None:
    visitor = visit(site)
    visitor.go("/tai-khoan/login/")
    visitor.page.evaluate("""() => {
      document.querySelector("main").innerHTML += '<img src="/static/khong-co.png"><p style="width: 3000px">rộng</p>';
      document.querySelector("main").innerHTML += '<p onclick="1">x</p>';
      console.error("lỗi gài sẵn");
      fetch("https://example.vn/").catch(() => 0);
    }""")
    visitor.page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError):
        assert_accessible(visitor.page)
    visitor.page.evaluate("document.querySelector('main').style.width = '3000px'")
    with pytest.raises(AssertionError, match="px wide"):
        assert_fits(visitor.page)
    said = "\n".join(visitor.problems)
    for words in ("lỗi gài sẵn", "CSP: ", "404"):
        assert words in said
    visitor.problems.clear()
