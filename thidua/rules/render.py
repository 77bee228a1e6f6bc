"""Plain Vietnamese text of a judgement: what fails comes first, each line with its source and the next step."""

from __future__ import annotations

from collections.abc import Iterator

from thidua.rules.answers import ANSWER_VI, RANK, UNDECIDED, Answer
from thidua.rules.names import any_name
from thidua.rules.reasons import Judgement, Reason
from thidua.rules.sources import CONFIDENCE_VI

MARKS = {Answer.MET: "✓", Answer.NOT_MET: "✗", Answer.MISSING_DATA: "?", Answer.NEEDS_PERSON: "☐"}
_VERDICT_VI = {
    Answer.MET: "đủ điều kiện đề nghị",
    Answer.NOT_MET: "chưa đủ điều kiện vì",
    Answer.MISSING_DATA: "chưa đủ dữ liệu để kết luận vì",
    Answer.NEEDS_PERSON: "chưa kết luận được, còn",
}
ADVICE_VI = "Kết quả này để tham khảo; hội đồng và người có thẩm quyền quyết định."


def headline(judgement: Judgement) -> str:
    """Return the one-sentence verdict: “…: chưa đủ điều kiện vì …”."""
    subject = f"{any_name(judgement.award)} năm {judgement.year}"
    verdict = _VERDICT_VI[judgement.answer]
    if judgement.answer is Answer.MET:
        return f"{subject}: {verdict}."
    tree = judgement.tree
    deciding = [child.text_vi for child in tree.children if child.answer is tree.answer] or [tree.text_vi]
    return f"{subject}: {verdict} {'; '.join(deciding)}."


def render_text(judgement: Judgement) -> str:
    """Return the judgement as indented lines, failing ones first, ending with the rule and who decides."""
    lines = [headline(judgement)]
    for child in _ordered(judgement.tree.children or (judgement.tree,)):
        lines.extend(_lines(child, 1))
    if judgement.rule_id is not None:
        regime = "" if judgement.regime_code is None else f", thời kỳ {judgement.regime_code}"
        lines.append(f"Quy tắc {judgement.rule_id}{regime}, xét theo luật ngày {judgement.decided_on:%d/%m/%Y}.")
    lines += [f"Lưu ý: {warning}" for warning in judgement.warnings]
    used = sorted({reason.confidence for reason in judgement.tree.walk()})
    lines.append("Độ tin cậy của căn cứ: " + "; ".join(CONFIDENCE_VI[mark] for mark in used) + ".")
    lines.append(ADVICE_VI)
    return "\n".join(lines)


def _ordered(reasons: tuple[Reason, ...]) -> list[Reason]:
    """Put the worst first and keep the law's own order among equals."""
    return sorted(reasons, key=lambda reason: RANK[reason.answer])


def _lines(reason: Reason, depth: int) -> Iterator[str]:
    """Yield the lines of one reason and those below it."""
    pad = "  " * depth
    yield f"{pad}{MARKS[reason.answer]} {_labelled(reason)}."
    inner = pad + "    "
    parts = (("Hiện có", reason.found), ("Cần", reason.needed))
    seen = "; ".join(f"{name}: {value}" for name, value in parts if value is not None)
    if seen:
        yield f"{inner}{seen}."
    if reason.citation is not None:
        yield f"{inner}Căn cứ: {reason.citation} [{reason.confidence}]."
    if reason.next_step_vi is not None:
        yield f"{inner}Việc cần làm: {reason.next_step_vi}"
    for child in _ordered(_worth_showing(reason)):
        yield from _lines(child, depth + 1)


def _labelled(reason: Reason) -> str:
    """Name the answer before the text; the two undecided texts already begin with it."""
    if reason.answer in UNDECIDED:
        return reason.text_vi[0].upper() + reason.text_vi[1:]
    return f"{ANSWER_VI[reason.answer]}: {reason.text_vi}"


def _worth_showing(reason: Reason) -> tuple[Reason, ...]:
    """Leave out the closed branches of a condition that another branch opened: they would read as faults."""
    if reason.answer is not Answer.MET:
        return reason.children
    return tuple(child for child in reason.children if child.answer is Answer.MET)
