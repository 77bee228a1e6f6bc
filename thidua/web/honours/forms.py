"""Shapes of what the register's pages take in. What is allowed is the services' affair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thidua.honours.models import CommendationForm, Title
from thidua.honours.selectors import RegisterFilter
from thidua.honours.services import RevokingDecision
from thidua.honours.states import IssuerLevel, Nature, Subject
from thidua.people.models import Unit

Choices = list[tuple[str, Any]]
MOST_UNITS = 300  # a longer list nobody reads: search by the unit's name instead
YEARS = {"min": "1945", "max": "2100", "inputmode": "numeric"}


def distinction_choices(
    titles: Iterable[Title], commendations: Iterable[CommendationForm], empty: str | Promise
) -> Choices:
    """Return titles and forms in two groups; a value says which catalogue its code is of."""
    return [
        ("", empty),
        (_("Danh hiệu thi đua"), [(f"title:{item.code}", item.label) for item in titles]),
        (_("Hình thức khen thưởng"), [(f"form:{item.code}", item.label) for item in commendations]),
    ]


def distinction_of(value: str) -> dict[str, str]:
    """Return ``title`` or ``form`` with its code from a choice's value."""
    catalogue, _colon, code = value.partition(":")
    return {catalogue: code} if catalogue in {"title", "form"} and code else {}


def _day_field(label: str | Promise) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class RegisterFilterForm(forms.Form):
    """What a reader asks of the register, as part of the address."""

    q = forms.CharField(
        label=_("Tìm tên, mã, số quyết định"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    year = forms.TypedChoiceField(label=_("Năm thành tích"), required=False, coerce=int, empty_value=None)
    distinction = forms.ChoiceField(label=_("Danh hiệu, hình thức"), required=False)
    subject = forms.ChoiceField(
        label=_("Đối tượng"), required=False, choices=[("", _("Mọi đối tượng")), *Subject.choices]
    )
    unit = forms.TypedChoiceField(label=_("Đơn vị"), required=False, coerce=int, empty_value=None)
    nature = forms.ChoiceField(
        label=_("Tính chất"), required=False, choices=[("", _("Mọi tính chất")), *Nature.choices]
    )
    history = forms.BooleanField(label=_("Cả mục đã bị thay hoặc thu hồi"), required=False)

    def __init__(self, data: Any, *, years: list[int], distinctions: Choices, units: Iterable[Unit]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [("", _("Mọi năm")), *((str(year), str(year)) for year in years)]
        self.fields["distinction"].choices = distinctions
        shown = [(str(unit.pk), unit.short_name) for unit in units]
        self.fields["unit"].choices = [("", _("Mọi đơn vị")), *shown]
        if len(shown) > MOST_UNITS:
            del self.fields["unit"]

    def asked(self) -> RegisterFilter:
        """Return what is asked; a value that is no choice asks nothing."""
        self.full_clean()
        clean = self.cleaned_data
        return RegisterFilter(
            query=clean.get("q", ""),
            year=clean.get("year"),
            subject=clean.get("subject", ""),
            nature=clean.get("nature", ""),
            unit_id=clean.get("unit"),
            history=clean.get("history", False),
            **distinction_of(clean.get("distinction", "")),
        )


class DecisionForm(forms.Form):
    """The part that each entry has: by which decision of whom."""

    issuer_level = forms.ChoiceField(label=_("Cấp quyết định"), choices=[("", _("Chọn cấp")), *IssuerLevel.choices])
    issuer = forms.CharField(
        label=_("Cơ quan, người ra quyết định"), max_length=200, help_text=_("Ví dụ: Chủ tịch UBND Thành phố.")
    )
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60)
    decision_date = _day_field(_("Ngày quyết định"))


class HonourForm(DecisionForm):
    """One entry for the holder that the page has already settled."""

    field_order = ["unit_id", "household", "distinction", "year"]

    unit_id = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    household = forms.CharField(label=_("Hộ gia đình"), max_length=200, help_text=_("Tên chủ hộ."))
    distinction = forms.ChoiceField(label=_("Danh hiệu hoặc hình thức khen thưởng"))
    year = forms.IntegerField(label=_("Năm thành tích"), widget=forms.NumberInput(attrs=YEARS))
    certificate_number = forms.CharField(label=_("Số sổ vàng"), max_length=40, required=False)
    nature = forms.ChoiceField(
        label=_("Tính chất"),
        choices=[(Nature.GRANTED.value, Nature.GRANTED.label), (Nature.POSTHUMOUS.value, Nature.POSTHUMOUS.label)],
        initial=Nature.GRANTED.value,
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, units: Iterable[Unit], distinctions: Choices, subject: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = [(str(unit.pk), unit.name) for unit in units]
        self.fields["distinction"].choices = distinctions
        if subject != Subject.HOUSEHOLD:
            del self.fields["household"]

    def values(self) -> dict[str, Any]:
        """Return the entry's values but the holder."""
        clean = dict(self.cleaned_data)
        return distinction_of(clean.pop("distinction")) | clean


class AmendForm(DecisionForm):
    """Corrections to an entry; the holder stays."""

    field_order = ["distinction", "year"]

    version = forms.IntegerField(widget=forms.HiddenInput)
    distinction = forms.ChoiceField(label=_("Danh hiệu hoặc hình thức khen thưởng"))
    year = forms.IntegerField(label=_("Năm thành tích"), widget=forms.NumberInput(attrs=YEARS))
    certificate_number = forms.CharField(label=_("Số sổ vàng"), max_length=40, required=False)
    reason = forms.CharField(
        label=_("Lý do điều chỉnh"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, distinctions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["distinction"].choices = distinctions

    def changes(self) -> dict[str, Any]:
        """Return the entry's values as they should be."""
        clean = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "reason"}}
        return {"title": "", "form": ""} | distinction_of(clean.pop("distinction")) | clean


class RevokeForm(DecisionForm):
    """The decision that takes an honour back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def decision(self) -> RevokingDecision:
        """Return the decision of a valid form."""
        clean = self.cleaned_data
        return RevokingDecision(
            number=clean["decision_number"],
            date=clean["decision_date"],
            issuer=clean["issuer"],
            issuer_level=clean["issuer_level"],
        )
