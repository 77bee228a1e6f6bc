"""The language of formulas: numbers, inputs, + - * /, comparisons, and/or/not, ``a if test else b``, five functions.

Python's own parser reads it and nothing is ever compiled or run by Python: the tree is checked against a list of what
is allowed, then worked out in exact fractions. ``điểm("a.7.1")`` is the counted points of another criterion or group.
A division is accepted only where the divisor is shown never to be zero; see ``_Checker.divisor``.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .faults import ScaleFault, Wrong

LONGEST, MOST_PARTS, DEEPEST = 600, 200, 40
POINTS = "điểm"
NUMBER = re.compile(r"\d{1,15}(\.\d{1,10})?")
FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "floor": lambda value: Fraction(floor(value)),
}
ONE_ARGUMENT = {"abs", "floor", POINTS}
ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
COMPARISONS = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
TRUTHS = (ast.Compare, ast.BoolOp)
Known = frozenset[str]  # parts known not to be zero, as the parser writes them


@dataclass(frozen=True, slots=True)
class Input:
    """A value that a unit gives. ``positive``: it must be above zero, so one may divide by it.

    ``lowest``: it must be at least this; None: any number, below zero too.
    """

    name: str
    lowest: Fraction | None = Fraction(0)
    positive: bool = False

    def check(self, value: Fraction) -> None:
        """Raise ScaleFault(RANGE) for a value outside what the input allows."""
        if (self.positive and value <= 0) or (self.lowest is not None and value < self.lowest):
            raise ScaleFault(Wrong.RANGE, self.name)


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula that was checked: its text as shown, its inputs, and the codes whose points it uses."""

    text: str
    inputs: tuple[Input, ...]
    refers_to: frozenset[str]
    tree: ast.expr

    def value(self, given: Mapping[str, Fraction], points: Mapping[str, Fraction] | None = None) -> Fraction:
        """Return the exact result. Raises ScaleFault: MISSING or RANGE for an input, MISSING for points referred to."""
        for declared in self.inputs:
            if declared.name not in given:
                raise ScaleFault(Wrong.MISSING, declared.name)
            declared.check(given[declared.name])
        return Fraction(_Evaluator(self.text, given, points or {}).number(self.tree))


def parse(text: str, inputs: tuple[Input, ...] = ()) -> Expression:
    """Return the formula, checked. Raises ScaleFault with what is wrong and the part of the text that is."""
    if len(text) > LONGEST:
        raise ScaleFault(Wrong.TOO_LARGE)
    if found := re.search(r"\d,\d", text):
        raise ScaleFault(Wrong.DECIMAL_COMMA, found.group())
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ScaleFault(Wrong.SYNTAX, text[:80]) from error
    if sum(1 for _ in ast.walk(tree)) > MOST_PARTS * 2 or _depth(tree) > DEEPEST:  # a part is two nodes or so
        raise ScaleFault(Wrong.TOO_LARGE)
    checker = _Checker(text.strip(), {each.name: each for each in inputs})
    checker.number(tree, frozenset())
    return Expression(text.strip(), inputs, frozenset(checker.refers_to), tree)


