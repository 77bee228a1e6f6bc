"""A local figure may be as strict as the original or stricter, never looser: for every operator and band."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thidua.kernel.errors import InvalidInput
from thidua.movements.states import Operator
from thidua.movements.tightening import Requirement, is_as_strict, require_as_strict

# A coarse grid makes equal ends, the interesting case, common; readings lie on, between and outside the ends.
ENDS = st.integers(0, 6).map(Decimal)
READINGS = [Fraction(half, 2) for half in range(-2, 24)]


@st.composite
def requirements(draw: st.DrawFn) -> Requirement:
    operator = draw(st.sampled_from(Operator.values))
    value = draw(ENDS)
    if operator != Operator.BETWEEN:
        return Requirement(operator, value)
    return Requirement(operator, value, value + draw(st.integers(1, 4).map(Decimal)))


@given(requirements(), requirements(), st.fractions(-1, 8))
def test_every_value_that_satisfies_a_strict_enough_figure_satisfies_the_original(
    local: Requirement, original: Requirement, anything: Fraction
) -> None:
    assume(is_as_strict(local, original))
    for reading in [*READINGS, anything]:
        assert not local.holds(reading) or original.holds(reading)


@given(requirements(), requirements())
def test_a_figure_refused_as_looser_really_lets_some_value_through(local: Requirement, original: Requirement) -> None:
    assume(not is_as_strict(local, original))
    assert any(local.holds(reading) and not original.holds(reading) for reading in READINGS)


@given(requirements())
def test_a_figure_is_as_strict_as_itself(one: Requirement) -> None:
    assert is_as_strict(one, one)


@given(requirements(), st.fractions(-1, 12))
def test_a_reading_is_below_inside_or_above_and_only_one_of_them(one: Requirement, reading: Fraction) -> None:
    assert [one.is_below(reading), one.holds(reading), one.is_above(reading)].count(True) == 1


@pytest.mark.parametrize(
    ("local", "original", "allowed"),
    [
        (("ge", 80), ("ge", 75), True),
        (("ge", 70), ("ge", 75), False),
        (("gt", 75), ("ge", 75), True),
        (("ge", 75), ("gt", 75), False),
        (("eq", 100), ("gt", 75), True),
        (("gt", 75), ("eq", 100), False),
        (("between", 86, 89), ("between", 85, 90), True),
        (("between", 84, 89), ("between", 85, 90), False),
        (("ge", 85), ("between", 85, 90), False),
        (("eq", 90), ("between", 85, 90), True),
        (("lt", 5), ("le", 5), True),
        (("le", 5), ("lt", 5), False),
    ],
)
def test_tightening_by_example(local: tuple, original: tuple, allowed: bool) -> None:
    assert is_as_strict(_figure(local), _figure(original)) is allowed


def test_loosening_is_refused_with_both_figures_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        require_as_strict(_figure(("ge", 1)), _figure(("ge", 2)), what="Số sáng kiến", measure_unit="sáng kiến")
    assert "≥ 1 sáng kiến" in refusal.value.message
    assert "≥ 2 sáng kiến" in refusal.value.message
    assert "Số sáng kiến" in refusal.value.message


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (("eq", "1"), "= 100 %"),
        (("gt", "0.75"), "> 75 %"),
        (("between", "0.85", "0.90"), "85–90 %"),
        (("ge", "0.9804"), "≥ 98,04 %"),
        (("eq", "1.0000"), "= 100 %"),
    ],
)
def test_shares_are_written_as_in_the_source(figure: tuple, words: str) -> None:
    assert _figure(figure).words_as_share() == words


@pytest.mark.parametrize("broken", [("between", 5), ("between", 5, 5), ("between", 5, 4), ("ge", 5, 6), ("near", 5)])
def test_a_figure_that_says_nothing_definite_is_refused(broken: tuple) -> None:
    with pytest.raises(InvalidInput):
        _figure(broken)


def _figure(parts: tuple) -> Requirement:
    operator, value, *upper = parts
    return Requirement(operator, Decimal(value), Decimal(upper[0]) if upper else None)
