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
from thidua.rules.names import any_name
from thidua.web.saving import DayField, VersionedForm, offer

HOLDS = [("1", _("đạt")), ("0", _("không đạt"))]
SEARCH = forms.TextInput(attrs={"type": "search"})


class StartForm(forms.Form):
    """What to evaluate, and by the law of which day."""

    unit_id = forms.TypedChoiceField(label=_("Xét mọi người, tập thể thuộc"), coerce=int)
    year = forms.IntegerField(
        label=_("Năm xét"),
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


class AnswerFilterForm(forms.Form):
    """Which of those judged to show: by name and by answer."""

    q = forms.CharField(label=_("Tìm tên, mã"), required=False, widget=SEARCH)
    answer = forms.ChoiceField(
        label=_("Kết luận"), required=False, choices=[("", _("Mọi kết luận")), *AnswerChoice.choices]
    )


class PeopleFilterForm(AnswerFilterForm):
    """Which people or collectives of one award to show."""

    unit = forms.TypedChoiceField(label=_("Đơn vị"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, units: Iterable[Unit]) -> None:
        super().__init__(data)
        offer(self, "unit", [("", _("Mọi đơn vị")), *((str(unit.pk), unit.short_name) for unit in units)])

    def asked(self, award: str) -> VerdictFilter:
        """Return what is asked; a value that is no choice asks nothing."""
        self.full_clean()
        clean = self.cleaned_data
        return VerdictFilter(
            award=award, answer=clean.get("answer", ""), unit_id=clean.get("unit"), query=clean.get("q", "")
        )


class TableFilterForm(AnswerFilterForm):
    """Which people of a unit's table to show."""

    field_order = ["q", "award", "answer"]

    award = forms.ChoiceField(label=_("Danh hiệu, hình thức"), required=False)
    # Set by a link from the list of reasons; kept while the reader narrows further.
    reason = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, awards: Iterable[str]) -> None:
        super().__init__(data)
        offer(self, "award", [("", _("Mọi danh hiệu, hình thức")), *((code, any_name(code)) for code in awards)])

    def asked(self) -> VerdictFilter:
        """Return what is asked; a value that is no choice asks nothing."""
        self.full_clean()
        clean = self.cleaned_data
        return VerdictFilter(
            award=clean.get("award", ""),
            answer=clean.get("answer", ""),
            query=clean.get("q", ""),
            reason=clean.get("reason", ""),
        )


class ConclusionForm(VersionedForm):
    """What a person found about one thing that no computer can measure."""

    holds = forms.ChoiceField(label=_("Kết luận"), choices=HOLDS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Lý do, căn cứ"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: biên bản họp hội đồng số 5 ngày 10/12/2018."),
    )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        clean = self.cleaned_data
        return {
            "holds": clean["holds"] == "1",
            "reason": clean["reason"],
            "expected_version": clean["version"] or 0,
        }
