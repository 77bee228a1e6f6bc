"""A scale as a tree of groups and criteria, and what a unit's claims come to under it. Exact: nothing here is a float.

Each criterion is rounded once, half away from zero as spreadsheets do, to the scale's ``places``; sums of rounded
points are never rounded again, so a total is the sum of what is shown. A claim above its limit is kept beside what was
counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from math import floor

from .expressions import Expression
from .faults import ScaleFault, Wrong

ZERO = Decimal(0)
LARGEST = 10**15  # points beyond it are refused: sums of them would no longer be exact
FINEST = -10  # decimals of a value given


class Nature(StrEnum):
    """What a criterion's points do. A deduction is given as its size, 0.5 for “-0,5”."""

    BASE = "base"
    BONUS = "bonus"
    DEDUCTION = "deduction"
    VETO = "veto"  # điểm liệt: above zero means that the unit is not classified at all


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored. ``maximum``: most points counted, or most deducted; None where the scale sets no limit."""

    code: str
    name: str
    maximum: Decimal | None = None
    nature: Nature = Nature.BASE
    formula: Expression | None = None
    evidence: bool = False
    verifier: str = ""  # the office that verifies
    target_group: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that belong together. ``maximum`` limits their base points, the two caps their bonus and deductions."""

    code: str
    name: str
    children: tuple[Group | Criterion, ...]
    maximum: Decimal | None = None
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Points by what they do. Deductions are sizes; ``total`` is what remains, which may be below zero."""

    base: Decimal = ZERO
    bonus: Decimal = ZERO
    deduction: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Base and bonus less deductions."""
        return self.base + self.bonus - self.deduction

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.base + other.base, self.bonus + other.bonus, self.deduction + other.deduction)


@dataclass(frozen=True, slots=True)
class Scored:
    """``claimed``: rounded points before any limit, by criterion. ``counted``: after limits, by criterion and group.

    ``missing``: criteria without a claim or with a value missing; they count 0 and are not the same as a claim of 0.
    """

    claimed: dict[str, Decimal]
    counted: dict[str, Sum]
    total: Decimal
    missing: tuple[str, ...]
    vetoes: tuple[str, ...]

    @property
    def classified(self) -> bool:
        """Whether the unit may be given a class at all."""
        return not self.vetoes


def rounded(value: Fraction, places: int) -> Decimal:
    """Return the value with so many decimals, halves away from zero: 0.125 → 0.13, -0.125 → -0.13.

    Raises ScaleFault(RANGE) from LARGEST on.
    """
    tens = 10**places
    size = floor(abs(value) * tens + Fraction(1, 2))
    if size >= LARGEST * tens:
        raise ScaleFault(Wrong.RANGE)
    return Decimal(size if value >= 0 else -size).scaleb(-places)


@dataclass(frozen=True, slots=True)
class Scale:
    """A checked scale. Raises ScaleFault when made: TWICE, MAXIMUM, SHAPE, UNKNOWN_NAME or CIRCLE, with the code."""

    groups: tuple[Group, ...]
    places: int = 2
    bonus_cap: Decimal | None = None  # over the whole scale

    def __post_init__(self) -> None:
        _check_places(self.places)
        _check_limit("", self.bonus_cap)
        seen: set[str] = set()
        for node in self.nodes():
            if not node.code or node.code in seen:
                raise ScaleFault(Wrong.TWICE if node.code else Wrong.SHAPE, node.code or node.name)
            seen.add(node.code)
            _check_node(node)
        self.order()

    def nodes(self) -> Iterator[Group | Criterion]:
        """Yield groups and criteria in the order of the scale, a group before what it holds."""
        waiting: list[Group | Criterion] = list(reversed(self.groups))
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Group):
                waiting.extend(reversed(node.children))

    def order(self) -> list[str]:
        """Return the codes so that each comes after all that its points need. A group needs what it holds."""
        needs: dict[str, set[str]] = {}
        for node in self.nodes():
            if isinstance(node, Group):
                needs[node.code] = {child.code for child in node.children}
            else:
                needs[node.code] = set(node.formula.refers_to) if node.formula else set()
        for code, needed in needs.items():
            if unknown := needed - needs.keys():
                raise ScaleFault(Wrong.UNKNOWN_NAME, f"{code} → {min(unknown)}")
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            raise ScaleFault(Wrong.CIRCLE, " → ".join(error.args[1])) from error

    def score(self, claims: Mapping[str, Decimal], values: Mapping[str, Mapping[str, Decimal]] | None = None) -> Scored:
        """Return what the claims come to. A criterion with a formula takes ``values`` by code and input, no claim.

        Raises ScaleFault: UNKNOWN_NAME for a code that is not a criterion to be claimed, RANGE for a claim below zero
        or a value that its input refuses.
        """
        nodes = {node.code: node for node in self.nodes()}
        _check_claims(nodes, claims, values or {})
        claimed: dict[str, Decimal] = {}
        counted: dict[str, Sum] = {}
        missing: set[str] = set()
        for code in self.order():
            node = nodes[code]
            if isinstance(node, Group):
                counted[code] = _limited(node, sum((counted[child.code] for child in node.children), Sum()))
                continue
            points = self._points(node, claims, (values or {}).get(code, {}), counted)
            if points is None:
                missing.add(code)
            else:
                claimed[code] = points
            counted[code] = _counted(node, points or ZERO)
        whole = sum((counted[group.code] for group in self.groups), Sum())
        total = Sum(whole.base, _most(whole.bonus, self.bonus_cap), whole.deduction).total
        criteria = [code for code, node in nodes.items() if isinstance(node, Criterion)]
        vetoes = tuple(c for c in criteria if _nature(nodes[c]) is Nature.VETO and claimed.get(c, ZERO) > 0)
        return Scored(claimed, counted, total, tuple(c for c in criteria if c in missing), vetoes)

    def _points(
        self, node: Criterion, claims: Mapping[str, Decimal], values: Mapping[str, Decimal], counted: Mapping[str, Sum]
    ) -> Decimal | None:
        """Return the rounded points before limits; None where the unit has not given what is needed."""
        if node.formula is None:
            return rounded(Fraction(claims[node.code]), self.places) if node.code in claims else None
        exact = {name: Fraction(value) for name, value in values.items()}
        points = {code: Fraction(each.total) for code, each in counted.items()}
        try:
            return max(rounded(node.formula.value(exact, points), self.places), ZERO)
        except ScaleFault as fault:
            if fault.wrong is Wrong.MISSING:
                return None
            raise


