"""Shapes of what the pages of accounts take in. What is allowed is the services' affair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.people.models import Unit
from thidua.people.roles import ROLE_CHOICES
from thidua.web.people.forms import unit_choices
from thidua.web.saving import DayField, LongSelect, offer

STATES = [("", _("Tất cả")), ("active", _("Đang dùng")), ("stopped", _("Đã ngừng"))]


class AccountFilterForm(forms.Form):
    """What a reader asks of the list."""

    q = forms.CharField(
        label=_("Tên, thư điện tử"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    role = forms.ChoiceField(label=_("Vai trò"), required=False, choices=[("", _("Mọi vai trò")), *ROLE_CHOICES])
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=STATES)


class AccountForm(forms.Form):
    """Whose account it is."""

    email = forms.EmailField(label=_("Thư điện tử"), max_length=254)
    display_name = forms.CharField(
        label=_("Tên hiển thị"), max_length=150, required=False, help_text=_("Để trống thì hiện tên đăng nhập.")
    )
    person_code = forms.CharField(
        label=_("Mã cán bộ của chủ tài khoản"),
        max_length=40,
        required=False,
        help_text=_("Để trống nếu đây là tài khoản của một cơ quan, không phải của một người."),
    )


class GrantForm(forms.Form):
    """A role at a unit for a time."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", _("Chọn vai trò")), *ROLE_CHOICES])
    unit_id = forms.TypedChoiceField(label=_("Tại đơn vị"), coerce=int, widget=LongSelect)
    on = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến trước ngày"), required=False, help_text=_("Để trống nếu chưa biết ngày kết thúc."))

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", unit_choices(units, _("Chọn đơn vị")))


class NewAccountForm(GrantForm, AccountForm):
    """A new account with its first role."""

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=150, help_text=_("Chữ không dấu, viết liền; không đổi được.")
    )
    field_order = ["username", "email", "display_name", "person_code", "role", "unit_id", "on", "until"]
