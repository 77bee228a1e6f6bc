"""The law at the browser: a visitor reads and tries it; two officers put a newly read number in force; the answer to a
visitor changes with it; a simulation runs and changes nothing.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import PHONE
from tests.e2e.test_year import arrive, press

STORY = """stories:
  - name: "Chi hoàn thành tốt → theo con số mới thì chưa đạt"
    year: 2026
    date: 2026-12-20
    person:
      years: {2026: {grade: good}}
    answer: not_met
    rule: I-LDTT-22
    because: [grade]
"""
ASKED = "?nam=2026&ngay=2026-12-20&danh_hieu=advanced_worker"
NEW_BOUND = "dưới mức hoàn thành xuất sắc nhiệm vụ"


def try_good_grade(page: Page) -> None:
    """Ask what the law says of a good grade in 2026."""
    page.locator("select[name=grade_2026]").select_option("good")
    press(page, "Xem kết luận")


def test_1_a_visitor_reads_a_rule(site, visit) -> None:
    visitor = visit(site, viewport=PHONE)
    page = visitor.go("/luat/")
    visitor.assert_looks_right("luat")
    page.get_by_label("Tìm danh hiệu, văn bản, mã quy tắc").fill("chien si thi dua co so")
    press(page, "Tìm")
    press(page, "I-CSCS-03")
    expect(page.locator("h1")).to_contain_text("Chiến sĩ thi đua cơ sở")
    expect(page.locator("main")).to_contain_text("NĐ 91/2017/NĐ-CP, Điều 9, khoản 3")
    visitor.assert_looks_right("luat-quy-tac")
    visitor.go("/luat/advanced_worker/")
    visitor.assert_looks_right("luat-danh-hieu")


def test_2_a_visitor_tries_a_history(site, visit) -> None:
    visitor = visit(site)
    page = visitor.go("/luat/thu/" + ASKED)
    visitor.assert_looks_right("luat-thu")
    try_good_grade(page)
    expect(page.locator("#verdicts")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(NEW_BOUND)
    visitor.assert_looks_right("luat-thu-ket-luan")
    page = visitor.go("/luat/thu/?dang=viet-tay")
    press(page, "Xem kết luận")
    expect(page.locator("main")).to_contain_text("đủ điều kiện đề nghị")
    page.locator("textarea").fill("person: [")
    visitor.expect_status(422)
    press(page, "Xem kết luận")
    expect(page.get_by_role("alert")).to_contain_text("YAML ở dòng")
    visitor.assert_looks_right()


def test_3_two_officers_put_a_number_in_force(demo_site, visit) -> None:
    reader = arrive(visit, demo_site, "canbo")
    page = reader.go("/luat/quan-ly/nhap/number/")
    page.get_by_label("Văn bản", exact=False).first.fill("Luật 06/2026/QH16")
    page.locator("input[name=first_day]").fill("2026-10-01")
    page.locator("select[name=target]").select_option("advanced_worker.min_grade")
    page.locator("input[name=value]").fill("hoàn thành xuất sắc nhiệm vụ")
    with page.expect_response(lambda response: "/quan-ly/thu/" in response.url):
        page.locator("textarea[name=stories_yaml]").fill(STORY)
        page.locator("input[name=value]").focus()
    expect(page.locator("#examination")).to_contain_text("mọi chuyện mẫu đều đúng")
    reader.assert_looks_right("luat-nhap")
    press(page, "Lưu bản nháp")
    press(page, "Đề nghị áp dụng")
    expect(page.locator("main")).to_contain_text("cần người thứ hai")
    reader.assert_looks_right("luat-cho-nguoi-thu-hai")
    address = page.url.removeprefix(reader.home.rstrip("/"))
    second = arrive(visit, demo_site, "thuky")
    page = second.go(address)
    press(page, "Đồng ý và áp dụng")
    expect(page.locator("main")).to_contain_text("đang áp dụng")
    visitor = visit(demo_site)
    page = visitor.go("/luat/thu/" + ASKED)
    try_good_grade(page)
    expect(page.locator("main")).to_contain_text(NEW_BOUND)
    page = second.go(address)
    page.get_by_label("Lý do (Rút)").fill("Chỉ để thử")
    press(page, "Rút")
    page = visitor.go("/luat/thu/" + ASKED)
    try_good_grade(page)
    expect(page.locator("main")).not_to_contain_text(NEW_BOUND)
    reader.go("/luat/quan-ly/")
    reader.assert_looks_right("luat-quan-ly")
    reader.go("/luat/doi-chieu/")
    reader.assert_looks_right("luat-doi-chieu")


def test_4_a_simulation_tells_who_would_change(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/luat/mo-phong/")
    page.locator("input[name=year]").fill("2018")
    page.locator("input[name=before_on]").fill("2018-12-31")
    page.locator("input[name=after_on]").fill("2024-06-01")
    visitor.assert_looks_right("luat-mo-phong")
    press(page, "Bắt đầu mô phỏng")
    expect(page.locator("main")).to_contain_text("Theo quy định gây ra thay đổi", timeout=120_000)
    visitor.assert_looks_right("luat-mo-phong-ket-qua")
    page.locator("main .tasks a").first.click()
    expect(page.locator("main")).to_contain_text("không ảnh hưởng kết quả thật")
    visitor.assert_looks_right("luat-mo-phong-nguoi")
