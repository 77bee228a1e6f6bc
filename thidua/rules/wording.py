"""The standard words of each kind of condition: what it says when met, not met or open, and what to do next.

A rule file may replace any of them (``text``, ``why_not``, ``about``, ``next``) where the law says it better.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from thidua.rules.names import SCOPE_VI, UNION_WORK_VI, award_name


class Words(NamedTuple):
    """The four texts of a clause; see ``conditions.Clause``."""

    text: str
    why_not: str
    about: str
    next_step: str | None


FACT_VI = {
    "grade": "kết quả xếp loại",
    "months_worked": "số tháng được tính là có làm việc",
    "rank": "thứ hạng trong cụm, khối thi đua",
    "targets_exceeded": "việc hoàn thành vượt mức mọi chỉ tiêu",
    "movement_years": "số năm thực hiện của phong trào",
    "member_discipline": "hình thức kỷ luật nặng nhất trong tập thể",
    "members": "số người của tập thể",
    "members_completed": "số người hoàn thành nhiệm vụ",
    "benefit": "giá trị làm lợi của sáng kiến",
    "group": "nhóm lao động",
    "union_months": "thời gian làm công tác công đoàn",
}
OP_VI = {">=": "từ {} trở lên", ">": "trên {}", "<=": "không quá {}", "<": "dưới {}"}
_REGISTER = "Đối chiếu sổ khen thưởng; nếu đã có quyết định mà chưa ghi thì ghi bổ sung rồi xét lại; nếu chưa có thì "
_REGISTER += "tiếp tục phấn đấu và đề nghị khi đủ."
_RECORD = "Kiểm tra lại số liệu; nếu đúng như vậy thì xét lại ở kỳ sau."


def fact_name(name: str, key: str | None = None) -> str:
    """Return a fact in words; ``members_with`` names the award."""
    if name == "members_with" and key is not None:
        return f"số người đạt {award_name(key)}"
    if name == "union_months" and key is not None:
        return f"số tháng làm công tác công đoàn ({UNION_WORK_VI[key]})"
    return FACT_VI[name]


def words_for(kind: str, raw: Any, award: str) -> Words:
    """Return the standard words of a node of a rule file. ``raw``: its fields as written; ``award``: the rule's own."""
    return _WORDS[kind](raw, award)


def rule_words(award: str) -> Words:
    """Return the words of a whole rule."""
    name = award_name(award)
    return Words(
        f"đạt tiêu chuẩn {name} năm {{year}}",
        f"chưa đạt tiêu chuẩn {name} năm {{year}}",
        f"tiêu chuẩn {name} năm {{year}}",
        None,
    )


def _whole(raw: Any, award: str) -> Words:
    """A gate belongs to no one award, so it brings its own words."""
    return rule_words(award) if award else Words("", "", "", None)


def _registered(raw: Any, award: str) -> Words:
    name = award_name(raw.get("award", award))
    return Words(
        f"đã đăng ký thi đua danh hiệu {name} năm {{year}}",
        f"không đăng ký thi đua danh hiệu {name} năm {{year}}",
        "đăng ký thi đua năm {year}",
        "Nếu vắng đợt đăng ký vì lý do khách quan, đề nghị người có thẩm quyền ghi nhận đăng ký bổ sung cho năm {year} "
        "rồi xét lại; nếu không thì đăng ký cho năm sau.",
    )


def _grade(raw: Any, award: str) -> Words:
    least = f"{{{raw['at_least']}}}"
    return Words(
        f"kết quả công tác năm {{year}} từ mức {least} trở lên",
        f"kết quả công tác năm {{year}} dưới mức {least}",
        "kết quả xếp loại công tác năm {year}",
        "Kiểm tra lại kết quả xếp loại năm {year}; nếu đúng như vậy thì xét lại ở năm sau.",
    )


def _compare(raw: Any, award: str) -> Words:
    name, key = split_fact(raw["fact"])
    fact, bound = fact_name(name, key), OP_VI[raw["op"]].format(f"{{{raw['needed']}}}")
    return Words(
        f"{fact} năm {{year}} {bound}", f"{fact} năm {{year}} không đạt mức {bound}", f"{fact} năm {{year}}", _RECORD
    )


def _is(raw: Any, award: str) -> Words:
    fact = fact_name(*split_fact(raw["fact"]))
    return Words(
        f"{fact} năm {{year}} đúng yêu cầu", f"{fact} năm {{year}} không đúng yêu cầu", f"{fact} năm {{year}}", _RECORD
    )