def _depth(node: ast.AST) -> int:
    """Return how deeply parts are nested, without recursion."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        part, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in ast.iter_child_nodes(part))
    return deepest


def _literal(text: str, node: ast.Constant) -> Fraction:
    """Return the number as it was typed: 0.1 is a tenth, which a float is not."""
    typed = ast.get_source_segment(text, node) or ""
    if not NUMBER.fullmatch(typed):
        raise ScaleFault(Wrong.FORBIDDEN, typed)
    return Fraction(typed)


class _Walker:
    """What checking and working out share: the text, for its numbers and for saying where."""

    def __init__(self, text: str) -> None:
        self.text = text

    def fault(self, wrong: Wrong, node: ast.AST) -> ScaleFault:
        return ScaleFault(wrong, ast.get_source_segment(self.text, node) or self.text)


class _Checker(_Walker):
    """Accepts the listed parts and no other; collects the codes referred to."""

    def __init__(self, text: str, inputs: Mapping[str, Input]) -> None:
        super().__init__(text)
        self.inputs = inputs
        self.refers_to: set[str] = set()

    def number(self, node: ast.expr, known: Known) -> None:
        """Check a part that gives a number, where the parts in ``known`` are not zero."""
        checks: dict[type[ast.expr], Callable[..., None]] = {
            ast.Constant: self.constant, ast.Name: self.name, ast.BinOp: self.binary, ast.UnaryOp: self.sign,
            ast.IfExp: self.choice, ast.Call: self.call,
        }  # fmt: skip
        if isinstance(node, TRUTHS):
            raise self.fault(Wrong.KIND, node)
        if type(node) not in checks:
            raise self.fault(Wrong.FORBIDDEN, node)
        checks[type(node)](node, known)

    def constant(self, node: ast.Constant, known: Known) -> None:
        _literal(self.text, node)

    def name(self, node: ast.Name, known: Known) -> None:
        if node.id not in self.inputs:
            raise self.fault(Wrong.UNKNOWN_NAME, node)

    def sign(self, node: ast.UnaryOp, known: Known) -> None:
        if isinstance(node.op, ast.Not):
            raise self.fault(Wrong.KIND, node)
        if not isinstance(node.op, ast.USub | ast.UAdd):
            raise self.fault(Wrong.FORBIDDEN, node)
        self.number(node.operand, known)

    def binary(self, node: ast.BinOp, known: Known) -> None:
        if type(node.op) not in ARITHMETIC:
            raise self.fault(Wrong.FORBIDDEN, node)
        self.number(node.left, known)
        self.number(node.right, known)
        if isinstance(node.op, ast.Div) and not self.divisor(node.right, known):
            raise self.fault(Wrong.DIVISION, node)

    def divisor(self, node: ast.expr, known: Known) -> bool:
        """Return whether the part is shown never to be zero: a test around it says so, or it is always above zero."""
        return ast.dump(node) in known or self.above_zero(node)

    def call(self, node: ast.Call, known: Known) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if (name not in FUNCTIONS and name != POINTS) or node.keywords or not node.args:
            raise self.fault(Wrong.CALL, node)
        if name in ONE_ARGUMENT and len(node.args) != 1:
            raise self.fault(Wrong.CALL, node)
        if name == POINTS:
            self.reference(node.args[0])
            return
        for each in node.args:
            self.number(each, known)
        if name not in ONE_ARGUMENT and len(node.args) == 1:
            raise self.fault(Wrong.CALL, node)  # the least of one thing is a slip

    def reference(self, node: ast.expr) -> None:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise self.fault(Wrong.CALL, node)
        self.refers_to.add(node.value)

    def choice(self, node: ast.IfExp, known: Known) -> None:
        self.truth(node.test, known)
        self.number(node.body, known | self.learnt(node.test, holds=True))
        self.number(node.orelse, known | self.learnt(node.test, holds=False))

    def truth(self, node: ast.expr, known: Known) -> None:
        """Check a part that is true or false."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.truth(node.operand, known)
        elif isinstance(node, ast.BoolOp):
            for each in node.values:  # the next is looked at only when those before held (and) or did not (or)
                self.truth(each, known)
                known |= self.learnt(each, holds=isinstance(node.op, ast.And))
        elif isinstance(node, ast.Compare) and all(type(each) in COMPARISONS for each in node.ops):
            for each in [node.left, *node.comparators]:
                self.number(each, known)
        else:
            raise self.fault(Wrong.KIND, node)

    def learnt(self, test: ast.expr, *, holds: bool) -> Known:
        """Return the parts that cannot be zero once the test came out as ``holds``."""
        if isinstance(test, ast.UnaryOp):
            return self.learnt(test.operand, holds=not holds)
        if isinstance(test, ast.BoolOp):
            if isinstance(test.op, ast.And) is not holds:
                return frozenset()  # one of several failed, or one of several held: not known which
            return frozenset().union(*(self.learnt(each, holds=holds) for each in test.values))
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return frozenset()
        sign = type(test.ops[0]) if holds else OPPOSITE[type(test.ops[0])]
        return self.not_zero(test.left, sign, test.comparators[0])

    def not_zero(self, left: ast.expr, sign: type[ast.cmpop], right: ast.expr) -> Known:
        """Return which side cannot be zero where ``left sign right`` holds."""
        if sign in (ast.Lt, ast.LtE):
            left, right = right, left
            sign = {ast.Lt: ast.Gt, ast.LtE: ast.GtE}[sign]
        floor_of_right = self.lowest(right)
        if sign is ast.Gt and floor_of_right is not None and floor_of_right >= 0:
            return frozenset({ast.dump(left)})
        if sign in (ast.GtE, ast.Eq) and self.above_zero(right):
            return frozenset({ast.dump(left)})
        if sign is ast.NotEq and isinstance(right, ast.Constant) and _literal(self.text, right) == 0:
            return frozenset({ast.dump(left)})
        return frozenset()

    def above_zero(self, node: ast.expr) -> bool:
        """Return whether the part is above zero whatever is given; False where that is not seen."""
        if isinstance(node, ast.Name):
            return self.inputs[node.id].positive or (self.inputs[node.id].lowest or 0) > 0
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "max":
            return any(self.above_zero(each) for each in node.args)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return self.above_zero(node.left) and self.above_zero(node.right)
        lowest = self.lowest(node)
        return lowest is not None and lowest > 0

    def lowest(self, node: ast.expr) -> Fraction | None:
        """Return a number that the part is never below; None where none is seen."""
        if isinstance(node, ast.Constant):
            return _literal(self.text, node)
        if isinstance(node, ast.Name):
            given = self.inputs[node.id]
            return max(given.lowest or Fraction(0), Fraction(0)) if given.positive else given.lowest
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            both = (self.lowest(node.left), self.lowest(node.right))
            return both[0] + both[1] if both[0] is not None and both[1] is not None else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "max":
            seen = [each for each in map(self.lowest, node.args) if each is not None]
            return max(seen, default=None)
        return None


