"""The law's verdict on a nomination, condition by condition, beside the office's own word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.dossiers.selectors.sheets import explain, explain_unit
from thidua.honours.states import Subject
from thidua.rules.names import AWARDS
from thidua.rules.reasons import Judgement, Reason

from .models import Nomination
from .procedure import award_of
from .selectors.one import verdicts_of


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what it asks, by which article, what the machine found; the office's word ("" for none yet)."""

    code: str
    text: str
    citation: str
    confidence: str
    found: str
    machine: str
    verdict: str = ""
    reason: str = ""


def judgement_of(nomination: Nomination, day: date) -> Judgement | None:
    """Judge a nomination by the law of the day; None where the law as code knows no such award, or for a household."""
    award = award_of(nomination.distinction, nomination.subject)
    if award not in AWARDS or nomination.subject == Subject.HOUSEHOLD:
        return None
    year = nomination.dossier.year
    if nomination.person_id is not None:
        return explain(nomination.person_id, award, year, day)
    return explain_unit(nomination.unit_id, award, year, day)


def conditions_of(nomination: Nomination, day: date) -> list[Condition]:
    """Return the conditions at the leaves of the judgement, those not met first, each with the holder's own word."""
    judgement = judgement_of(nomination, day)
    if judgement is None:
        return []
    said = verdicts_of(nomination)
    found = []
    for leaf in _leaves(judgement.tree):
        own = said.get(leaf.condition_code)
        found.append(
            Condition(
                leaf.condition_code, leaf.text_vi, str(leaf.citation or ""), leaf.confidence or "", leaf.found or "",
                str(leaf.answer.value), own.verdict if own else "", own.reason if own else "",
            )
        )  # fmt: skip
    order = ("not_met", "missing_data", "needs_person", "met")
    distinct = {one.code: one for one in found}
    return sorted(distinct.values(), key=lambda one: order.index(one.machine))


def _leaves(reason: Reason) -> list[Reason]:
    return [leaf for child in reason.children for leaf in _leaves(child)] if reason.children else [reason]
