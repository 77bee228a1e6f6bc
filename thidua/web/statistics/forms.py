"""Shape of what people type about targets; whether it is acceptable is the services' to say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.movements.models import Target
from thidua.movements.states import Operator
from thidua.statistics.figures import FIGURES
from thidua.web.movements.forms import DayField, NumberField, as_typed, offer

HUNDRED = Decimal(100)


class TargetForm(forms.Form):
    """A target: which figure, how it compares with which share in per cent, and by when."""

    name = forms.CharField(label=_("Tên chỉ tiêu"), max_length=300)
    figure = forms.ChoiceField(label=_("Số liệu"), help_text=_("Cách đếm của mỗi số liệu có trong trang chỉ tiêu."))
    operator = forms.ChoiceField(label=_("So sánh"), choices=Operator.choices)
    value = NumberField(label=_("Giá trị (%)"), max_digits=5, decimal_places=2, min_value=0, max_value=100)
    upper = NumberField(
        label=_("Đến (%)"), max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False,
        help_text=_("Chỉ nhập khi so sánh trong khoảng."),
    )  # fmt: skip
    due_on = DayField(label=_("Hạn"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "figure", [(code, figure.name) for code, figure in FIGURES.items()])

    @property
    def values(self) -> dict[str, Any]:
        """What the services take: shares as ratios of one."""
        said = self.cleaned_data
        upper = said["upper"]
        return {
            "name": said["name"], "figure": said["figure"], "operator": said["operator"], "due_on": said["due_on"],
            "value": said["value"] / HUNDRED, "upper": None if upper is None else upper / HUNDRED,
        }  # fmt: skip

    @classmethod
    def of(cls, target: Target) -> dict[str, Any]:
        """Return the initial values that show a stored target."""
        return {
            "name": target.name, "figure": target.figure, "operator": target.operator, "due_on": target.due_on,
            "version": target.version, "value": _as_share(target.value), "upper": _as_share(target.upper),
        }  # fmt: skip


class NewTargetForm(TargetForm):
    """A new target also says whose it is, of which year, and of which movement if of one."""

    owner_id = forms.TypedChoiceField(label=_("Đơn vị giao chỉ tiêu"), coerce=int)
    year = forms.IntegerField(label=_("Năm"), min_value=1990, max_value=2100, localize=False)
    movement_id = forms.TypedChoiceField(
        label=_("Phong trào, cuộc vận động"), coerce=int, empty_value=None, required=False,
        help_text=_("Bỏ trống nếu là chỉ tiêu chung của cả năm."),
    )  # fmt: skip

    field_order = ("owner_id", "year", "movement_id", "name", "figure", "operator", "value", "upper", "due_on")

    def __init__(self, *args: Any, owners: list, movements: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner_id", [(unit.pk, unit.name) for unit in owners])
        offer(self, "movement_id", [("", "–"), *((row.pk, str(row)) for row in movements)])


def _as_share(ratio: Decimal | None) -> Decimal | None:
    """Return a ratio as per cent without idle zeros."""
    return None if ratio is None else as_typed(ratio * HUNDRED)
