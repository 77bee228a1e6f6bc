"""Shape of what people type about movements; whether it is acceptable is the services' to say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from thidua.kernel.text import fold
from thidua.movements.models import Criterion, Movement
from thidua.movements.services import CriterionInput
from thidua.movements.states import MilestoneKind, MovementKind, MovementMode, MovementState, Operator
from thidua.movements.tightening import Requirement
from thidua.web.saving import DayField, offer

ANY = [("", _("tất cả"))]
SPARE_CRITERIA = 3


class NumberField(forms.DecimalField):
    """A number as people here write it: “98,04”."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(localize=True, widget=widget, **kwargs)


class MovementFilter(forms.Form):
    """What the list is narrowed to; the year stands in the tabs."""

    nam = forms.IntegerField(required=False, widget=forms.HiddenInput)
    loai = forms.ChoiceField(label=_("Loại"), required=False, choices=[*ANY, *MovementKind.choices])
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[*ANY, *MovementState.choices])


class MovementForm(forms.Form):
    """A movement's plan, with the days its four milestones are due."""

    owner_id = forms.TypedChoiceField(label=_("Đơn vị phát động"), coerce=int)
    name = forms.CharField(label=_("Tên phong trào, cuộc vận động"), max_length=300)
    kind = forms.ChoiceField(label=_("Loại"), choices=MovementKind.choices)
    mode = forms.ChoiceField(label=_("Tính chất"), choices=MovementMode.choices)
    year = forms.IntegerField(label=_("Năm"), min_value=1990, max_value=2100, localize=False)
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến ngày"))
    purpose = forms.CharField(label=_("Mục đích, nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    launch = DayField(label=_("Hạn phát động"), required=False)
    interim_review = DayField(label=_("Hạn sơ kết"), required=False)
    final_review = DayField(label=_("Hạn tổng kết"), required=False)
    honour = DayField(label=_("Hạn tuyên dương"), required=False)
    code = forms.SlugField(
        label=_("Mã"), max_length=60, required=False, help_text=_("Bỏ trống thì mã được đặt theo tên.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    PLAN = ("owner_id", "name", "kind", "mode", "year", "starts_on", "ends_on", "purpose")

    def __init__(self, *args: Any, owners: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner_id", [(unit.pk, unit.name) for unit in owners])

    @property
    def plan_fields(self) -> list[forms.BoundField]:
        """The fields of the plan, in order."""
        return [self[name] for name in self.PLAN]

    @property
    def milestone_fields(self) -> list[forms.BoundField]:
        """The days of the milestones."""
        return [self[kind] for kind in MilestoneKind.values]

    @property
    def plan(self) -> dict[str, Any]:
        """What the services take: the plan without the owner, and the milestones that have a day."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in self.PLAN if name != "owner_id"},
            "code": said["code"] or slugify(fold(said["name"]))[:60].strip("-"),
            "milestones": {kind: said[kind] for kind in MilestoneKind.values if said[kind]},
        }

    @classmethod
    def of(cls, movement: Movement) -> dict[str, Any]:
        """Return the initial values that show a stored plan."""
        fields = {name: getattr(movement, name) for name in (*cls.PLAN, "code", "version")}
        return fields | {row.kind: row.due_on for row in movement.milestones.all()}


class FigureForm(forms.Form):
    """A figure: how to compare, with what."""

    operator = forms.ChoiceField(label=_("So sánh"), required=False, choices=[("", "–"), *Operator.choices])
    value = NumberField(label=_("Giá trị"), required=False, max_digits=12, decimal_places=2)
    upper = NumberField(label=_("Đến"), required=False, max_digits=12, decimal_places=2)

    def clean(self) -> dict[str, Any]:
        """Refuse half a figure."""
        said = super().clean() or {}
        if bool(said.get("operator")) != (said.get("value") is not None) and not self.errors:
            raise forms.ValidationError(_gettext("Nhập cả cách so sánh và giá trị, hoặc bỏ trống cả hai."))
        return said


class CriterionForm(FigureForm):
    """One criterion: its words, and a figure if it has one."""

    text = forms.CharField(label=_("Tiêu chí"), max_length=500, required=False)
    measure_unit = forms.CharField(label=_("Đơn vị tính"), max_length=40, required=False)

    field_order = ("text", "operator", "value", "upper", "measure_unit")

    def clean(self) -> dict[str, Any]:
        """Refuse a figure without words."""
        said = super().clean()
        if said.get("operator") and not said.get("text"):
            self.add_error("text", _gettext("Nhập nội dung tiêu chí."))
        return said


CriterionFormSet = forms.formset_factory(CriterionForm, extra=SPARE_CRITERIA, max_num=30)


def criteria_of(formset: Any) -> list[CriterionInput]:
    """Return the criteria typed; rows whose words were emptied are dropped."""
    return [
        CriterionInput(**{name: form.cleaned_data.get(name) for name in ("text", "operator", "value", "upper")},
                       measure_unit=form.cleaned_data.get("measure_unit", ""))
        for form in formset
        if form.cleaned_data.get("text")
    ]  # fmt: skip


def criteria_initial(movement: Movement) -> list[dict[str, Any]]:
    """Return the initial rows that show a stored movement's criteria."""
    return [
        {"text": row.text, "measure_unit": row.measure_unit, **figure_initial(row)} for row in movement.criteria.all()
    ]


def figure_initial(row: Criterion | Requirement) -> dict[str, Any]:
    """Return the initial values that show a figure, its numbers without idle zeros."""
    return {"operator": row.operator, "value": as_typed(row.value), "upper": as_typed(row.upper)}


def as_typed(value: Decimal | None) -> Decimal | None:
    """Return a number as people would type it: 90.00 → 90, 97.50 → 97.5."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class JoinForm(forms.Form):
    """A unit's own plan."""

    plan = forms.CharField(
        label=_("Kế hoạch của đơn vị"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ai làm gì, đến khi nào. Có thể bỏ trống rồi bổ sung trước khi phát động."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def words_of(row: Criterion) -> str:
    """Return a criterion's figure in words; empty where it has none."""
    if not row.operator or row.value is None:
        return ""
    return Requirement(row.operator, row.value, row.upper).words(row.measure_unit)


class LocalForms:
    """One figure form per criterion, each starting from the original's figure, which may only be tightened."""

    def __init__(self, criteria: list[Criterion], local: dict[int, Requirement], data: Any = None) -> None:
        self.rows = [
            (one, FigureForm(data, prefix=f"c{one.pk}", initial=self._initial(one, local)), words_of(one))
            for one in criteria
        ]

    @staticmethod
    def _initial(criterion: Criterion, local: dict[int, Requirement]) -> dict[str, Any]:
        return figure_initial(local.get(criterion.pk, criterion))

    def is_valid(self) -> bool:
        """Say whether every figure is whole."""
        # Every form is asked, so that all errors show at once.
        return not [form for _one, form, _words in self.rows if not form.is_valid()]

    @property
    def figures(self) -> dict[int, Requirement]:
        """The figures typed, by criterion; raises InvalidInput for a band that is not one."""
        return {
            one.pk: Requirement(form.cleaned_data["operator"], form.cleaned_data["value"], form.cleaned_data["upper"])
            for one, form, _words in self.rows
            if form.cleaned_data.get("operator")
        }


class MilestoneForm(forms.Form):
    """When a milestone was reached."""

    done_on = DayField(label=_("Ngày thực hiện"))
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ThemeForm(forms.Form):
    """A year's theme."""

    title = forms.CharField(label=_("Chủ đề năm"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CloseForm(forms.Form):
    """The word that closing goes on although something is open."""

    confirmed = forms.BooleanField(label=_("Tôi đã xem các việc còn lại và vẫn kết thúc"), required=False)


class PeopleForm(forms.Form):
    """Who is to be mobilised or taken off: everybody, or the people ticked."""

    ALL, CHOSEN, OFF = "all", "chosen", "off"
    do = forms.ChoiceField(choices=[(ALL, ALL), (CHOSEN, CHOSEN), (OFF, OFF)])
    joined_on = DayField(label=_("Ngày tham gia"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def clean(self) -> dict[str, Any]:
        """Read the ticked people; refuse choosing nobody."""
        said = super().clean() or {}
        said["person_ids"] = [int(pk) for pk in self.people if str(pk).isdecimal()]
        if said.get("do") in {self.CHOSEN, self.OFF} and not said["person_ids"]:
            raise forms.ValidationError(_gettext("Chọn ít nhất một người."))
        return said
