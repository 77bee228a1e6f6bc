"""The facts file of award money, each fault it may have, and how an answer is told."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from thidua.rules.errors import RulesError
from thidua.rules.money import Forecast, Payment
from thidua.rules.money.facts import answer
from thidua.rules.money.render import as_data, dong, render_text, times
from thidua.rules.money.tables import SUBJECT_VI, paid_awards, value_on

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "tien-thuong.md").read_text(encoding="utf-8")
EXAMPLE, BUDGET = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
TOLD = re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
ONE = "grants: [{award: advanced_worker, subject: person, period: 2025}]"
DAY = "decided_on: 2025-12-20"


def test_the_example_of_the_page_gives_what_the_page_shows() -> None:
    assert [render_text(answer(EXAMPLE))] == TOLD


def test_the_budget_of_the_page() -> None:
    budget = answer(BUDGET)
    assert isinstance(budget, Forecast)
    assert [(line.amount.award, line.count, line.total) for line in budget.lines] == [
        ("advanced_worker", 120, 85_200_000),
        ("grassroots_fighter", 18, 42_120_000),
        ("excellent_collective", 4, 14_040_000),
    ]
    assert budget.total == 141_360_000


def test_the_page_lists_every_code_with_its_multipliers() -> None:
    rows = set(re.findall(r"^\| `\w+` \|.*\|$", PAGE, re.MULTILINE))
    for code, award in paid_awards().items():
        cells = []
        for subject in SUBJECT_VI:
            number = award.multipliers.get(subject)
            value = number and value_on(number, date(2025, 12, 20))
            ceiling = "≤ " if award.is_maximum else ""
            cells.append(ceiling + times(value.value) if value else "–")  # type: ignore[arg-type]
        assert f"| `{code}` | {award.name_vi} | {' | '.join(cells)} |" in rows


def test_the_day_told_goes_before_the_files_own() -> None:
    found = answer(f"{DAY}\n{ONE}", date(2026, 7, 1))
    assert (found.decided_on, found.total) == (date(2026, 7, 1), 760_000)
    assert answer(ONE, date(2026, 7, 1)).total == 760_000


def test_an_achievement_is_kept_without_its_blanks() -> None:
    found = answer(f'{DAY}\ngrants: [{{award: certificate, subject: person, period: 2025, achievement: " A "}}]')
    assert isinstance(found, Payment)
    assert found.lines[0].grant.achievement == "A"


def test_a_count_of_nought_is_a_count() -> None:
    assert answer(f"{DAY}\nforecast: [{{award: certificate, subject: household, count: 0}}]").total == 0


def line(text: str) -> str:
    return f"{DAY}\ngrants:\n  - {text}"


def count(text: str) -> str:
    return f"{DAY}\nforecast:\n  - {text}"


FAULTS = {
    "": "Tệp phải gồm các mục “decided_on” và “grants” hoặc “forecast”. Xem ví dụ trong docs/tien-thuong.md.",
    "- a": "Tệp phải gồm các mục",
    "a: [": "Tệp không đúng cú pháp YAML ở dòng 1, hoặc có ngày không tồn tại. Sửa rồi chạy lại. Xem ví dụ",
    f"{DAY}\n\tx: 1": "Tệp không đúng cú pháp YAML ở dòng 2",
    "decided_on: \x00": "Tệp không đúng cú pháp YAML, hoặc có ngày",
    "decided_on: 2025-02-30": "có ngày không tồn tại",
    "{[a]: 1}": "Tệp không đúng cú pháp YAML, hoặc có ngày",
    f"{DAY}\n{DAY}\n{ONE}": "Khóa “decided_on” lặp lại ở dòng 2. Xóa một trong hai dòng.",
    f"{DAY}\ngrant: []": (
        "Tệp: không có khóa “grant”. Có phải “grants”? Các khóa được dùng: decided_on, grants, forecast."
    ),
    f"{DAY}\n1: []": "Tệp: không có khóa “1”. Các khóa được dùng",
    ONE: (
        "Tệp thiếu ngày quyết định “decided_on”. "
        "Ghi dạng NĂM-THÁNG-NGÀY, ví dụ 2025-12-20. Hoặc thêm --date khi chạy lệnh."
    ),
    f"decided_on: 20/12/2025\n{ONE}": "Ngày quyết định “20/12/2025” không phải một ngày. Ghi dạng NĂM-THÁNG-NGÀY",
    f"decided_on: 2025-12-20 10:00:00\n{ONE}": "không phải một ngày",
    DAY: "Tệp phải có đúng một trong hai mục “grants” và “forecast”. Xem ví dụ",
    f"{DAY}\n{ONE}\nforecast: []": "Tệp phải có đúng một trong hai mục",
    f"{DAY}\ngrants: {{award: x}}": "Mục “grants” phải là một danh sách, mỗi dòng mở đầu bằng dấu gạch (-). Xem ví dụ",
    f"{DAY}\ngrants: []": "Không có khen thưởng nào để tính. Ghi ít nhất một dòng trong “grants”.",
    f"{DAY}\nforecast: []": "Không có số lượng nào để dự toán. Ghi ít nhất một dòng trong “forecast”.",
    line("advanced_worker"): "Dòng 1 của “grants” phải có dạng {award: …, subject: …}. Xem ví dụ",
    line("{subject: person, period: 2025}"): "Dòng 1 của “grants” thiếu “award”. Ghi award: kèm giá trị. Xem ví dụ",
    line("{award: 5, subject: person, period: 2025}"): "thiếu “award”",
    line('{award: certificate, subject: " ", period: 2025}'): "Dòng 1 của “grants” thiếu “subject”",
    line("{award: certificat, subject: person, period: 2025}"): (
        "Dòng 1 của “grants”: Chưa ghi mức tiền thưởng cho mã “certificat”. Có phải bạn muốn: certificate"
    ),
    line(
        "{award: certificate, subject: people, period: 2025}"
    ): "Dòng 1 của “grants”: Không có đối tượng “people”. Dùng",
    line(
        "{award: certificate, subject: person}"
    ): "Dòng 1 của “grants”: Thời gian tính thành tích “” không đọc được. Ghi",
    line(
        "{award: certificate, subject: person, period: 2026}"
    ): "Dòng 1 của “grants”: Thời gian tính thành tích 2026 kết",
    line("{award: certificate, subject: person, year: 2025}"): (
        "Dòng 1 của “grants”: không có khóa “year”. Các khóa được dùng: award, subject, period, achievement."
    ),
    line("{award: certificate, subject: person, period: 2025, achievement: }"): "thiếu “achievement”",
    f"{DAY}\n{ONE[:-1]}, 7]": "Dòng 2 của “grants” phải có dạng",
    count("{award: certificate, subject: person}"): (
        "Dòng 1 của “forecast”: “count” phải là số nguyên từ 0 trở lên. Ghi ví dụ count: 120."
    ),
    count("{award: certificate, subject: person, count: -1}"): "“count” phải là số nguyên",
    count("{award: certificate, subject: person, count: true}"): "“count” phải là số nguyên",
    count("{award: certificate, subject: person, count: 1.5}"): "“count” phải là số nguyên",
    count(
        "{award: certificate, subject: person, period: 2025}"
    ): "không có khóa “period”. Các khóa được dùng: award, subj",
    count("{award: x, subject: person, count: 1}"): "Dòng 1 của “forecast”: Chưa ghi mức tiền thưởng cho mã “x”",
    count("{award: certificate, subject: person, count: 1}\n  - {award: certificate, subject: person, count: 2}"): (
        "Dòng 2 của “forecast” lặp lại một khen thưởng đã ghi ở trên. Gộp hai dòng thành một."
    ),
}


@pytest.mark.parametrize(("text", "words"), FAULTS.items(), ids=range(len(FAULTS)))
def test_each_fault_is_told_with_its_place_and_what_to_do(text: str, words: str) -> None:
    with pytest.raises(RulesError) as refusal:
        answer(text)
    said = str(refusal.value)
    # Words that end a sentence here end the message there.
    assert said.endswith(words) if words.endswith(".") else words in said
    assert refusal.value.next_step_vi


@pytest.mark.parametrize(
    ("money", "words"),
    [(0, "0 đồng"), (710_000, "710.000 đồng"), (1_530_000, "1.530.000 đồng"), (Decimal("1500.5"), "1.500,5 đồng")],
)
def test_money_is_written_the_vietnamese_way(money: int | Decimal, words: str) -> None:
    assert dong(money) == words


@pytest.mark.parametrize(("number", "words"), [("3/10", "0,3"), ("12", "12"), ("61/2", "30,5"), ("21/4", "5,25")])
def test_multipliers_are_written_as_in_the_decrees(number: str, words: str) -> None:
    assert times(Fraction(number)) == words


def test_a_waiting_line_gives_a_second_total() -> None:
    text = render_text(answer(EXAMPLE.replace("2025-12-20", "2025-06-30").replace("certificate", "order_labour_3")))
    assert "- Lao động tiên tiến (thành tích 2025): CẦN NGƯỜI XÉT (mức 710.000 đồng)" in text
    assert text.endswith(
        "\n\nTổng được chi: 19.890.000 đồng\n"
        "Nếu người có thẩm quyền quyết định chi cả các khoản cần xét: 20.600.000 đồng"
    )


def test_a_ceiling_and_warnings_are_told() -> None:
    text = render_text(
        answer("decided_on: 2026-11-23\ngrants: [{award: ministerial_provincial_medal, subject: person, period: 2026}]")
    )
    assert text == (
        "Tiền thưởng cho cá nhân, quyết định ngày 23/11/2026.\n"
        "\n"
        "- Kỷ niệm chương của bộ, ban, ngành, tỉnh (thành tích 2026): ĐƯỢC CHI tối đa 1.520.000 đồng\n"
        "  0,6 × 2.530.000 đồng = 1.518.000 đồng, làm tròn lên 1.520.000 đồng\n"
        "  Vì sao: Khen thưởng duy nhất của quyết định này.\n"
        "  Căn cứ: NĐ 152/2025/NĐ-CP, Điều 54; NĐ 152/2025/NĐ-CP, Điều 49, khoản 1; "
        "NĐ 152/2025/NĐ-CP, Điều 49, khoản 2; NĐ 161/2026/NĐ-CP\n"
        "  Độ tin cậy M: chưa đối chiếu văn bản, phải kiểm tra trước khi dùng\n"
        "\n"
        "Tổng được chi: không quá 1.520.000 đồng\n"
        "\n"
        "Lưu ý: Đây là mức tối đa: luật chỉ đặt trần; hệ số thật do nơi tặng quy định, không vượt mức này.\n"
        "Lưu ý: Chưa đối chiếu Luật 06/2026/QH16: tạm tính theo quy định của ngày 30/09/2026. "
        "Phải kiểm tra trước khi chi."
    )


def test_a_budget_is_told_line_by_line() -> None:
    text = f"""{DAY}
