"""The quota of a unit, or of all below one: who could stand inside by the units' rankings; advice, not a decision.

For one unit nothing is stored: its list is reckoned from ranking, run and law each time. That for all is a job's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, cast

from thidua.kernel.actors import Actor
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Person, Unit
from thidua.people.selectors import places_on, visible_units
from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.library import profiles
from thidua.rules.quotas import SHARE, cap, cap_is_known
from thidua.rules.selection.candidates import Candidate, Scope, Sex, TieBreak, Trait, tie_break_on
from thidua.rules.selection.limits import BaseShare, ChosenShare, Limit
from thidua.rules.selection.proposal import Proposal

from ..models import EvaluationRun, QuotaProposal
from .counts import CAP_BASE, CAPPED
from .ranking import Ranking, rankings_of

CAP_KEY = "I-CSCS-03-CAP"
DIRECT_KEY, DIRECT_SHARE = "H-75", "direct_worker_share"


@dataclass(frozen=True, slots=True)
class NoCap:
    """What the law of the day says where it sets no ceiling: its source, or nothing known (``known`` false)."""

    known: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Quota:
    """What is asked of the chooser: the candidates of the rankings, the limits in force, the tie break.

    ``no_cap``: what the law says instead of a ceiling, for an award that has none on the day. ``without_post`` counts
    candidates whose post is not recorded, where a limit asks for it: nobody is counted as a direct worker unproven.
    """

    candidates: tuple[Candidate, ...]
    limits: tuple[Limit, ...]
    tie_break: TieBreak
    no_cap: NoCap | None
    without_post: int

    def proposal(self) -> Proposal:
        """Ask the chooser; some milliseconds for one unit."""
        from thidua.rules.selection.chooser import choose  # noqa: PLC0415  # loads HiGHS, 0.3 s: only for who asks

        return choose(self.candidates, self.limits, self.tie_break)


def quota_profiles(award: str, day: date) -> list[tuple[str, str]]:
    """Return the city's or federation's profiles that set a limit of their own on the award that day: code, name."""
    return [(one.code, one.name_vi) for one in profiles() if _direct_share(live_book(one.code), award, day)]


def quota_of(run: EvaluationRun, rankings: Sequence[Ranking], award: str, profile: str = "") -> Quota:
    """Return the question to the chooser for these units' rankings, by the law of the run's day; three queries.

    Those without a rank stand last in their unit, all alike. ``profile`` is a code of ``quota_profiles``.
    """
    book, day = live_book(profile or None), run.decided_on
    names = _names([ranking.unit for ranking in rankings])
    direct = _direct_share(book, award, day)
    leads = _leads([row.person.pk for ranking in rankings for row in ranking.rows], day)
    base = _base(run, names) if award == CAPPED else {}
    caps = _cap_limits(book, award, day, base)
    return Quota(
        candidates=tuple(one for ranking in rankings for one in _candidates(ranking, names, leads)),
        limits=(*caps, *([direct] if direct else [])),
        tie_break=tie_break_on(day),
        no_cap=None if caps else _no_cap(book, award, day),
        without_post=sum(known is None for known in leads.values()) if direct else 0,
    )


@dataclass(frozen=True, slots=True)
class UnitProposed:
    """One unit's line of a stored proposal: who is inside, who is just below, and what stands in the way."""

    unit: Unit
    inside: list[Person]
    eligible: int
    below: Person | None
    because: list[dict[str, Any]]
    begun: bool


def newest_proposal(run: EvaluationRun, award: str) -> QuotaProposal | None:
    """Return the proposal for all units begun last."""
    return QuotaProposal.objects.filter(run=run, award=award).select_related("job").first()


def units_proposed(row: QuotaProposal, actor: Actor, day: date) -> list[UnitProposed]:
    """Return the lines of a stored proposal for the units that ``actor`` may see; a constant number of queries."""
    if row.proposal is None:
        return []
    every = list(Unit.objects.filter(tallies__run=row.run_id).distinct().order_by("name_folded", "id"))
    seen = set(visible_units(actor, day).filter(tallies__run=row.run_id).values_list("id", flat=True))
    lines = {line["unit"]: line for line in row.proposal["units"]}
    inside = set(row.proposal["inside"])
    rankings = rankings_of(row.run, every, row.award)
    names = _names([ranking.unit for ranking in rankings])
    return [
        _unit_proposed(ranking, lines[names[ranking.unit.pk]], inside)
        for ranking in rankings
        if ranking.unit.pk in seen and names[ranking.unit.pk] in lines
    ]


