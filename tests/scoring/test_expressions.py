"""The language of formulas: exact, closed, and never a division by zero. Python's own arithmetic is the second mind."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from thidua.scoring import expressions
from thidua.scoring.expressions import Input, parse
from thidua.scoring.faults import ScaleFault, Wrong

FREE, AT_LEAST_ZERO, ABOVE_ZERO = Input("a", lowest=None), Input("b"), Input("c", positive=True)
INPUTS = (FREE, AT_LEAST_ZERO, ABOVE_ZERO)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a +", Wrong.SYNTAX), ("", Wrong.SYNTAX), ("(" * 300, Wrong.SYNTAX), ("a\0", Wrong.SYNTAX),
        ("1 +" * 250 + "1", Wrong.TOO_LARGE), ("-" * 60 + "1", Wrong.TOO_LARGE), ("+".join("1" * 290), Wrong.TOO_LARGE),
        ("min(0,5, a)", Wrong.DECIMAL_COMMA), ("0,5", Wrong.DECIMAL_COMMA),
        ("a ** 9", Wrong.FORBIDDEN), ("a // c", Wrong.FORBIDDEN), ("a % c", Wrong.FORBIDDEN), ("~a", Wrong.FORBIDDEN),
        ("a.real", Wrong.FORBIDDEN), ("[a][0]", Wrong.FORBIDDEN), ("(lambda: 1)", Wrong.FORBIDDEN),
        ("'a'", Wrong.FORBIDDEN), ("True", Wrong.FORBIDDEN), ("1e9", Wrong.FORBIDDEN), ("0x10", Wrong.FORBIDDEN),
        ("1_000", Wrong.FORBIDDEN), ("2j", Wrong.FORBIDDEN), ("(x := 1)", Wrong.FORBIDDEN), ("f'{a}'", Wrong.FORBIDDEN),
        ("min(*b, 1)", Wrong.FORBIDDEN), ("9" * 16, Wrong.FORBIDDEN),
        ("__import__('os')", Wrong.CALL), ("eval('1')", Wrong.CALL), ("a(1)", Wrong.CALL), ("min(a)", Wrong.CALL),
        ("min(a, 1, key=abs)", Wrong.CALL), ("abs(a, 1)", Wrong.CALL), ("floor()", Wrong.CALL), ("điểm(a)", Wrong.CALL),
        ("a.__class__()", Wrong.CALL), ("(min)(a)(1)", Wrong.CALL), ("pow(a, 9)", Wrong.CALL),
        ("d", Wrong.UNKNOWN_NAME), ("min", Wrong.UNKNOWN_NAME),
        ("a > 1", Wrong.KIND), ("not a", Wrong.KIND), ("1 if a else 2", Wrong.KIND), ("a and b", Wrong.KIND),
        ("1 if a in b else 2", Wrong.KIND), ("(a > 1) + 1", Wrong.KIND),
        ("1 / 0", Wrong.DIVISION),
        ("1 / a", Wrong.DIVISION), ("1 / b", Wrong.DIVISION), ("1 / (c - 1)", Wrong.DIVISION),
        ("1 / b if b >= 0 else 0", Wrong.DIVISION), ("1 / a if a > b - 1 else 0", Wrong.DIVISION),
        ("0 if b > 0 else 1 / b", Wrong.DIVISION), ("1 / b if b > 0 or a > 0 else 0", Wrong.DIVISION),
        ("1 / floor(c)", Wrong.DIVISION), ("1 / min(c, b)", Wrong.DIVISION), ("1 / điểm('C1')", Wrong.DIVISION),
        ("1 / b if 1 / b > 0 else 0", Wrong.DIVISION), ("1 / a if 0 < b < a else 0", Wrong.DIVISION),
    ],
)  # fmt: skip
def test_refused_while_designed(text: str, wrong: Wrong) -> None:
    with pytest.raises(ScaleFault) as refused:
        parse(text, INPUTS)
    assert refused.value.wrong is wrong


@pytest.mark.parametrize(
    "text",
    [
        "1 / c",
        "1 / 2", "1 / (b + 1)", "1 / max(a, 1)", "1 / (c * c)", "1 / a if a > 0 else 0", "1 / b if b != 0 else 0",
        "0 if b == 0 else 1 / b", "0 if b <= 0 else 1 / b", "1 / a if a > c else 0", "1 / a if a >= c else 0",
        "1 / a if a == c else 0", "1 / a if 0 < a and b > 2 else 0", "0 if not a > 0 else 1 / a",
        "1 if a > 0 and 1 / a > 2 else 0", "1 if a == 0 or 1 / a > 2 else 0", "0 if a <= 0 or b > 1 else 1 / a",
    ],
)  # fmt: skip
def test_guarded_divisions_are_accepted(text: str) -> None:
    parse(text, INPUTS)


def test_what_a_unit_gives_is_checked() -> None:
    formula = parse("a / c + b", INPUTS)
    whole = {"a": Fraction(1), "b": Fraction(0), "c": Fraction(4)}
    assert formula.value(whole) == Fraction(1, 4)
    for change, wrong in [({"c": 0}, Wrong.RANGE), ({"b": -1}, Wrong.RANGE)]:
        with pytest.raises(ScaleFault) as refused:
            formula.value(whole | {name: Fraction(value) for name, value in change.items()})
        assert refused.value.wrong is wrong
    with pytest.raises(ScaleFault) as refused:
        formula.value({"a": Fraction(1)})
    assert (refused.value.wrong, refused.value.place) == (Wrong.MISSING, "b")


def test_a_tenth_is_a_tenth_and_points_of_others_are_read_by_code() -> None:
    assert parse("0.1 + 0.2").value({}) == Fraction(3, 10)
    formula = parse("điểm('a.7.1') * 2")
    assert formula.refers_to == {"a.7.1"}
    assert formula.value({}, {"a.7.1": Fraction(3)}) == 6
    with pytest.raises(ScaleFault):
        formula.value({})


ATOMS = st.sampled_from(["a", "b", "c", "0", "1", "0.5", "7", "2.25"])


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(parts, parts)
    test = st.tuples(parts, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), parts).map(" ".join)
    tests = st.one_of(
        test,
        st.tuples(test, st.sampled_from(["and", "or"]), test).map(" ".join),
        test.map(lambda said: f"not ({said})"),
    )
    return st.one_of(
        st.tuples(parts, st.sampled_from("+-*//"), parts).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        pair.map(lambda p: f"max({p[0]}, {p[1]})"), pair.map(lambda p: f"min({p[0]}, {p[1]})"),
        parts.map(lambda p: f"floor({p})"), parts.map(lambda p: f"abs({p})"), parts.map(lambda p: f"(-{p})"),
        st.tuples(parts, tests, parts).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        # A guarded division, which chance alone would hardly make.
        st.tuples(ATOMS, st.sampled_from(["> 0", "!= 0", "> b", ">= c", ">= b", "> a"]), parts).map(
            lambda p: f"({p[2]} / {p[0]} if {p[0]} {p[1]} else 1)"
        ),
    )  # fmt: skip


TEXTS = st.recursive(ATOMS, _larger, max_leaves=8)
SMALL = st.fractions(min_value=-3, max_value=3, max_denominator=3)
GIVEN = st.fixed_dictionaries({"a": SMALL, "b": SMALL.map(abs), "c": SMALL.map(abs).filter(bool)})


def _by_python(text: str, values: dict[str, Fraction]) -> Fraction:
    """Work the text out with Python itself, numbers as fractions: shares nothing with the evaluator."""
    exact = re.sub(r"\d+(\.\d+)?", lambda found: f"F('{found.group()}')", text)
    names = {"F": Fraction, "min": min, "max": max, "abs": abs, "floor": lambda value: Fraction(value.__floor__())}
    return eval(exact, {"__builtins__": {}}, names | values)


@settings(max_examples=600, deadline=None, phases=[Phase.explicit, Phase.generate])  # the control would shrink for long
@given(TEXTS, GIVEN)
@example("(1 / a)", {"a": Fraction(0), "b": Fraction(1), "c": Fraction(1)})  # the control must not hang on chance
def test_what_is_accepted_never_divides_by_zero_and_is_what_python_says(text: str, values: dict) -> None:
    try:
        formula = parse(text, INPUTS)
    except ScaleFault as fault:
        if fault.wrong in (Wrong.DIVISION, Wrong.TOO_LARGE):
            return
        raise
    assert formula.value(values) == _by_python(text, values)


def test_a_checker_that_believes_every_divisor_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions._Checker, "divisor", lambda *_: True)
    with pytest.raises(ZeroDivisionError):
        test_what_is_accepted_never_divides_by_zero_and_is_what_python_says()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="abc()+-*/.,'\"01 <>=ifelsandot_:[]{}@", max_size=80))
def test_any_text_is_accepted_or_refused_in_one_way(text: str) -> None:
    try:
        parse(text, INPUTS)
    except ScaleFault:
        pass
