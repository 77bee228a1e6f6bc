"""Chiến sĩ thi đua cơ sở (CSTĐCS): registered, Lao động tiên tiến, and an initiative or accepted topic.

Source: NĐ 91/2017/NĐ-CP Điều 9 khoản 3. Not encoded: the branch of ingenuity in combat, which belongs to the forces.
The ceiling on their number is a rule about the unit: ``thidua.rules.quotas``.
"""

from __future__ import annotations

from thidua.rules.conditions import AllOf, AnyOf, Clause, Condition, MeetsRule, TitleInYear
from thidua.rules.titles.shared import initiatives, registered
from thidua.rules.titles.sources_l03 import GRASSROOTS_FIGHTER

TITLE = "grassroots_fighter"
_LOWER = "advanced_worker"


def _advanced(code: str, text_vi: str, why_not_vi: str, about_vi: str, next_vi: str) -> Clause:
    """Build the words of one way to be Lao động tiên tiến."""
    return Clause(
        code=code,
        text_vi=text_vi,
        why_not_vi=why_not_vi,
        about_vi=about_vi,
        citation=GRASSROOTS_FIGHTER,
        confidence="R",
        next_vi=next_vi,
    )


_ADVANCED_WORKER = AnyOf(
    clause=_advanced(
        "advanced_worker",
        "là Lao động tiên tiến năm {year}",
        "chưa đạt Lao động tiên tiến năm {year}",
        "danh hiệu Lao động tiên tiến năm {year}",
        "Xét danh hiệu Lao động tiên tiến năm {year} trước.",
    ),
    parts=(
        TitleInYear(
            title=_LOWER,
            clause=_advanced(
                "advanced_worker.held",
                "đã có quyết định Lao động tiên tiến năm {year}",
                "chưa có quyết định Lao động tiên tiến năm {year}",
                "quyết định Lao động tiên tiến năm {year}",
                "Nếu đã có quyết định, ghi vào sổ khen thưởng.",
            ),
        ),
        MeetsRule(
            title=_LOWER,
            clause=_advanced(
                "advanced_worker.standards",
                "đủ tiêu chuẩn Lao động tiên tiến năm {year}",
                "chưa đủ tiêu chuẩn Lao động tiên tiến năm {year}",
                "tiêu chuẩn Lao động tiên tiến năm {year}",
                "Xem các dòng dưới đây.",
            ),
        ),
    ),
)

RULES: dict[str, Condition] = {
    "I-CSCS-03": AllOf(
        clause=Clause(
            code=TITLE,
            text_vi="đạt tiêu chuẩn Chiến sĩ thi đua cơ sở năm {year}",
            why_not_vi="chưa đạt tiêu chuẩn Chiến sĩ thi đua cơ sở năm {year}",
            about_vi="tiêu chuẩn Chiến sĩ thi đua cơ sở năm {year}",
            citation=GRASSROOTS_FIGHTER,
            confidence="R",
        ),
        parts=(
            registered(TITLE),
            _ADVANCED_WORKER,
            initiatives(TITLE, "grassroots", GRASSROOTS_FIGHTER, "R"),
        ),
    ),
}
