"""A year of the union, played at the browser by the people who would play it: the city launches, a grassroots union
joins and registers and records, the city sees its progress move and opens the people behind the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitor
from tests.processes import Served

TODAY = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
YEAR = TODAY.year
UNION = "CĐCS Sở Nội vụ"
CAMPAIGN = "Văn hóa công sở"
MOBILISED = "CBCCVCLĐ được vận động tham gia"
LAUNCHING = "CĐCS phát động và đăng ký"

Visit = Callable[..., Visitor]


def arrive(visit: Visit, site: Served, username: str, **options: object) -> Visitor:
    """Open a window and sign in to a demo account."""
    visitor = visit(site, **options)
    visitor.sign_in(username, (site.data_dir / "demo-password.txt").read_text().strip())
    return visitor


def press(page: Page, words: str) -> None:
    """Press the button or link with these words in the page's own part."""
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()
    page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def numbers() -> dict[str, int]:
    """What the steps learn and later steps need."""
    return {}


def test_1_the_city_officer_plans_and_launches_a_campaign_with_targets(demo_site, visit, numbers) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/phong-trao/them/")
    page.get_by_label("Tên phong trào, cuộc vận động").fill(CAMPAIGN)
    page.locator("select[name=kind]").select_option("campaign")
    page.locator("input[name=year]").fill(str(YEAR))
    page.locator("input[name=starts_on]").fill(f"{YEAR}-01-01")
    page.locator("input[name=ends_on]").fill(f"{YEAR}-12-31")
    page.locator("textarea[name$=text], input[name$=text]").first.fill("Không đi muộn, về sớm (lần mỗi tháng)")
    page.locator("select[name$=operator]").first.select_option("le")
    page.locator("input[name$=value]").first.fill("2")
    visitor.assert_looks_right("lap-phong-trao")
    press(page, "Lưu kế hoạch")
    expect(page.locator("main")).to_contain_text("đang lập kế hoạch")
    press(page, "Phát động")
    if page.get_by_role("button", name="Phát động").count() and "đã phát động" not in page.locator("main").inner_text():
        press(page, "Phát động")
    expect(page.locator("main")).to_contain_text("đã phát động")
    numbers["movement"] = int(re.search(r"/phong-trao/(\d+)/", page.url)[1])
    visitor.assert_looks_right("phong-trao-chi-tiet")
    for name, figure in ((MOBILISED, "staff_mobilised"), (LAUNCHING, "units_launching_and_registering")):
        page = visitor.go("/chi-tieu/them/")
        page.get_by_label("Tên chỉ tiêu").fill(name)
        page.locator("select[name=figure]").select_option(figure)
        page.locator("select[name=operator]").select_option("eq")
        page.locator("input[name=value]").fill("100")
        page.locator("input[name=due_on]").fill(f"{YEAR}-12-31")
        page.locator("input[name=year]").fill(str(YEAR))
        page.locator("main form button.primary").click()
        page.wait_for_load_state("networkidle")
        numbers[figure] = int(re.search(r"/chi-tieu/(\d+)/", page.url)[1])
    page = visitor.go(f"/chi-tieu/?nam={YEAR}")
    expect(page.locator("main")).to_contain_text(MOBILISED)


