"""Conditions that several titles of regime L03 share, built once so that their words agree."""

from __future__ import annotations

from thidua.rules.conditions import Clause, Consecutive, HumanFinding, Param, RecognisedInitiatives, Registered
from thidua.rules.names import SCOPE_VI, TITLE_VI
from thidua.rules.sources import Citation
from thidua.rules.titles.sources_l03 import REGISTRATION


def registered(title: str) -> Registered:
    """Ask for the year's registration: who did not register is not considered (Luật TĐKT 2003 Điều 10 khoản 1)."""
    name = TITLE_VI[title]
    return Registered(
        title=title,
        included_in=Param("registration_included_in"),
        clause=Clause(
            code="registered",
            text_vi=f"đã đăng ký thi đua danh hiệu {name} năm {{year}}",
            why_not_vi=f"không đăng ký thi đua danh hiệu {name} năm {{year}}",
            about_vi="đăng ký thi đua năm {year}",
            citation=REGISTRATION,
            confidence="Q",
            next_vi="Nếu vắng đợt đăng ký vì lý do khách quan, đề nghị người có thẩm quyền ghi nhận đăng ký bổ sung "
            "cho năm {year} rồi xét lại; nếu không thì đăng ký cho năm sau.",
        ),
    )


def initiatives(title: str, scope: str, citation: Citation, confidence: str) -> RecognisedInitiatives:
    """Ask for initiatives or accepted topics of a scope. Initiatives used elsewhere need a person's consent."""
    span = "trong thời gian tính thành tích"
    return RecognisedInitiatives(
        scope=scope,
        at_least=Param("initiatives_needed"),
        window=Param("initiative_window_years"),
        include_proposal_year=Param("initiative_include_proposal_year"),
        reuse_finding=f"initiative_reuse_{title}",
        clause=Clause(
            code="initiatives",
            text_vi=f"có sáng kiến hoặc đề tài được công nhận phạm vi {SCOPE_VI[scope]} {span}",
            why_not_vi=f"chưa có đủ sáng kiến hoặc đề tài được công nhận phạm vi {SCOPE_VI[scope]} {span}",
            about_vi=f"sáng kiến, đề tài {span}",
            citation=citation,
            confidence=confidence,
            next_vi="Nếu có sáng kiến chưa nộp, gửi hội đồng sáng kiến công nhận rồi xét lại; "
            "nếu sáng kiến đã được công nhận, bổ sung giấy chứng nhận vào hồ sơ.",
        ),
    )


def consecutive(held: str, citation: Citation, confidence: str) -> Consecutive:
    """Ask for a run of years with a lower title."""
    name = TITLE_VI[held]
    return Consecutive(
        title=held,
        years=Param("run_years"),
        include_proposal_year=Param("include_proposal_year"),
        clause=Clause(
            code=f"run.{held}",
            text_vi=f"có {{run_years}} năm liên tục đạt danh hiệu {name}",
            why_not_vi=f"chưa có {{run_years}} năm liên tục đạt danh hiệu {name} tính đến thời điểm đề nghị",
            about_vi=f"các năm đạt danh hiệu {name}",
            citation=citation,
            confidence=confidence,
            next_vi=f"Đối chiếu sổ khen thưởng; nếu năm nào đã có quyết định {name} mà chưa ghi (kể cả năm đang xét) "
            "thì ghi bổ sung rồi xét lại.",
        ),
    )


def chosen(finding: str, among_vi: str, citation: Citation, confidence: str) -> HumanFinding:
    """Ask whether the council chose this person: meeting the standards is not yet being chosen."""
    return HumanFinding(
        finding=finding,
        bulk=False,
        clause=Clause(
            code=f"finding.{finding}",
            text_vi=f"được lựa chọn là người tiêu biểu trong số {among_vi}",
            why_not_vi=f"không được lựa chọn trong số {among_vi}",
            about_vi=f"việc lựa chọn người tiêu biểu trong số {among_vi}",
            citation=citation,
            confidence=confidence,
            next_vi="Việc lựa chọn thuộc quyền của hội đồng; xem biên bản họp.",
        ),
    )
