"""The lists of evaluation, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from thidua.dossiers.selectors.counts import AwardCount, UnitCount
from thidua.dossiers.states import AnswerChoice
from thidua.rules.answers import Answer
from thidua.rules.names import any_name
from thidua.web.listing import Column, Kind, Listing, Narrowing, narrowed_by

if TYPE_CHECKING:
    from thidua.dossiers.models import Evaluation, EvaluationRun
    from thidua.dossiers.selectors.nearly import NearlyThere
    from thidua.dossiers.selectors.quota import UnitProposed
    from thidua.people.models import Unit

_VERDICT, _NAME = "dossiers.evaluation", _("Họ và tên")
ANSWERS = dict(AnswerChoice.choices)
REASONED = 10_000  # verdicts that are told with their reasons while somebody waits: each may have to be judged again


def _about(run: EvaluationRun, award: str = "") -> list[Narrowing]:
    """Return which run, and which award of it, a list tells of."""
    told = [Narrowing(_now("Năm"), str(run.year)), Narrowing(_now("Xét cho"), run.unit.short_name)]
    return [*told, Narrowing(_now("Danh hiệu, hình thức"), any_name(award))] if award else told


def _answer(answer: Answer) -> Column:
    return Column(capfirst(str(ANSWERS[answer])), lambda line: getattr(line, answer.value), Kind.NUMBER, width=14)


def count_list(run: EvaluationRun, rows: Sequence[AwardCount]) -> Listing:
    """Return a run's figures by award."""
    columns = [
        Column(_("Danh hiệu, hình thức"), lambda line: line.name, width=50),
        *(_answer(Answer(answer)) for answer in ANSWERS),
        Column(_("Tổng"), lambda line: line.total, Kind.NUMBER),
    ]
    title = _now("Số người, tập thể theo danh hiệu, hình thức và kết luận")
    return Listing(title=title, of=_VERDICT, columns=columns, rows=rows, narrowed=_about(run), day=run.decided_on)


def verdict_list(
    run: EvaluationRun,
    award: str,
    rows: QuerySet[Evaluation],
    form: forms.Form,
    with_reasons: Callable[[list[Evaluation]], Iterable[dict[str, Any]]],
    *,
    of_collectives: bool,
) -> Listing:
    """Return the people or collectives of one award; ``with_reasons`` tells why some of them got their verdict."""
    name = Column(_NAME, lambda row: row["of"].person.full_name, width=28)
    unit = Column(_("Tập thể") if of_collectives else _("Đơn vị"), lambda row: row["of"].unit, width=36)
    columns = [
        *([unit] if of_collectives else [name, unit]),
        Column(_("Kết luận"), lambda row: row["of"].answer, words=ANSWERS),
        Column(_("Lý do chính"), lambda row: capfirst(row["why"].text), width=60),
        Column(_("Việc cần làm"), lambda row: capfirst(row["why"].next_step), width=60),
    ]
    title = _now("Kết luận và lý do")
    return Listing(
        title=title, of=_VERDICT, columns=columns, rows=rows, prepared=with_reasons, day=run.decided_on,
        narrowed=[*_about(run, award), *narrowed_by(form)], at_once=REASONED,
    )  # fmt: skip


def unit_count_list(run: EvaluationRun, award: str, rows: Sequence[UnitCount], *, capped: bool) -> Listing:
    """Return each unit's figures for one award, with the ceiling where there is one."""
    ceiling = [
        Column(_("Đủ điều kiện LĐTT"), lambda row: row.cap and row.cap.base, Kind.NUMBER, width=14),
        Column(_("Mức tối đa"), lambda row: row.cap and row.cap.limit, Kind.NUMBER, width=14),
        Column(_("So với mức"), _beside_the_ceiling),
    ]
    columns = [
        Column(_("Đơn vị"), lambda row: row.unit.short_name, width=40),
        *(_answer_of_unit(Answer(answer)) for answer in ANSWERS),
        *(ceiling if capped else []),
    ]
    title, narrowed = _now("Số người theo đơn vị và kết luận"), _about(run, award)
    return Listing(title=title, of=_VERDICT, columns=columns, rows=rows, narrowed=narrowed, day=run.decided_on)


def _answer_of_unit(answer: Answer) -> Column:
    return Column(capfirst(str(ANSWERS[answer])), lambda row: getattr(row.count, answer.value), Kind.NUMBER, width=14)


def _beside_the_ceiling(row: UnitCount) -> str:
    if not row.over:
        return _now("trong mức")
    return ngettext("nhiều hơn mức {over} người", "nhiều hơn mức {over} người", row.over).format(over=row.over)


