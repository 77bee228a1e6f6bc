"""The door of the quota chooser: candidates and limits in, a proposal with its reasons out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from thidua.rules.errors import BadFactError
from thidua.rules.selection.best import Best, Question, best_list, smallest_blame
from thidua.rules.selection.candidates import Candidate, TieBreak, in_order
from thidua.rules.selection.ledger import Ledger
from thidua.rules.selection.limits import Limit
from thidua.rules.selection.proposal import STATUS_VI, Alternative, Effect, Proposal, Status
from thidua.rules.selection.reasons import Reasons
from thidua.rules.selection.solver import Answer
from thidua.rules.selection.words import count_vi
from thidua.rules.sources import weakest

MOST_ALTERNATIVES = 3
MOST_PLACES = 3  # a sentence with 300 units in it is not read
SECONDS = 60.0
STATUS_OF = {Answer.PROVEN: Status.PROVEN, Answer.STOPPED: Status.LIMIT, Answer.IMPOSSIBLE: Status.IMPOSSIBLE}


def choose(
    candidates: Collection[Candidate], limits: Collection[Limit], tie_break: TieBreak, seconds: float = SECONDS
) -> Proposal:
    """Propose who stands inside the limits: most people, then best ranks, then the tie break; advice, not a decision.

    Ranks are compared position by position over all units: first as many of rank 1 as can be, then of rank 2, and so
    on; so a lower rank stands before a higher one of its unit only where a limit forces it. The same input in any order
    gives the same answer. ``seconds`` bounds each solve; past it the status is ``LIMIT``. Raises ``BadFactError`` for
    input that contradicts itself; limits that cannot be met are an answer, not an error.
    """
    ordered = in_order(candidates, tie_break)
    question = Question(ordered, _by_key(limits), tie_break.women_first, seconds)
    best = best_list(question, MOST_ALTERNATIVES)
    reasons = Reasons(ordered, best.chosen, Ledger(question.rows(), best.chosen), tie_break)
    nobody = best.answer is Answer.IMPOSSIBLE or (best.answer is Answer.PROVEN and bool(ordered) and not best.chosen)
    blame = smallest_blame(question) if nobody else ()
    status = STATUS_OF[best.answer]
    return Proposal(
        status=status,
        inside=_ids(ordered, best.chosen),
        units=reasons.units(),
        overtakes=reasons.overtakes(),
        effects=tuple(_effect(question, limit, best.chosen) for limit in question.limits),
        alternatives=tuple(_alternative(ordered, best.chosen, other) for other in best.others),
        blame=tuple(limit.key for limit in blame),
        confidence=weakest([tie_break.confidence, *(limit.confidence for limit in question.limits)]),
        summary_vi=_summary_vi(question, best, blame),
    )


def _by_key(limits: Collection[Limit]) -> tuple[Limit, ...]:
    """Order the limits by key, so that their order on input changes nothing; a key used twice is a mistake."""
    ordered = sorted(limits, key=lambda limit: limit.key)
    if len({limit.key for limit in ordered}) < len(ordered):
        raise BadFactError("Hai giới hạn cùng một mã.", "Mỗi giới hạn cần một mã riêng.")
    return tuple(ordered)


def _ids(candidates: tuple[Candidate, ...], positions: Iterable[int]) -> tuple[str, ...]:
    """Return the ids at the positions, by unit, then in order."""
    return tuple(candidates[index].id for index in sorted(positions, key=lambda index: (candidates[index].unit, index)))


def _effect(question: Question, limit: Limit, chosen: frozenset[int]) -> Effect:
    """Solve again without one limit and tell the difference; none is told where the other list is not certain."""
    free = best_list(question.without(limit))
    after = free.chosen if free.answer is Answer.PROVEN else chosen
    entering, leaving = after - chosen, chosen - after
    return Effect(
        limit_key=limit.key,
        change=len(after) - len(chosen),
        entering=_ids(question.candidates, entering),
        leaving=_ids(question.candidates, leaving),
        proven=free.answer is not Answer.STOPPED,
        text_vi=f"Nếu không có giới hạn “{limit.label_vi}” thì {_effect_vi(free.answer, chosen, after)}.",
    )


def _effect_vi(answer: Answer, before: frozenset[int], after: frozenset[int]) -> str:
    """Say what removing a limit would do."""
    if answer is Answer.STOPPED:
        return "chưa tính xong"
    if answer is Answer.IMPOSSIBLE:
        return "vẫn không có danh sách nào giữ được các giới hạn còn lại"
    if before == after:
        return "danh sách không đổi"
    number = f"chọn được {count_vi(len(after))} người thay vì {count_vi(len(before))}"
    if len(after) == len(before):
        number = f"vẫn chọn {count_vi(len(after))} người"
    moves = [
        f"{count_vi(len(who))} người {way}" for who, way in ((after - before, "vào"), (before - after, "ra")) if who
    ]
    return f"{number}: {', '.join(moves)}"


def _alternative(candidates: tuple[Candidate, ...], chosen: frozenset[int], other: frozenset[int]) -> Alternative:
    """Describe another list by its difference."""
    entering, leaving = _ids(candidates, other - chosen), _ids(candidates, chosen - other)
    text = f"Đổi {count_vi(len(entering))} người ngang nhau; số người và thứ hạng được chọn không đổi."
    return Alternative(entering, leaving, text)


def _summary_vi(question: Question, best: Best, blame: tuple[Limit, ...]) -> str:
    """Say the outcome in plain sentences."""
    if not question.candidates and not blame:
        return "Không có ai để chọn."
    if not best.chosen and not blame:
        return "Chưa tìm được danh sách nào chắc chắn đúng trong thời gian cho phép."
    if blame:
        return _blame_vi(question, blame)
    found = f"Chọn được {count_vi(len(best.chosen))} trong {count_vi(len(question.candidates))} người đủ điều kiện."
    return f"{found} {STATUS_VI[STATUS_OF[best.answer]]}"


def _blame_vi(question: Question, blame: tuple[Limit, ...]) -> str:
    """Name the limits that together let nobody in, with their figures if everybody were chosen."""
    names = "; ".join(f"“{limit.label_vi}” ({limit.citation})" for limit in blame)
    who = "một giới hạn không cho ai vào" if len(blame) == 1 else f"{len(blame)} giới hạn cùng lúc không cho ai vào"
    figures = [
        f"{row.place}: {text}" if row.place else text
        for limit in blame
        for row in list(limit.rows(question.candidates, None))[:MOST_PLACES]
        for text in [limit.figures_vi(row.place, question.candidates)]
    ]
    return f"Không chọn được ai, vì {who}: {names}. Nếu chọn tất cả người đủ điều kiện: {' '.join(figures)}"