def test_2_the_city_officer_opens_the_registration_round(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go("/dang-ky/dot/mo/")
    page.locator("input[name=year]").fill(str(YEAR))
    page.locator("input[name=opens_on]").fill(max(TODAY - timedelta(days=5), date(YEAR, 1, 1)).isoformat())
    page.locator("input[name=soft_deadline]").fill((TODAY + timedelta(days=5)).isoformat())
    page.locator("input[name=hard_deadline]").fill((TODAY + timedelta(days=10)).isoformat())
    for title in ("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Tập thể lao động tiên tiến"):
        page.get_by_label(title, exact=True).check()
    visitor.assert_looks_right("mo-dot-dang-ky")
    page.locator("main form button.primary").click()
    page.wait_for_url(lambda url: "/mo/" not in url)
    expect(page.locator("main")).to_contain_text("0/32")


def test_3_the_grassroots_officer_joins_and_tightens(demo_site, visit, numbers) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    page = visitor.go(f"/?nam={YEAR}")
    visitor.assert_looks_right("trang-chu-cdcs")
    expect(page.locator("main")).to_contain_text(CAMPAIGN)
    visitor.go(f"/phong-trao/{numbers['movement']}/")
    press(page, "Tham gia")
    page.locator("textarea[name=plan]").fill("Chấm công điện tử, nêu gương hằng tháng.")
    page.locator("input[name$=value]").first.fill("5")
    page.locator("select[name$=operator]").first.select_option("le")
    visitor.expect_status(409, 422)
    press(page, "Tham gia")
    expect(page.get_by_role("alert").or_(page.locator(".error")).first).to_be_visible()
    page.locator("input[name$=value]").first.fill("1")
    press(page, "Tham gia")
    expect(page.locator("main")).to_contain_text("đang chuẩn bị")
    press(page, "Xác nhận phía công đoàn")
    expect(page.locator("main")).to_contain_text("đã xác nhận")
    numbers["part"] = int(re.search(r"/tham-gia/(\d+)/", page.url)[1])
    visitor.assert_looks_right("tham-gia-phong-trao")


def test_4_the_head_confirms_on_a_phone(demo_site, visit, numbers) -> None:
    visitor = arrive(visit, demo_site, "thutruong.so-noi-vu", viewport={"width": 360, "height": 740})
    page = visitor.go("/")
    expect(page.locator("main")).to_contain_text("xác nhận", ignore_case=True)
    visitor.go(f"/phong-trao/tham-gia/{numbers['part']}/")
    visitor.assert_looks_right("thu-truong-xac-nhan")
    press(page, "Xác nhận phía")
    expect(page.locator("main")).to_contain_text("đã phát động tại đơn vị")


def test_5_the_grassroots_officer_mobilises_and_registers_titles_in_the_grid(demo_site, visit, numbers) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    page = visitor.page
    visitor.go(f"/phong-trao/tham-gia/{numbers['part']}/van-dong/")
    press(page, "Ghi tất cả đoàn viên")
    shown = re.search(r"Đã có (\d+) người tham gia", page.locator("main").inner_text())
    numbers["people"] = int(shown[1])
    assert numbers["people"] > 20
    page = visitor.go("/dang-ky/")
    press(page, "Bắt đầu")
    if "/dang-ky/" in page.url and page.locator("#sheet-form").count() == 0:
        press(page, "Mở")
    page.locator("[data-fill-column='0']").click()
    expect(page.locator("#save-state")).to_contain_text("Đã lưu", timeout=15_000)
    numbers["sheet"] = int(re.search(r"/dang-ky/(\d+)/", page.url)[1])
    ticked = page.locator("table input[name=on]:checked").count()
    assert ticked >= numbers["people"]
    page.reload()
    assert page.locator("table input[name=on]:checked").count() == ticked, "autosaved ticks must survive a reload"
    visitor.assert_looks_right("dang-ky-bang")
    press(page, "Nộp")
    visitor.assert_looks_right("dang-ky-kiem-tra")
    press(page, "Nộp đăng ký")
    expect(page.locator("main")).to_contain_text("đã nộp")


def test_6_the_grassroots_officer_records_grades_for_all_then_one_by_hand(demo_site, visit) -> None:
    visitor = arrive(visit, demo_site, "cdcs.so-noi-vu")
    page = visitor.go(f"/ket-qua/?nam={YEAR}")
    visitor.assert_looks_right("ket-qua")
    page.locator("main").get_by_role("link", name=re.compile("Sở Nội vụ|Mở|Ghi")).first.click()
    press(page, "Ghi xếp loại cho mọi người chưa có")
    page.locator("select[name=grade]").select_option("good")
    visitor.assert_looks_right("xep-loai-chung")
    page.locator("main form button.primary").last.click()
    page.wait_for_load_state("networkidle")
    if page.locator("select[name^=grade-]").count() == 0:
        page.locator("main form button.primary").last.click()
        page.wait_for_load_state("networkidle")
    grades = page.locator("select[name^=grade-]")
    expect(grades.first).to_have_value("good")
    grades.nth(1).select_option("excellent")
    page.get_by_role("button", name="Lưu").last.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("select[name^=grade-]").nth(1)).to_have_value("excellent")
    visitor.assert_looks_right("ket-qua-bang")


def test_7_the_city_officer_sees_progress_move_and_drills_to_the_people(demo_site, visit, numbers) -> None:
    visitor = arrive(visit, demo_site, "canbo")
    page = visitor.go(f"/?nam={YEAR}")
    visitor.assert_looks_right("trang-chu")
    page = visitor.go(f"/chi-tieu/{numbers['units_launching_and_registering']}/")
    expect(page.locator("main")).to_contain_text(re.compile(r"1\s*/\s*32"))
    page = visitor.go(f"/chi-tieu/{numbers['staff_mobilised']}/")
    visitor.assert_looks_right("chi-tieu")
    row = page.locator("tr", has_text=UNION).first
    row.get_by_role("link", name=str(numbers["people"]), exact=True).first.click()
    page.wait_for_load_state("networkidle")
    visitor.assert_looks_right("chi-tieu-dong")
    people = page.locator("main a[href*='/nguoi/']")
    assert people.count() > 0
    name = people.first.inner_text()
    people.first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_contain_text(name)
    visitor.assert_looks_right("nguoi-chi-tiet")
