"""Lao động tiên tiến (LĐTT): registered, work done well, and a good colleague and citizen.

Source: Luật TĐKT 2003 Điều 10 khoản 1, Điều 24. For staff of agencies and unions; the forces have their own title.
"""

from __future__ import annotations

from thidua.rules.conditions import AllOf, Clause, Compare, Condition, Fact, HumanFinding, Param
from thidua.rules.titles.shared import registered
from thidua.rules.titles.sources_l03 import ADVANCED_WORKER

TITLE = "advanced_worker"


def _finding(code: str, standard_vi: str, about_vi: str) -> HumanFinding:
    """Build one of the standards of Điều 24 which only colleagues can judge."""
    return HumanFinding(
        finding=code,
        clause=Clause(
            code=f"finding.{code}",
            text_vi=f"đã được nhận xét là {standard_vi}",
            why_not_vi=f"có nhận xét là chưa {standard_vi}",
            about_vi=about_vi,
            citation=ADVANCED_WORKER,
            confidence="Q",
            next_vi="Xem lại nhận xét này với tập thể; nếu nhận xét đúng thì không đề nghị danh hiệu năm {year}.",
        ),
    )


_GRADE = Compare(
    fact=Fact("grade"),
    op=">=",
    needed=Param("min_grade"),
    clause=Clause(
        code="grade",
        text_vi="kết quả công tác năm {year} từ mức {min_grade} trở lên",
        why_not_vi="kết quả công tác năm {year} dưới mức {min_grade}",
        about_vi="kết quả xếp loại công tác năm {year}",
        citation=ADVANCED_WORKER,
        confidence="Q",
        next_vi="Kiểm tra lại kết quả xếp loại năm {year}; nếu đúng như vậy thì xét lại ở năm sau.",
    ),
)

RULES: dict[str, Condition] = {
    "I-LDTT-03": AllOf(
        clause=Clause(
            code=TITLE,
            text_vi="đạt tiêu chuẩn Lao động tiên tiến năm {year}",
            why_not_vi="chưa đạt tiêu chuẩn Lao động tiên tiến năm {year}",
            about_vi="tiêu chuẩn Lao động tiên tiến năm {year}",
            citation=ADVANCED_WORKER,
            confidence="Q",
        ),
        parts=(
            registered(TITLE),
            _GRADE,
            _finding(
                "law_abiding",
                "chấp hành tốt chủ trương của Đảng, chính sách và pháp luật của Nhà nước",
                "việc chấp hành chủ trương, chính sách, pháp luật",
            ),
            _finding(
                "united",
                "tự lực, tự cường, đoàn kết, tương trợ đồng nghiệp",
                "tinh thần tự lực, đoàn kết, tương trợ",
            ),
            _finding(
                "active",
                "tích cực tham gia phong trào thi đua",
                "việc tham gia phong trào thi đua",
            ),
            _finding(
                "productive",
                "làm việc có năng suất và chất lượng cao",
                "năng suất và chất lượng công việc",
            ),
        ),
    ),
}
