"""What a figure asks, as a set of values; and whether one figure asks as much as another. Pure: no database, no clock.

A requirement is an interval on the number line. A local one is as strict as the original exactly when every value that
satisfies it satisfies the original: when its interval lies inside the original's.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from thidua.kernel.errors import InvalidInput

from .states import Operator

_SIGNS = {
    Operator.EQUAL: "=",
    Operator.OVER: ">",
    Operator.AT_LEAST: "≥",
    Operator.UNDER: "<",
    Operator.AT_MOST: "≤",
}
_OPEN_ENDED_BELOW = frozenset({Operator.UNDER, Operator.AT_MOST})
_OPEN_ENDED_ABOVE = frozenset({Operator.OVER, Operator.AT_LEAST})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One figure asked: ``operator`` with ``value`` and, for a band, ``upper``; both ends of a band belong to it.

    Raises InvalidInput for an unknown operator, a band without or with a reversed upper end, an end without a band.
    """

    operator: str
    value: Decimal
    upper: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse figures that say nothing definite."""
        if self.operator not in Operator.values:
            raise InvalidInput(
                _("Cách so sánh “%(operator)s” không có trong danh sách.") % {"operator": self.operator},
                fields={"operator": _("Chọn một cách so sánh trong danh sách.")},
            )
        if (self.operator == Operator.BETWEEN) != (self.upper is not None):
            raise InvalidInput(
                _("“Trong khoảng” cần hai giá trị; các cách so sánh khác chỉ cần một."),
                _("Nhập giá trị “đến”, hoặc chọn cách so sánh khác."),
                fields={"upper": _("Chỉ nhập giá trị này khi so sánh trong khoảng.")},
            )
        if self.upper is not None and self.upper <= self.value:
            raise InvalidInput(
                _("Giá trị “đến” phải lớn hơn giá trị đầu của khoảng."),
                fields={"upper": _("Nhập số lớn hơn giá trị đầu.")},
            )

    @property
    def low(self) -> tuple[Fraction, bool] | None:
        """The lower end and whether it belongs to the interval; None where there is none."""
        if self.operator in _OPEN_ENDED_BELOW:
            return None
        return Fraction(self.value), self.operator != Operator.OVER

    @property
    def high(self) -> tuple[Fraction, bool] | None:
        """The upper end and whether it belongs to the interval; None where there is none."""
        if self.operator in _OPEN_ENDED_ABOVE:
            return None
        if self.upper is not None:
            return Fraction(self.upper), True
        return Fraction(self.value), self.operator != Operator.UNDER

    def is_below(self, reading: Decimal | Fraction | int) -> bool:
        """Say whether ``reading`` lies short of the interval."""
        if self.low is None:
            return False
        end, included = self.low
        return reading < end or (reading == end and not included)

    def is_above(self, reading: Decimal | Fraction | int) -> bool:
        """Say whether ``reading`` lies past the interval."""
        if self.high is None:
            return False
        end, included = self.high
        return reading > end or (reading == end and not included)

    def holds(self, reading: Decimal | Fraction | int) -> bool:
        """Say whether ``reading`` satisfies the requirement."""
        exact = Fraction(reading)
        return not self.is_below(exact) and not self.is_above(exact)

    def words(self, measure_unit: str = "") -> str:
        """Return the figure as people write it: “≥ 2 sáng kiến”, “85–90 %”."""
        if self.upper is not None:
            figure = f"{_number(self.value)}–{_number(self.upper)}"
        else:
            figure = f"{_SIGNS[Operator(self.operator)]} {_number(self.value)}"
        return f"{figure} {measure_unit}".strip()

    def words_as_share(self) -> str:
        """Return the words of a requirement on a ratio of one, in per cent: “> 75 %”."""
        upper = None if self.upper is None else self.upper * 100
        return Requirement(self.operator, self.value * 100, upper).words("%")


def is_as_strict(local: Requirement, original: Requirement) -> bool:
    """Say whether every value that satisfies ``local`` also satisfies ``original``."""
    return _starts_inside(local, original) and _ends_inside(local, original)


def require_as_strict(local: Requirement, original: Requirement, *, what: str, measure_unit: str = "") -> None:
    """Raise InvalidInput, naming both figures, when ``local`` would loosen ``original``."""
    if is_as_strict(local, original):
        return
    raise InvalidInput(
        _("Tiêu chí “%(what)s”: mức của đơn vị (%(local)s) lỏng hơn mức của cấp trên (%(original)s).")
        % {"what": what, "local": local.words(measure_unit), "original": original.words(measure_unit)},
        _("Đơn vị chỉ được giữ nguyên hoặc đặt mức chặt hơn."),
    )


def _starts_inside(local: Requirement, original: Requirement) -> bool:
    if original.low is None:
        return True
    if local.low is None:
        return False
    (mine, mine_included), (theirs, theirs_included) = local.low, original.low
    return mine > theirs or (mine == theirs and (theirs_included or not mine_included))


def _ends_inside(local: Requirement, original: Requirement) -> bool:
    if original.high is None:
        return True
    if local.high is None:
        return False
    (mine, mine_included), (theirs, theirs_included) = local.high, original.high
    return mine < theirs or (mine == theirs and (theirs_included or not mine_included))


def _number(value: Decimal) -> str:
    """Write a number with the reader's separators and without idle zeros: 90.00 → 90."""
    whole = value == value.to_integral_value()
    return number_format(value.quantize(Decimal(1)) if whole else value.normalize(), use_l10n=True)