def table_list(
    run: EvaluationRun,
    unit: Unit,
    awards: Sequence[str],
    rows: QuerySet[Evaluation],
    form: forms.Form,
    with_answers: Callable[[list[Evaluation]], Iterable[Any]],
    *,
    reason: bool,
) -> Listing:
    """Return a unit's people by awards; ``with_answers`` reads the answers of some of them."""
    columns = [
        Column(_NAME, lambda row: row.evaluation.person.full_name, width=28),
        Column(_("Đơn vị"), lambda row: row.evaluation.unit, width=36),
        *map(_award, awards),
    ]
    narrowed = [*_about(run), *narrowed_by(form)]
    narrowed += [Narrowing(_now("Chỉ những người vướng lý do đã chọn"), _now("có"))] if reason else []
    title = _now("Kết luận cho từng danh hiệu, hình thức")
    return Listing(
        title=title, of=_VERDICT, columns=columns, rows=rows, prepared=with_answers, narrowed=narrowed,
        day=run.decided_on, unit=unit,
    )  # fmt: skip


def _award(award: str) -> Column:
    return Column(any_name(award), lambda row: row.answers.get(award), words=ANSWERS)


def nearly_list(run: EvaluationRun, unit: Unit, award: str, found: NearlyThere, most: int) -> Listing:
    """Return who of a unit lacks just one condition, and what would do."""
    columns = [
        Column(_NAME, lambda row: row.person.full_name, width=28),
        Column(
            _("Chỉ cần một trong các việc sau"),
            lambda row: "\n".join(f"{capfirst(change.text_vi)}. {change.todo_vi}" for change in row.changes),
            width=90,
        ),
    ]
    narrowed = _about(run, award)
    narrowed += [Narrowing(_now("Số người được xem, theo tên"), str(most))] if found.more else []
    title = _now("Còn thiếu đúng một điều kiện")
    return Listing(
        title=title, of=_VERDICT, columns=columns, rows=found.people, narrowed=narrowed, day=run.decided_on, unit=unit
    )


QUOTA_WORDS = {"inside": _("trong hạn mức"), "below": _("ngay dưới vạch"), "outside": _("ngoài hạn mức")}


def quota_list(run: EvaluationRun, unit: Unit, award: str, shown: dict[str, Any], profile: str) -> Listing:
    """Return a unit's ranking and, where there is a proposal, who would stand inside the quota."""
    places = _places(shown)
    columns = [
        Column(_("Hạng"), lambda row: row.rank, Kind.NUMBER),
        Column(_NAME, lambda row: row.person.full_name, width=28),
        Column(_("Ghi chú"), lambda row: row.note, width=50),
        *([Column(_("Gợi ý"), lambda row: places[row.person.pk], words=QUOTA_WORDS)] if places else []),
    ]
    narrowed = _about(run, award)
    narrowed += [Narrowing(_now("Quy định riêng"), profile)] if profile else []
    title = _now("Xếp hạng và gợi ý trong hạn mức") if places else _now("Xếp hạng của đơn vị")
    rows = shown["ranking"].rows
    return Listing(
        title=title, of="dossiers.candidaterank", columns=columns, rows=rows, narrowed=narrowed, day=run.decided_on,
        unit=unit,
    )  # fmt: skip


def _places(shown: dict[str, Any]) -> dict[int, str]:
    """Return person → where the proposal puts them; nothing where there is none."""
    if shown["proposal"] is None:
        return {}
    below = [shown["below"]] if shown["below"] else []
    groups = {"inside": shown["inside"], "below": below, "outside": shown["others"]}
    return {row.person.pk: place for place, rows in groups.items() for row in rows}


PROPOSED = [
    Column(_("Đơn vị"), lambda line: line.unit.short_name, width=40),
    Column(_("Đã xếp hạng"), lambda line: line.begun, words={False: _("chưa xếp hạng")}),
    Column(_("Số người trong hạn mức"), lambda line: len(line.inside), Kind.NUMBER, width=14),
    Column(_("Số người đủ điều kiện"), lambda line: line.eligible, Kind.NUMBER, width=14),
    Column(_("Trong hạn mức"), lambda line: ", ".join(person.full_name for person in line.inside), width=60),
    Column(_("Ngay dưới vạch"), lambda line: line.below.full_name if line.below else _("không có"), width=28),
    Column(_("Vì sao"), lambda line: "\n".join(_because(why) for why in line.because), width=60),
]


def _because(why: Any) -> str:
    return f"{why['text_vi']} ({why['citation']} [{why['confidence']}])"


def proposal_list(run: EvaluationRun, award: str, rows: Sequence[UnitProposed]) -> Listing:
    """Return the proposal for all units."""
    title, narrowed = _now("Gợi ý trong hạn mức cho mọi đơn vị"), _about(run, award)
    of = "dossiers.quotaproposal"
    return Listing(title=title, of=of, columns=PROPOSED, rows=rows, narrowed=narrowed, day=run.decided_on)