def _share(raw: Any, award: str) -> Words:
    of, base = (fact_name(*split_fact(raw[name])) for name in ("of", "base"))
    bound = OP_VI[raw["op"]].format(f"{{{raw['needed']}}}")
    return Words(
        f"{of} {bound} tổng {base}",
        f"{of} chưa đạt mức {bound} tổng {base}",
        f"{of} và {base} năm {{year}}",
        "Xét xong danh hiệu của từng người trong tập thể rồi tính lại; nếu vẫn thiếu thì chưa đề nghị năm {year}.",
    )


def _held(raw: Any, award: str) -> Words:
    name = award_name(raw["award"])
    when = "năm {year}" if "years_before" not in raw else f"của {{{raw['years_before']}}} năm liền trước năm {{year}}"
    return Words(
        f"đã có quyết định {name} {when}",
        f"chưa có quyết định {name} {when}",
        f"quyết định {name} {when}",
        "Nếu đã có quyết định, ghi vào sổ khen thưởng rồi xét lại.",
    )


def _run(raw: Any, award: str) -> Words:
    name, years = award_name(raw["award"]), f"{{{raw['years']}}}"
    return Words(
        f"có {years} năm liên tục đạt {name}",
        f"chưa có {years} năm liên tục đạt {name} tính đến thời điểm đề nghị",
        f"các năm đạt {name}",
        f"Đối chiếu sổ khen thưởng; nếu năm nào đã có quyết định {name} mà chưa ghi (kể cả năm đang xét) thì ghi bổ "
        "sung rồi xét lại.",
    )


def _times_held(raw: Any, award: str) -> Words:
    name, times, window = award_name(raw["award"]), f"{{{raw['times']}}}", f"{{{raw['window']}}}"
    return Words(
        f"có ít nhất {times} lần được tặng {name} trong {window} năm",
        f"chưa có đủ {times} lần được tặng {name} trong {window} năm",
        f"các lần được tặng {name}",
        _REGISTER,
    )


def _not_held(raw: Any, award: str) -> Words:
    name = award_name(raw["award"])
    when = f"trong {{{raw['window']}}} năm trước năm {{year}}" if "window" in raw else "trước năm {year}"
    return Words(
        f"chưa được tặng {name} {when}",
        f"đã được tặng {name} {when}",
        f"các lần được tặng {name} {when}",
        "Kiểm tra năm ghi trong quyết định; nếu đúng thì chưa đề nghị lần này."
        if "window" in raw
        else "Mỗi đối tượng chỉ được tặng một lần; không đề nghị lại.",
    )


def _held_before(raw: Any, award: str) -> Words:
    name = award_name(raw["award"])
    when = f"trước {{{raw['window']}}} năm xét" if "window" in raw else "trước năm {year}"
    return Words(
        f"đã được tặng {name} {when}", f"chưa được tặng {name} {when}", f"việc được tặng {name} {when}", _REGISTER
    )


def _grade_run(raw: Any, award: str) -> Words:
    years, least = f"{{{raw['years']}}}", f"{{{raw['min_grade']}}}"
    other = f" (hoặc đạt {award_name(raw['or_award'])})" if "or_award" in raw else ""
    return Words(
        f"có {years} năm liên tục từ mức {least} trở lên{other}",
        f"chưa có {years} năm liên tục từ mức {least} trở lên{other}",
        "kết quả xếp loại các năm",
        "Kiểm tra kết quả xếp loại của từng năm và ghi năm còn thiếu; nếu có năm không đạt thì chuỗi năm tính lại từ "
        "năm sau đó.",
    )


def _grades(raw: Any, award: str) -> Words:
    times, window, least = f"{{{raw['times']}}}", f"{{{raw['window']}}}", f"{{{raw['min_grade']}}}"
    return Words(
        f"có ít nhất {times} năm từ mức {least} trở lên trong {window} năm",
        f"chưa có đủ {times} năm từ mức {least} trở lên trong {window} năm",
        "kết quả xếp loại các năm",
        "Kiểm tra kết quả xếp loại của từng năm và ghi năm còn thiếu.",
    )


