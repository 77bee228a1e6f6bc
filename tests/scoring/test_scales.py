"""A scale's tree and its kinds of formula: limits, natures, circles, rounding; a whole scale beside a second sum."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from thidua.scoring import formulas, scales
from thidua.scoring.expressions import Expression, parse
from thidua.scoring.faults import ScaleFault, Wrong
from thidua.scoring.scales import Criterion, Group, Nature, Scale, Sum, rounded, uneven

D = Decimal


def _gives(formula: Expression, **values: str) -> Fraction:
    return formula.value({name: Fraction(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("formula", "values", "points"),
    [
        (formulas.ratio(D(10)), {"thực_hiện": "3", "kế_hoạch": "4"}, "7.5"),
        (formulas.ratio(D(10)), {"thực_hiện": "5", "kế_hoạch": "4"}, "10"),
        (formulas.inverse(D("3.5")), {"thực_hiện": "0", "kế_hoạch": "4"}, "3.5"),
        (formulas.inverse(D("3.5")), {"thực_hiện": "8", "kế_hoạch": "4"}, "1.75"),
        (formulas.over_bonus(D("0.1"), D(2)), {"thực_hiện": "109.9", "kế_hoạch": "100"}, "0.9"),
        (formulas.over_bonus(D("0.1"), D(2), whole_percents=False), {"thực_hiện": "109.9", "kế_hoạch": "100"}, "0.99"),
        (formulas.over_bonus(D("0.1"), D(2)), {"thực_hiện": "300", "kế_hoạch": "100"}, "2"),
        (formulas.over_bonus(D("0.1"), D(2)), {"thực_hiện": "90", "kế_hoạch": "100"}, "0"),
        (formulas.per_case(D("0.5"), D(2)), {"số_trường_hợp": "3"}, "1.5"),
        (formulas.per_case(D("0.5"), D(2)), {"số_trường_hợp": "9"}, "2"),
        (formulas.late_days(D(2), D("0.5")), {"số_ngày_chậm": "1"}, "1.5"),
        (formulas.late_days(D(2), D("0.5")), {"số_ngày_chậm": "5"}, "0"),
        (formulas.bands([(D(70), D(3)), (D(90), D(5))]), {"thực_hiện": "90"}, "5"),
        (formulas.bands([(D(70), D(3)), (D(90), D(5))]), {"thực_hiện": "89.99"}, "3"),
        (formulas.bands([(D(70), D(3)), (D(90), D(5))]), {"thực_hiện": "69"}, "0"),
        (formulas.one_of([D(1), D(3)]), {"lựa_chọn": "2"}, "3"),
        (formulas.one_of([D(1), D(3)]), {"lựa_chọn": "0"}, "0"),
        (formulas.against_leader(D(10)), {"thực_hiện": "4", "dẫn_đầu": "5"}, "8"),
        (formulas.against_leader(D(10)), {"thực_hiện": "0", "dẫn_đầu": "0"}, "0"),
    ],
)  # fmt: skip
def test_kinds_of_formula(formula: Expression, values: dict, points: str) -> None:
    assert _gives(formula, **values) == Fraction(points)


def test_without_a_plan_there_is_no_ratio() -> None:
    with pytest.raises(ScaleFault) as refused:
        _gives(formulas.ratio(D(10)), thực_hiện="3", kế_hoạch="0")
    assert (refused.value.wrong, refused.value.place) == (Wrong.RANGE, "kế_hoạch")


@pytest.mark.parametrize("make", [lambda: formulas.bands([]), lambda: formulas.one_of([]),
                                  lambda: formulas.bands([(D(1), D(2)), (D("1.0"), D(3))])])  # fmt: skip
def test_formulas_without_a_shape_are_refused(make) -> None:
    with pytest.raises(ScaleFault):
        make()


def _scale(*criteria: Criterion, **said) -> Scale:
    return Scale((Group("A", "Nhóm", criteria, **said),))


def _refers(code: str, *codes: str) -> Criterion:
    return Criterion(code, code, formula=parse(" + ".join(f"điểm('{each}')" for each in codes)))


@pytest.mark.parametrize(
    ("make", "wrong"),
    [
        (lambda: _scale(_refers("1", "2"), _refers("2", "1")), Wrong.CIRCLE),
        (lambda: _scale(_refers("1", "1")), Wrong.CIRCLE),
        (lambda: _scale(_refers("1", "A")), Wrong.CIRCLE),  # its own group
        (lambda: _scale(_refers("1", "Z")), Wrong.UNKNOWN_NAME),
        (lambda: _scale(Criterion("1", "x"), Criterion("1", "y")), Wrong.TWICE),
        (lambda: _scale(Criterion("A", "x")), Wrong.TWICE),
        (lambda: _scale(Criterion("", "x")), Wrong.SHAPE),
        (lambda: _scale(), Wrong.SHAPE),
        (lambda: _scale(Criterion("1", "x", D(-1))), Wrong.MAXIMUM),
        (lambda: _scale(Criterion("1", "x"), bonus_cap=D("NaN")), Wrong.MAXIMUM),
        (lambda: Scale((), places=7), Wrong.RANGE),
    ],
)
def test_a_scale_that_cannot_be_is_refused(make, wrong: Wrong) -> None:
    with pytest.raises(ScaleFault) as refused:
        make()
    assert refused.value.wrong is wrong


def test_a_circle_is_told_by_its_codes() -> None:
    with pytest.raises(ScaleFault, match=r"1 → 2|2 → 1"):
        _scale(_refers("1", "2"), _refers("2", "1"))


def test_points_of_others_are_the_counted_ones() -> None:
    scale = _scale(_refers("1", "2"), Criterion("2", "x", D(3)))
    assert scale.score({"2": D(9)}).total == 6


NATURES = _scale(
    Criterion("1", "x", D(10)), Criterion("2", "x", D(10)), Criterion("3", "x", D(2), Nature.BONUS),
    Criterion("4", "x", None, Nature.BONUS), Criterion("5", "x", D(5), Nature.DEDUCTION),
    Criterion("6", "x", nature=Nature.VETO), maximum=D(15), bonus_cap=D(3), deduction_cap=D(4),
)  # fmt: skip


def test_claims_above_limits_are_kept_and_held() -> None:
    scored = NATURES.score({"1": D(12), "2": D(8), "3": D(5), "4": D(7), "5": D(9)})
    assert scored.claimed == {"1": D(12), "2": D(8), "3": D(5), "4": D(7), "5": D(9)}
    assert scored.counted["1"] == Sum(base=D(10))
    assert scored.counted["A"] == Sum(D(15), D(3), D(4))
    assert (scored.total, scored.missing, scored.classified) == (D(14), ("6",), True)


def test_a_veto_leaves_the_points_and_takes_the_class() -> None:
    scored = NATURES.score({"1": D(5), "6": D(1)})
    assert (scored.total, scored.vetoes, scored.classified) == (D(5), ("6",), False)
    assert NATURES.score({"6": D(0)}).classified


def test_the_cap_over_all_holds_bonuses_of_every_group() -> None:
    bonus = [Group(code, "x", (Criterion(f"{code}1", "x", D(3), Nature.BONUS),)) for code in "AB"]
    assert Scale(tuple(bonus), bonus_cap=D(4)).score({"A1": D(3), "B1": D(3)}).total == 4
    assert Scale(tuple(bonus)).score({"A1": D(3), "B1": D(3)}).total == 6


def test_not_scored_is_not_a_zero() -> None:
    scale = _scale(Criterion("1", "x", D(3)), Criterion("2", "x", D(10), formula=formulas.ratio(D(10))))
    assert scale.score({"1": D(0)}, {"2": {"thực_hiện": D(1)}}).missing == ("2",)
    assert scale.score({}, {"2": {"thực_hiện": D(1), "kế_hoạch": D(3)}}).total == D("3.33")


@pytest.mark.parametrize(
    ("claims", "values"),
    [
        ({"Z": D(1)}, {}), ({"A": D(1)}, {}), ({"2": D(1)}, {}), ({"1": D(-1)}, {}), ({"1": D("NaN")}, {}),
        ({"1": D("1E+999999")}, {}), ({"1": D("1E-999999")}, {}), ({}, {"1": {"x": D(1)}}),
        ({}, {"2": {"thực_hiện": D("Infinity"), "kế_hoạch": D(1)}}), ({}, {"2": {"thực_hiện": D(1), "kế_hoạch": D(0)}}),
    ],
)  # fmt: skip
def test_what_the_scale_cannot_take_is_refused(claims: dict, values: dict) -> None:
    scale = _scale(Criterion("1", "x", D(3)), Criterion("2", "x", D(10), formula=formulas.ratio(D(10))))
    with pytest.raises(ScaleFault):
        scale.score(claims, values)


@given(st.decimals(min_value=-1000, max_value=1000, places=4), st.integers(0, 3))
def test_halves_are_rounded_as_spreadsheets_do(value: Decimal, places: int) -> None:
    assert rounded(Fraction(value), places) == value.quantize(D(1).scaleb(-places), ROUND_HALF_UP)


def test_points_too_large_to_add_exactly_are_refused() -> None:
    with pytest.raises(ScaleFault):
        rounded(Fraction(scales.LARGEST), 2)


def test_a_maximum_that_is_not_the_sum_of_its_parts_is_told() -> None:
    bonus = Criterion("3", "x", D(9), Nature.BONUS)
    assert uneven(_scale(Criterion("1", "x", D("3.5")), Criterion("2", "x", D(3)), bonus, maximum=D(6))) == [
        ("A", D(6), D("6.5"))
    ]
    assert not uneven(_scale(Criterion("1", "x", D("3.5")), Criterion("2", "x", D(3)), bonus, maximum=D("6.5")))
    assert not uneven(_scale(Criterion("1", "x"), maximum=D(6)))


# A scale of 66 criteria in two levels: 6 groups of 10, a group of bonuses and one of deductions.
LARGE = Scale((
    *(Group(f"{g}", f"Nhóm {g}", tuple(Criterion(f"{g}.{n}", "x", D(n) / 2) for n in range(1, 11)), D("27.5") - g)
      for g in range(1, 7)),
    Group("C", "Điểm thưởng", tuple(Criterion(f"C{n}", "x", D("0.5"), Nature.BONUS) for n in range(1, 4)),
          bonus_cap=D(1)),
    Group("T", "Điểm trừ", tuple(Criterion(f"T{n}", "x", D(n), Nature.DEDUCTION) for n in range(1, 4))),
))  # fmt: skip
CODES = [node.code for node in LARGE.nodes() if isinstance(node, Criterion)]


def _second_sum(cents: dict[str, int]) -> int:
    """Add up LARGE in whole hundredths, from its description and not from its tree."""
    total = 0
    for g in range(1, 7):
        total += min(sum(min(cents[f"{g}.{n}"], 50 * n) for n in range(1, 11)), 2750 - 100 * g)
    total += min(sum(min(cents[f"C{n}"], 50) for n in range(1, 4)), 100)
    return total - sum(min(cents[f"T{n}"], 100 * n) for n in range(1, 4))


CENTS = st.fixed_dictionaries({code: st.integers(0, 600) for code in CODES})


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])  # 66 numbers are slow to shrink
@given(CENTS)
def test_a_large_scale_comes_to_what_a_second_sum_says(cents: dict[str, int]) -> None:
    assert len(CODES) == 66
    scored = LARGE.score({code: D(value) / 100 for code, value in cents.items()})
    assert scored.total * 100 == _second_sum(cents)
    assert sum((scored.counted[group.code].total for group in LARGE.groups), D(0)) == scored.total


def test_a_sum_that_forgets_limits_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scales, "_most", lambda value, limit: value)
    with pytest.raises(AssertionError):
        test_a_large_scale_comes_to_what_a_second_sum_says()