class _Evaluator(_Walker):
    """Works out a checked tree in exact fractions."""

    def __init__(self, text: str, given: Mapping[str, Fraction], points: Mapping[str, Fraction]) -> None:
        super().__init__(text)
        self.given = given
        self.points = points

    def number(self, node: ast.expr) -> Fraction:
        if isinstance(node, ast.Constant):
            return _literal(self.text, node)
        if isinstance(node, ast.Name):
            return self.given[node.id]
        if isinstance(node, ast.UnaryOp):
            value = self.number(node.operand)
            return -value if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.BinOp):
            return ARITHMETIC[type(node.op)](self.number(node.left), self.number(node.right))
        if isinstance(node, ast.IfExp):
            return self.number(node.body if self.truth(node.test) else node.orelse)
        if isinstance(node, ast.Call):
            return self.call(node)
        raise self.fault(Wrong.FORBIDDEN, node)

    def call(self, node: ast.Call) -> Fraction:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            if first.value not in self.points:
                raise ScaleFault(Wrong.MISSING, first.value)
            return self.points[first.value]
        if not isinstance(node.func, ast.Name):
            raise self.fault(Wrong.CALL, node)
        return FUNCTIONS[node.func.id](*map(self.number, node.args))

    def truth(self, node: ast.expr) -> bool:
        if isinstance(node, ast.UnaryOp):
            return not self.truth(node.operand)
        if isinstance(node, ast.BoolOp):
            every = all if isinstance(node.op, ast.And) else any
            return every(self.truth(each) for each in node.values)
        if not isinstance(node, ast.Compare):
            raise self.fault(Wrong.KIND, node)
        sides = [self.number(each) for each in [node.left, *node.comparators]]
        pairs = zip(node.ops, sides, sides[1:], strict=False)
        return all(COMPARISONS[type(sign)](left, right) for sign, left, right in pairs)