forecast:
  - {{award: advanced_worker, subject: person, count: 120}}
  - {{award: ministerial_provincial_medal, subject: person, count: 2}}
"""
    assert render_text(answer(text)) == (
        "Dự toán tiền thưởng, quyết định ngày 20/12/2025.\n"
        "\n"
        "- Lao động tiên tiến, cá nhân: 120 × 710.000 đồng = 85.200.000 đồng\n"
        "  0,3 × 2.340.000 đồng = 702.000 đồng, làm tròn lên 710.000 đồng\n"
        "  Căn cứ: NĐ 152/2025/NĐ-CP, Điều 50, khoản 1; NĐ 152/2025/NĐ-CP, Điều 49, khoản 1; "
        "NĐ 152/2025/NĐ-CP, Điều 49, khoản 2; NĐ 73/2024/NĐ-CP, Điều 3, khoản 2\n"
        "  Độ tin cậy R: đã đọc nguyên văn điều luật\n"
        "\n"
        "- Kỷ niệm chương của bộ, ban, ngành, tỉnh, cá nhân: 2 × tối đa 1.410.000 đồng = 2.820.000 đồng\n"
        "  0,6 × 2.340.000 đồng = 1.404.000 đồng, làm tròn lên 1.410.000 đồng\n"
        "  Căn cứ: NĐ 152/2025/NĐ-CP, Điều 54; NĐ 152/2025/NĐ-CP, Điều 49, khoản 1; "
        "NĐ 152/2025/NĐ-CP, Điều 49, khoản 2; NĐ 73/2024/NĐ-CP, Điều 3, khoản 2\n"
        "  Độ tin cậy R: đã đọc nguyên văn điều luật\n"
        "\n"
        "Tổng: không quá 88.020.000 đồng\n"
        "\n"
        "Lưu ý: Đây là mức tối đa: luật chỉ đặt trần; hệ số thật do nơi tặng quy định, không vượt mức này."
    )
    assert render_text(answer(f"{DAY}\nforecast: [{{award: advanced_worker, subject: person, count: 1}}]")).endswith(
        "\n\nTổng: 710.000 đồng"
    )


def test_a_payment_as_data() -> None:
    said = as_data(answer(f"{DAY}\n{ONE}"))
    sources = [
        "NĐ 152/2025/NĐ-CP, Điều 50, khoản 1",
        "NĐ 152/2025/NĐ-CP, Điều 49, khoản 1",
        "NĐ 152/2025/NĐ-CP, Điều 49, khoản 2",
        "NĐ 73/2024/NĐ-CP, Điều 3, khoản 2",
    ]
    assert json.loads(json.dumps(said)) == {
        "kind": "payment",
        "decided_on": "2025-12-20",
        "total": 710_000,
        "is_maximum": False,
        "confidence": "R",
        "warnings": [],
        "subject": "person",
        "needs_person": False,
        "total_at_most": 710_000,
        "lines": [
            {
                "award": "advanced_worker",
                "name": "Lao động tiên tiến",
                "subject": "person",
                "multiplier": "3/10",
                "base_salary": 2_340_000,
                "exact": "702000",
                "amount": 710_000,
                "is_maximum": False,
                "citations": sources,
                "confidence": "R",
                "period": [2025, 2025],
                "achievement": None,
                "state": "paid",
                "why": "Khen thưởng duy nhất của quyết định này.",
            }
        ],
    }


def test_a_budget_as_data() -> None:
    said = as_data(answer(BUDGET))
    assert (said["kind"], said["total"], said["confidence"], len(said["warnings"])) == ("forecast", 141_360_000, "R", 1)
    assert [(row["award"], row["count"], row["amount"], row["total"]) for row in said["lines"]] == [
        ("advanced_worker", 120, 710_000, 85_200_000),
        ("grassroots_fighter", 18, 2_340_000, 42_120_000),
        ("excellent_collective", 4, 3_510_000, 14_040_000),
    ]
