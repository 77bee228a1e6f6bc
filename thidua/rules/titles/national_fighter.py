"""Chiến sĩ thi đua toàn quốc (CSTĐTQ): two CSTĐBT inside an unbroken run of CSTĐCS, proposed the year after.

Source: Luật TĐKT 2003 Điều 21; NĐ 91/2017/NĐ-CP Điều 48 khoản 1 điểm a; the length of the run from TT 07/2014/TT-BNV.
“Two consecutive” is counted in grants, not calendar years: each CSTĐBT needs a fresh run, so grants lie years apart.
"""

from __future__ import annotations

from thidua.rules.conditions import AllOf, AwardsWithin, Clause, Condition, Consecutive, Param
from thidua.rules.titles.shared import chosen, consecutive, initiatives, registered
from thidua.rules.titles.sources_l03 import NATIONAL_FIGHTER, NATIONAL_FIGHTER_TIMING

TITLE = "national_fighter"
_LOWER = "ministerial_provincial_fighter"

_TWO_GRANTS = AwardsWithin(
    title=_LOWER,
    times=Param("awards_needed"),
    window=Param("run_years"),
    include_proposal_year=Param("include_proposal_year"),
    clause=Clause(
        code=f"awards.{_LOWER}",
        text_vi="có {awards_needed} lần liên tục được tặng Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh",
        why_not_vi="chưa có {awards_needed} lần liên tục được tặng Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh",
        about_vi="các lần được tặng Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh",
        citation=NATIONAL_FIGHTER,
        confidence="Q",
        next_vi="Đối chiếu sổ khen thưởng; nếu đã có quyết định mà chưa ghi thì ghi bổ sung rồi xét lại.",
    ),
)
_ADJACENT = Consecutive(
    title=_LOWER,
    years=Param("adjacent_years"),
    include_proposal_year=Param("include_proposal_year"),
    clause=Clause(
        code=f"adjacent.{_LOWER}",
        text_vi="đề nghị vào năm liền kề sau lần được tặng Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh gần nhất",
        why_not_vi="năm đề nghị không liền kề sau một lần được tặng Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh",
        about_vi="năm được tặng Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh gần nhất",
        citation=NATIONAL_FIGHTER_TIMING,
        confidence="Q",
        next_vi="Kiểm tra năm thành tích ghi trong quyết định gần nhất và năm đề nghị.",
    ),
)

RULES: dict[str, Condition] = {
    "I-CSTQ-03": AllOf(
        clause=Clause(
            code=TITLE,
            text_vi="đạt tiêu chuẩn Chiến sĩ thi đua toàn quốc năm {year}",
            why_not_vi="chưa đạt tiêu chuẩn Chiến sĩ thi đua toàn quốc năm {year}",
            about_vi="tiêu chuẩn Chiến sĩ thi đua toàn quốc năm {year}",
            citation=NATIONAL_FIGHTER,
            confidence="Q",
        ),
        parts=(
            registered(TITLE),
            _TWO_GRANTS,
            _ADJACENT,
            consecutive("grassroots_fighter", NATIONAL_FIGHTER, "Q"),
            initiatives(TITLE, "national", NATIONAL_FIGHTER, "Q"),
            chosen(
                f"chosen_{TITLE}",
                "những người có đủ số lần liên tục là Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh",
                NATIONAL_FIGHTER,
                "Q",
            ),
        ),
    ),
}
