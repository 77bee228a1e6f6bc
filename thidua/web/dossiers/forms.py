"""Shapes of what the evaluation pages take in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.dossiers.selectors import VerdictFilter
from thidua.dossiers.states import AnswerChoice
from thidua.people.models import Unit
from thidua.web.saving import DayField, offer


class StartForm(forms.Form):
    """What to evaluate, and by the law of which day."""

    unit_id = forms.TypedChoiceField(label=_("Xét mọi người thuộc"), coerce=int)
    year = forms.IntegerField(
        label=_("Năm xét danh hiệu"),
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    decided_on = DayField(
        label=_("Ngày xét"),
        required=False,
        help_text=_("Chọn luật áp dụng và dữ liệu đến ngày này. Để trống: ngày 31/12 của năm xét."),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", [(str(unit.pk), unit.name) for unit in units])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        clean = self.cleaned_data
        return {**clean, "decided_on": clean["decided_on"] or date(clean["year"], 12, 31)}


class PeopleFilterForm(forms.Form):
    """Which of the people judged to show."""

    q = forms.CharField(label=_("Tìm tên, mã"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    answer = forms.ChoiceField(
        label=_("Kết luận"), required=False, choices=[("", _("Mọi kết luận")), *AnswerChoice.choices]
    )
    unit = forms.TypedChoiceField(label=_("Đơn vị"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, units: Iterable[Unit]) -> None:
        super().__init__(data)
        offer(self, "unit", [("", _("Mọi đơn vị")), *((str(unit.pk), unit.short_name) for unit in units)])

    def asked(self, title: str) -> VerdictFilter:
        """Return what is asked; a value that is no choice asks nothing."""
        self.full_clean()
        clean = self.cleaned_data
        return VerdictFilter(
            title=title, answer=clean.get("answer", ""), unit_id=clean.get("unit"), query=clean.get("q", "")
        )