def uneven(scale: Scale) -> list[tuple[str, Decimal, Decimal]]:
    """Return groups whose maximum is not the sum of their parts' base points: (code, maximum, sum).

    Less is a cap, which real scales have; more can never be reached. Groups with a part without limit are left out.
    """
    found = []
    for node in scale.nodes():
        if not isinstance(node, Group) or node.maximum is None:
            continue
        parts = [each for each in node.children if isinstance(each, Group) or each.nature is Nature.BASE]
        limits = [each.maximum for each in parts if each.maximum is not None]
        if len(limits) == len(parts) and sum(limits, ZERO) != node.maximum:
            found.append((node.code, node.maximum, sum(limits, ZERO)))
    return found


def _sensible(value: Decimal) -> bool:
    """Return whether the number is of a size that can be worked with exactly, and at once."""
    if not value.is_finite() or value.adjusted() > 11:
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= FINEST


def _nature(node: Group | Criterion) -> Nature | None:
    return node.nature if isinstance(node, Criterion) else None


def _most(value: Decimal, limit: Decimal | None) -> Decimal:
    return value if limit is None else min(value, limit)


def _limited(group: Group, points: Sum) -> Sum:
    return Sum(
        _most(points.base, group.maximum), _most(points.bonus, group.bonus_cap),
        _most(points.deduction, group.deduction_cap),
    )  # fmt: skip


def _counted(node: Criterion, points: Decimal) -> Sum:
    """Return a criterion's points after its limit, as what they do; a veto gives none."""
    within = _most(points, node.maximum)
    return Sum() if node.nature is Nature.VETO else Sum(**{node.nature.value: within})


def _check_places(places: int) -> None:
    if not 0 <= places <= 6:
        raise ScaleFault(Wrong.RANGE, str(places))


def _check_limit(code: str, limit: Decimal | None) -> None:
    if limit is not None and (not limit.is_finite() or limit < 0):
        raise ScaleFault(Wrong.MAXIMUM, code)


def _check_node(node: Group | Criterion) -> None:
    _check_limit(node.code, node.maximum)
    if isinstance(node, Group):
        _check_limit(node.code, node.bonus_cap)
        _check_limit(node.code, node.deduction_cap)
        if not node.children:
            raise ScaleFault(Wrong.SHAPE, node.code)


def _check_claims(
    nodes: Mapping[str, Group | Criterion], claims: Mapping[str, Decimal], values: Mapping[str, Mapping[str, Decimal]]
) -> None:
    """Refuse what the scale cannot take, rather than leave it out of the sum in silence."""
    for code, claim in claims.items():
        node = nodes.get(code)
        if not isinstance(node, Criterion) or node.formula is not None:
            raise ScaleFault(Wrong.UNKNOWN_NAME, code)
        if not _sensible(claim) or claim < 0:
            raise ScaleFault(Wrong.RANGE, code)
    for code, given in values.items():
        node = nodes.get(code)
        if not isinstance(node, Criterion) or node.formula is None:
            raise ScaleFault(Wrong.UNKNOWN_NAME, code)
        if any(not _sensible(value) for value in given.values()):
            raise ScaleFault(Wrong.RANGE, code)
