"""Shapes of what the register's pages take in. What is allowed is the services' affair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.honours.models import CommendationForm, Title
from thidua.honours.selectors import RegisterFilter
from thidua.honours.services import NewHonour, RevokingDecision
from thidua.honours.states import Basis, IssuerLevel, Nature, Subject
from thidua.people.models import Unit
from thidua.web.saving import DayField, VersionedForm, offer

Choices = list[tuple[Any, Any]]
MOST_UNITS = 300  # a longer list nobody reads: search by the unit's name instead
BASIS_HELP = _("Danh hiệu thi đua: luôn chọn công trạng. Bằng khen, huân chương: theo quyết định.")
YEARS = {"min": "1945", "max": "2100", "inputmode": "numeric"}


def distinction_choices(titles: Iterable[Title], commendations: Iterable[CommendationForm], empty: str) -> Choices:
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


class RegisterFilterForm(forms.Form):
    """What a reader asks of the register, as part of the address."""

    q = forms.CharField(
        label=_("Tìm tên, mã, số quyết định"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    year = forms.IntegerField(label=_("Năm thành tích"), required=False, widget=forms.NumberInput(attrs=YEARS))
    distinction = forms.ChoiceField(label=_("Danh hiệu, hình thức"), required=False)
    subject = forms.ChoiceField(
        label=_("Đối tượng"), required=False, choices=[("", _("Mọi đối tượng")), *Subject.choices]
    )
    unit = forms.TypedChoiceField(label=_("Đơn vị"), required=False, coerce=int, empty_value=None)
    nature = forms.ChoiceField(
        label=_("Tính chất"), required=False, choices=[("", _("Mọi tính chất")), *Nature.choices]
    )
    history = forms.BooleanField(label=_("Cả mục đã bị thay hoặc thu hồi"), required=False)

    def __init__(self, data: Any, *, distinctions: Choices, units: Iterable[Unit]) -> None:
        super().__init__(data)
        offer(self, "distinction", distinctions)
        shown = [(str(unit.pk), unit.short_name) for unit in units]
        offer(self, "unit", [("", _("Mọi đơn vị")), *shown])
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
    decision_date = DayField(label=_("Ngày quyết định"))


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
    basis = forms.ChoiceField(label=_("Khen về"), choices=Basis.choices, initial=Basis.MERIT, help_text=BASIS_HELP)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, units: Iterable[Unit], distinctions: Choices, subject: str, year: int) -> None:
        offered = [(str(unit.pk), unit.name) for unit in units]
        super().__init__(data, initial={"year": year, "unit_id": offered[0][0] if offered else None})
        offer(self, "unit_id", offered)
        offer(self, "distinction", distinctions)
        if subject != Subject.HOUSEHOLD:
            del self.fields["household"]


class AmendForm(DecisionForm, VersionedForm):
    """Corrections to an entry; the holder stays."""

    field_order = ["distinction", "year"]

    distinction = forms.ChoiceField(label=_("Danh hiệu hoặc hình thức khen thưởng"))
    year = forms.IntegerField(label=_("Năm thành tích"), widget=forms.NumberInput(attrs=YEARS))
    certificate_number = forms.CharField(label=_("Số sổ vàng"), max_length=40, required=False)
    basis = forms.ChoiceField(label=_("Khen về"), choices=Basis.choices, help_text=BASIS_HELP)
    reason = forms.CharField(
        label=_("Lý do điều chỉnh"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, entry: NewHonour, version: int, distinctions: Choices) -> None:
        now = {name: getattr(entry, name) for name in self.base_fields if hasattr(entry, name)}
        chosen = f"title:{entry.title}" if entry.title else f"form:{entry.form}"
        super().__init__(data, initial={**now, "version": version, "distinction": chosen})
        offer(self, "distinction", distinctions)


class RevokeForm(DecisionForm, VersionedForm):
    """The decision that takes an honour back."""

    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def values_of(clean: dict[str, Any]) -> dict[str, Any]:
    """Return an entry's values from a form's, its title or form by code."""
    other = {name: value for name, value in clean.items() if name not in {"distinction", "version", "reason"}}
    return {"title": "", "form": ""} | distinction_of(clean["distinction"]) | other


def revoking_decision(clean: dict[str, Any]) -> RevokingDecision:
    """Return the decision of a valid form."""
    return RevokingDecision(
        number=clean["decision_number"],
        date=clean["decision_date"],
        issuer=clean["issuer"],
        issuer_level=clean["issuer_level"],
    )
