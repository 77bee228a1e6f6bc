"""What the quota page shows of a proposal: names in the place of keys, and the line drawn under those inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from thidua.dossiers.selectors.quota import Quota
from thidua.dossiers.selectors.ranking import Ranked, Ranking
from thidua.rules.selection.proposal import Proposal, Status
from thidua.rules.sources import CONFIDENCE_VI


@dataclass(frozen=True, slots=True)
class Change:
    """One effect or alternative: its sentence, and who would come in or go out."""

    text: str
    entering: str
    leaving: str


def quota_context(quota: Quota, ranking: Ranking) -> dict[str, Any]:
    """Return the proposal for one unit. There is none without a limit, or before the unit ranked anybody."""
    marks = [limit.confidence for limit in quota.limits]
    if quota.no_cap is not None and quota.no_cap.confidence:
        marks.append(quota.no_cap.confidence)
    shown = {
        "quota": quota,
        "line": _line(quota),
        "marks": [CONFIDENCE_VI[mark] for mark in sorted(set(marks))],
        "proposal": None,
    }
    if not quota.limits or not ranking.begun:
        return shown
    return shown | _proposed(quota.proposal(), ranking)


def _line(quota: Quota) -> list[dict[str, str]]:
    """Return what each limit demands of the unit if everybody who meets the standards were chosen."""
    rows = [row for limit in quota.limits for row in limit.rows(quota.candidates, None)]
    return [
        {
            "label": row.limit.label_vi,
            "text": row.limit.figures_vi(row.place, quota.candidates),
            "source": f"{row.limit.citation} [{row.limit.confidence}]",
        }
        for row in rows
    ]


def _proposed(proposal: Proposal, ranking: Ranking) -> dict[str, Any]:
    rows = {str(row.person.pk): row for row in ranking.rows}
    inside = [row for key, row in rows.items() if key in proposal.inside]
    outside = [row for key, row in rows.items() if key not in proposal.inside]
    unit = proposal.units[0] if proposal.units else None
    below = rows[unit.below] if unit and unit.below else None
    return {
        "proposal": proposal,
        "certain": proposal.status is Status.PROVEN,
        "inside": inside,
        "below": below,
        "because": unit.because if unit else (),
        "tie": unit.tie_vi if unit else "",
        "others": [row for row in outside if row is not below],
        "overtakes": [
            {"name": _names(rows, [each.outside]), "ahead": _names(rows, each.ahead), "because": each.because}
            for each in proposal.overtakes
        ],
        "effects": [
            Change(each.text_vi, _names(rows, each.entering), _names(rows, each.leaving)) for each in proposal.effects
        ],
        "alternatives": [
            Change(each.text_vi, _names(rows, each.entering), _names(rows, each.leaving))
            for each in proposal.alternatives
        ],
    }


def _names(rows: dict[str, Ranked], keys: Iterable[str]) -> str:
    return ", ".join(rows[key].person.full_name for key in keys)
