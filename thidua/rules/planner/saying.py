"""A plan as text for the person it is about: what to reach by when, what is assumed, and that it is no promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thidua.rules.names import any_name
from thidua.rules.planner.plans import Plan, Step

NO_PROMISE_VI = (
    "Lộ trình này chỉ nói năm sớm nhất có thể đủ tiêu chuẩn nếu mọi việc đều thuận lợi: không bị kỷ luật, được "
    "nhận xét và lựa chọn, mỗi danh hiệu được quyết định trong năm đạt. Một năm không đạt thì chuỗi năm liên tục tính "
    "lại. Hội đồng và người có thẩm quyền quyết định."
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The years (rising) in which one award takes the same; of several years the words say “năm đó”."""

    award: str
    years: tuple[int, ...]
    needs: tuple[str, ...]

    @property
    def unbroken(self) -> bool:
        """Tell whether no year between the first and the last is left out."""
        return self.years[-1] - self.years[0] == len(self.years) - 1


def say_plan(plan: Plan) -> str:
    """Return the plan as lines of text."""
    name = any_name(plan.award)
    if plan.year is None:
        last = plan.from_year + plan.horizon - 1
        lines = [f"{name}: không thể đủ điều kiện trong các năm {plan.from_year}–{last}, dù mọi việc đều thuận lợi."]
        lines += [f"  ✗ {reason}" for reason in plan.blocked]
    else:
        lines = [f"{name}: sớm nhất là năm {plan.year}."]
        for stage in stages(plan.steps):
            lines += _lines(stage, plan.award)
    lines += [f"Lưu ý: {text}" for text in (*plan.assumptions, *plan.warnings)]
    return "\n".join([*lines, NO_PROMISE_VI])


def stages(steps: tuple[Step, ...]) -> list[Stage]:
    """Put the years together in which the same award takes the same, in the order of their first year."""
    groups: dict[tuple[str, tuple[str, ...]], list[Step]] = {}
    for step in steps:
        groups.setdefault((step.award, _any_year(step)), []).append(step)
    return [
        Stage(award, tuple(step.year for step in same), same[0].needs if len(same) == 1 else needs)
        for (award, needs), same in groups.items()
    ]


def _any_year(step: Step) -> tuple[str, ...]:
    """Return the words without the year they speak of."""
    return tuple(need.replace(f"năm {step.year}", "năm đó") for need in step.needs)


def _lines(stage: Stage, target: str) -> Iterator[str]:
    years = ", ".join(map(str, stage.years))
    verb = "đủ điều kiện đề nghị" if stage.award == target else "đạt"
    takes = " (đã đủ dữ kiện, không cần thêm gì)" if not stage.needs else ", cần:"
    yield f"  {years}: {verb} {any_name(stage.award)}{takes}"
    yield from (f"    - {need}" for need in stage.needs)