def _initiatives(raw: Any, award: str) -> Words:
    span = "trong thời gian tính thành tích"
    scope = SCOPE_VI[raw["scope"]]
    return Words(
        f"có sáng kiến hoặc đề tài được công nhận phạm vi {scope} {span}",
        f"chưa có đủ sáng kiến hoặc đề tài được công nhận phạm vi {scope} {span}",
        f"sáng kiến, đề tài {span}",
        "Nếu có sáng kiến chưa nộp, gửi hội đồng sáng kiến công nhận rồi xét lại; nếu sáng kiến đã được công nhận, "
        "bổ sung giấy chứng nhận vào hồ sơ. Mỗi sáng kiến chỉ dùng cho một lần khen thưởng.",
    )


def _sum(raw: Any, award: str) -> Words:
    fact, window, least = fact_name(raw["fact"]), f"{{{raw['window']}}}", f"{{{raw['at_least']}}}"
    return Words(
        f"tổng {fact} trong {window} năm từ {least} trở lên",
        f"tổng {fact} trong {window} năm chưa tới {least}",
        f"{fact} của từng năm trong {window} năm",
        "Bổ sung xác nhận giá trị làm lợi của từng năm rồi tính lại.",
    )


def _weighted_months(raw: Any, award: str) -> Words:
    years = f"{{{raw['years']}}}"
    return Words(
        f"có đủ {years} năm làm công tác công đoàn (đã quy đổi)",
        f"chưa đủ {years} năm làm công tác công đoàn (đã quy đổi)",
        "thời gian làm công tác công đoàn",
        "Kiểm tra quá trình công tác công đoàn; nếu thiếu giai đoạn nào thì bổ sung giấy tờ, không thì chờ đủ.",
    )


def _not_disciplined(raw: Any, award: str) -> Words:
    return Words(
        "không bị kỷ luật trong năm {year}",
        "bị kỷ luật trong năm {year}",
        "việc kỷ luật trong năm {year}",
        "Không đề nghị cho năm {year}. Nếu quyết định kỷ luật đã bị hủy, ghi lại rồi xét lại.",
    )


def _discipline_served(raw: Any, award: str) -> Words:
    return Words(
        "không trong thời hạn kỷ luật",
        "đang trong thời hạn kỷ luật",
        "thời hạn thi hành kỷ luật",
        "Chờ hết thời hạn kỷ luật; thành tích chỉ tính từ ngày chấm dứt hiệu lực của quyết định kỷ luật.",
    )


def _no_open_case(raw: Any, award: str) -> Words:
    return Words(
        "không có vụ việc đang được xem xét",
        "có vụ việc đang được xem xét",
        "vụ việc đang được xem xét (kỷ luật, thanh tra, khiếu nại, tố cáo)",
        "Tạm dừng đề nghị; xét tiếp khi có kết luận bằng văn bản.",
    )


def _finding(raw: Any, award: str) -> Words:
    """A finding's words are always the rule's own; only the next step is standard."""
    return Words("", "", "", "Xem lại kết luận này với tập thể; nếu đúng thì không đề nghị năm {year}.")


def _only_merit(raw: Any, award: str) -> Words:
    text = "khen thưởng đột xuất, theo chuyên đề không dùng làm cơ sở xét công trạng"
    return Words(text, text, text, None)


def _unread(raw: Any, award: str) -> Words:
    about = "điều kiện của văn bản mà phần mềm chưa đọc được nguyên văn"
    return Words(about, about, about, None)


def _meets(raw: Any, award: str) -> Words:
    name = award_name(raw["award"])
    return Words(
        f"đủ tiêu chuẩn {name} năm {{year}}",
        f"chưa đủ tiêu chuẩn {name} năm {{year}}",
        f"tiêu chuẩn {name} năm {{year}}",
        "Xem các dòng dưới đây.",
    )


def split_fact(text: str) -> tuple[str, str | None]:
    """Read a fact as rule files write it: “grade”, or “members_with.advanced_worker”."""
    name, _, key = text.partition(".")
    return name, key or None


_WORDS: dict[str, Callable[[Any, str], Words]] = {
    "all": _whole,
    "any": _whole,
    "registered": _registered,
    "grade": _grade,
    "compare": _compare,
    "is": _is,
    "share": _share,
    "held": _held,
    "run": _run,
    "times_held": _times_held,
    "not_held": _not_held,
    "held_before": _held_before,
    "grade_run": _grade_run,
    "grades": _grades,
    "initiatives": _initiatives,
    "sum": _sum,
    "weighted_months": _weighted_months,
    "not_disciplined_in_year": _not_disciplined,
    "discipline_served": _discipline_served,
    "no_open_case": _no_open_case,
    "finding": _finding,
    "only_merit": _only_merit,
    "unread": _unread,
    "meets": _meets,
}
