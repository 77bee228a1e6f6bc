"""What the quota chooser proposes and says for small lists under every kind of limit, kept as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from random import Random

from tests.rules.selection_samples import GROUPS, PLACES, UNITS, source
from tests.rules.transcripts import check_told
from thidua.rules.selection.candidates import Candidate, Scope, Sex, Trait, tie_break_on
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import (
    BaseFloor,
    BaseShare,
    ChosenShare,
    CountCap,
    GradeBase,
    GradeShare,
    Limit,
    PerSubject,
    Side,
)


def _people(chance: Random, count: int) -> list[Candidate]:
    return [
        Candidate(
            id=f"dn{number:02}",
            unit=chance.choice(UNITS),
            rank=chance.randint(1, 4),
            sex=chance.choice(list(Sex)),
            direct_worker=chance.random() < 0.6,
            leader=chance.random() < 0.3,
            group=chance.choice(GROUPS),
            subject="Nguyễn Thị Lụa" if number % 5 == 0 else "",
            also_city_awards=1 if number % 5 == 0 else 0,
            women_share=chance.choice([None, None, Fraction(7, 10)]),
        )
        for number in range(count)
    ]


def _limits(chance: Random) -> Iterator[Limit]:
    """Yield one limit of each kind, at places and with shares as chance has it."""
    scope, half = chance.choice(list(Scope)), chance.choice([Fraction(1, 3), Fraction(1, 2), Fraction(15, 100)])
    base = {place: chance.randint(3, 20) for place in PLACES[scope]}
    here = PLACES[scope][0]
    shared = {"scope": scope}
    yield BaseShare(**source("a"), **shared, share=half, base=base, base_vi="người Lao động tiên tiến", special={})
    yield GradeShare(**source("b"), **shared, share=half, base=base, base_vi="người", special={here: Fraction(1, 4)},
                     grade_base=chance.choice(list(GradeBase)))  # fmt: skip
    yield CountCap(**source("c"), **shared, most=chance.randint(1, 4), special={here: 2}, trait=None)
    yield CountCap(**source("d"), **shared, most=1, special={}, trait=chance.choice(list(Trait)))
    yield ChosenShare(**source("e"), **shared, share=half, trait=chance.choice(list(Trait)), side=Side.AT_MOST)
    yield ChosenShare(**source("f"), **shared, share=half, trait=Trait.DIRECT_WORKER, side=Side.AT_LEAST)
    yield BaseFloor(
        **source("g"),
        **shared,
        share=Fraction(1, 9),
        base=base,
        base_vi="người",
        trait=chance.choice([None, Trait.WOMAN]),
    )
    yield PerSubject(**source("h"), most=2, what_vi="khen thưởng của Thành phố trong năm")


def _proposals() -> Iterator[str]:
    for seed in range(24):
        chance = Random(seed)
        people = _people(chance, seed % 12)
        limits = [one for one in _limits(chance) if chance.random() < 0.4]
        day = chance.choice([date(2018, 12, 20), date(2025, 12, 20)])
        yield f"# {seed}: {len(people)} người; {', '.join(type(one).__name__ for one in limits)}"
        yield from (f"{name}: {value}" for name, value in asdict(choose(people, limits, tie_break_on(day))).items())


def test_proposals_under_every_kind_of_limit_are_told_as_kept() -> None:
    check_told("proposals", _proposals())
