"""Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh (CSTĐBT): chosen among those with a run of CSTĐCS years.

Source: Luật TĐKT 2003 Điều 22. The run starts afresh after each grant (TT 07/2014/TT-BNV, read in paraphrase).
"""

from __future__ import annotations

from thidua.rules.conditions import AllOf, Clause, Condition, NotHeldWithin, Param
from thidua.rules.titles.shared import chosen, consecutive, initiatives, registered
from thidua.rules.titles.sources_l03 import PROVINCIAL_FIGHTER

TITLE = "ministerial_provincial_fighter"

_FRESH_RUN = NotHeldWithin(
    title=TITLE,
    window=Param("fresh_run_years"),
    clause=Clause(
        code="fresh_run",
        text_vi="chuỗi năm liên tục chưa dùng cho một danh hiệu cùng loại trước đó",
        why_not_vi="đã được tặng danh hiệu này trong {fresh_run_years} năm liền trước, phải tính lại chuỗi năm từ đầu",
        about_vi="lần được tặng danh hiệu này trước đây",
        citation=PROVINCIAL_FIGHTER,
        confidence="Q",
        next_vi="Chờ đủ chuỗi năm mới kể từ lần được tặng gần nhất.",
    ),
)

RULES: dict[str, Condition] = {
    "I-CSBT-03": AllOf(
        clause=Clause(
            code=TITLE,
            text_vi="đạt tiêu chuẩn Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh năm {year}",
            why_not_vi="chưa đạt tiêu chuẩn Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh năm {year}",
            about_vi="tiêu chuẩn Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh năm {year}",
            citation=PROVINCIAL_FIGHTER,
            confidence="Q",
        ),
        parts=(
            registered(TITLE),
            consecutive("grassroots_fighter", PROVINCIAL_FIGHTER, "Q"),
            _FRESH_RUN,
            initiatives(TITLE, "provincial", PROVINCIAL_FIGHTER, "Q"),
            chosen(
                f"chosen_{TITLE}",
                "những người có đủ số năm liên tục là Chiến sĩ thi đua cơ sở",
                PROVINCIAL_FIGHTER,
                "Q",
            ),
        ),
    ),
}
