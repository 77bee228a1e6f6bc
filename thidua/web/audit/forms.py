"""Shapes of what the log's pages take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.kernel.selectors import EventFilter
from thidua.web.saving import DayField, offer

from .words import action_choices


class EventFilterForm(forms.Form):
    """What a reader asks of the log, as part of the address."""

    nguoi = forms.CharField(label=_("Người làm"), required=False, max_length=100)
    viec = forms.ChoiceField(label=_("Việc"), required=False)
    doi_tuong = forms.CharField(label=_("Đối tượng"), required=False, max_length=100)
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        offer(self, "viec", [("", _("Mọi việc")), *action_choices()])

    def asked(self) -> EventFilter:
        """Return what is asked; a value that cannot be read asks nothing."""
        self.full_clean()
        clean = self.cleaned_data
        return EventFilter(
            person=clean.get("nguoi", ""),
            action=clean.get("viec", ""),
            thing=clean.get("doi_tuong", ""),
            first_day=clean.get("tu"),
            last_day=clean.get("den"),
        )


class VerifyForm(forms.Form):
    """A checkpoint that somebody kept, or nothing."""

    moc = forms.CharField(
        label=_("Mốc đã giữ"),
        required=False,
        max_length=100,
        help_text=_("Dán mốc của lần kiểm tra trước, nếu có. Chỉ mốc giữ ở nơi khác mới cho biết phần cuối có bị cắt."),
    )
