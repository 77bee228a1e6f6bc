"""Shape of what the home page is narrowed by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.statistics.stages import StageCode


class UnitFilter(forms.Form):
    """Which units of the list: by name, by the stage they stand at."""

    nam = forms.IntegerField(required=False, widget=forms.HiddenInput)
    tim = forms.CharField(label=_("Tên đơn vị"), required=False)
    buoc = forms.ChoiceField(label=_("Đang ở bước"), required=False, choices=[("", _("tất cả")), *StageCode.choices])
