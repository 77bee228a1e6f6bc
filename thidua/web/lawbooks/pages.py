"""What the pages of the law share: the tabs a reader may use, answers as badges, periods and sources in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.lawbooks.policies import can_keep_law
from thidua.lawbooks.states import ProvisionState
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.rules.reasons import Judgement
from thidua.rules.render import ADVICE_VI, headline
from thidua.rules.simulation.trial import StoryResult
from thidua.web.dossiers.pages import AnswerView, ReasonRow, answer_view, reason_rows

STATE_TONES = {
    ProvisionState.DRAFT: "muted",
    ProvisionState.PROPOSED: "warn",
    ProvisionState.IN_FORCE: "ok",
    ProvisionState.REJECTED: "bad",
    ProvisionState.WITHDRAWN: "muted",
}


def law_tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Return the parts of the law's pages that this reader may open; visitors read and try."""
    today = timezone.localdate()
    parts = [("list", _("Các quy tắc")), ("try", _("Thử một hồ sơ"))]
    if request.user.is_authenticated:
        if can_keep_law(request.user, today):
            parts += [("manage", _("Quy định mới")), ("checks", _("Đối chiếu"))]
        if may(request.user, Permission.EVALUATE, None, today):
            parts.append(("simulations", _("Mô phỏng")))
    return [
        {"label": label, "url": reverse(f"lawbooks:{name}"), "current": name == here, "count": None}
        for name, label in parts
    ]


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A judgement as a card shows it."""

    judgement: Judgement
    name: str
    answer: AnswerView
    headline: str
    rows: list[ReasonRow]


def verdict_view(judgement: Judgement, name: str) -> VerdictView:
    """Return a judgement with its reasons in the order of the sheet."""
    rows = reason_rows(judgement.tree.children or (judgement.tree,))
    return VerdictView(judgement, name, answer_view(judgement.answer.value), headline(judgement), rows)


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story tried: how it came out, and what is wrong with it."""

    name: str
    expected: AnswerView | None
    found: AnswerView | None
    fault: str | None


def story_view(result: StoryResult) -> StoryView:
    """Return a tried story with its answers as badges."""
    found = None if result.judgement is None else answer_view(result.judgement.answer.value)
    return StoryView(
        result.name, None if result.expected is None else answer_view(result.expected.value), found, result.fault_vi
    )


def state_badge(state: str) -> dict[str, str]:
    """Return a provision's state as a badge shows it."""
    return {"tone": STATE_TONES[ProvisionState(state)], "label": str(ProvisionState(state).label)}


def advice() -> str:
    """Return the line that says who decides."""
    return ADVICE_VI
