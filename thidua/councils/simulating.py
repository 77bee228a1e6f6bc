"""Made-up sittings counted twice: by the counter that councils use, and member by member."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from .counting import Ballots, Vote, VoteResult, VoteRule, count
from .oracle import MadeUp, Seat, made_up, verdict
from .states import Base


def simulate(sittings: int, seed: int, counter: Callable[[Vote, VoteRule], VoteResult] = count) -> dict[str, int]:
    """Hold ``sittings`` made-up votes; return how many came to what, and in how many the two counts differ."""
    outcomes: Counter[str] = Counter()
    mismatches = 0
    for sitting in made_up(sittings, seed):
        expected, found = verdict(sitting), str(counter(vote_of(sitting), rule_of(sitting)).outcome)
        outcomes[expected] += 1
        mismatches += expected != found
    return {"sittings": sittings, "mismatches": mismatches, **dict(sorted(outcomes.items()))}


def vote_of(sitting: MadeUp) -> Vote:
    """Return the sums that a count record would hold."""
    here = [seat for seat in sitting.seats if seat.present]
    away = [seat for seat in sitting.seats if not seat.present]
    return Vote(
        members=len(sitting.seats),
        present=len(here),
        conflicted=sum(seat.conflicted for seat in here),
        electronic=_ballots([seat for seat in here if not seat.on_paper]),
        paper=_ballots([seat for seat in here if seat.on_paper]),
        written_yes=sum(seat.written == "yes" for seat in away),
        written_no=sum(seat.written == "no" for seat in away),
    )


def rule_of(sitting: MadeUp) -> VoteRule:
    """Return the rule in exact shares."""
    return VoteRule(
        Fraction(*sitting.share), Base(sitting.base), sitting.strict, Fraction(*sitting.quorum), sitting.written_counts
    )


def _ballots(seats: list[Seat]) -> Ballots:
    sums = Counter(seat.choice for seat in seats)
    handed_out = sum(n for choice, n in sums.items() if choice)
    return Ballots(handed_out, sums["yes"], sums["no"], sums["void"], sums["unused"])