def _unit_proposed(ranking: Ranking, line: dict[str, Any], inside: set[str]) -> UnitProposed:
    people = [one.person for one in ranking.rows]
    return UnitProposed(
        unit=ranking.unit,
        inside=[person for person in people if str(person.pk) in inside],
        eligible=line["eligible"],
        below=next((person for person in people if str(person.pk) == line["below"]), None),
        because=line["because"],
        begun=ranking.begun,
    )


def _names(units: Sequence[Unit]) -> dict[int, str]:
    """Return a name for each unit by which the chooser tells them apart: two of one name carry their codes."""
    names = [unit.short_name for unit in units]
    return {
        unit.pk: f"{unit.short_name} ({unit.code})" if names.count(unit.short_name) > 1 else unit.short_name
        for unit in units
    }


def _candidates(ranking: Ranking, names: dict[int, str], leads: dict[int, bool | None]) -> list[Candidate]:
    last = max((row.rank or 0 for row in ranking.rows), default=0) + 1
    return [
        Candidate(
            id=str(row.person.pk),
            unit=names[ranking.unit.pk],
            rank=row.rank or last,
            sex=Sex(row.person.sex),
            direct_worker=leads[row.person.pk] is False,
            leader=leads[row.person.pk] is True,
        )
        for row in ranking.rows
    ]


def _leads(person_ids: list[int], day: date) -> dict[int, bool | None]:
    """Say of each person whether they hold a leading post that day; ``None`` where no post is recorded."""
    places = places_on(person_ids, day)
    posts = {person_id: places[person_id].position if person_id in places else None for person_id in person_ids}
    return {person_id: None if post is None else post.leads for person_id, post in posts.items()}


def _base(run: EvaluationRun, names: dict[int, str]) -> dict[str, int]:
    """Return how many of each unit meet the standards of the base title: a stand-in until it is decided."""
    met = run.tallies.filter(unit__in=list(names), award=CAP_BASE, answer=Answer.MET)
    counts = dict(met.values_list("unit_id", "count"))
    return {name: counts.get(unit_id, 0) for unit_id, name in names.items()}


def _cap_limits(book: LawBook, award: str, day: date, base: dict[str, int]) -> list[Limit]:
    """Return the ceiling of national law on each unit, if the day has one."""
    found = cap(award, day, 0, book=book) if award == CAPPED else None
    if found is None:
        return []
    provision = book.provision_on(CAP_KEY, day)
    return [
        BaseShare(
            key=CAP_KEY,
            label_vi=provision.name_vi if provision else "Mức trần số Chiến sĩ thi đua cơ sở",
            citation=found.citation,
            confidence=found.confidence,
            scope=Scope.UNIT,
            share=found.share,
            base=base,
            base_vi="người đủ điều kiện Lao động tiên tiến",
        )
    ]


def _direct_share(book: LawBook, award: str, day: date) -> Limit | None:
    """Return H-75 where the profile of the book sets it for the award on the day."""
    provision = book.provision_on(DIRECT_KEY, day)
    if provision is None or award not in provision.awards:
        return None
    share = book.provided(provision, DIRECT_SHARE, day)
    if share is None:
        return None
    return ChosenShare(
        key=DIRECT_KEY,
        label_vi=provision.name_vi,
        citation=str(provision.citation),
        confidence=provision.confidence,
        share=cast(Fraction, share.value),
        trait=Trait.DIRECT_WORKER,
    )


def _no_cap(book: LawBook, award: str, day: date) -> NoCap:
    number = book.number(award, SHARE, day)
    if number is not None and number.value is None:
        return NoCap(known=True, source=number.source, confidence=number.confidence)
    return NoCap(known=cap_is_known(award, day, book=book), source="", confidence="")
