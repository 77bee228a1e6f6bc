"""Shapes of what the pages of people take in. What is allowed is the services' affair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.people.models import Position, Unit
from thidua.people.states import Sex, StaffKind
from thidua.web.saving import DayField, LongSelect, VersionedForm, offer

YES_NO = [("", _("Tất cả")), ("yes", _("Là đoàn viên")), ("no", _("Chưa là đoàn viên"))]


def unit_choices(units: Iterable[Unit], empty: Any) -> list[tuple[str, Any]]:
    """Return units as choices, after an empty one with the given words."""
    return [("", empty), *((str(unit.pk), unit.short_name) for unit in units)]


def position_choices(positions: Iterable[Position]) -> list[tuple[str, Any]]:
    """Return posts as choices."""
    return [("", _("(chưa có)")), *((str(position.pk), position.label) for position in positions)]


class PeopleFilterForm(forms.Form):
    """What a reader asks of the list, as part of the address."""

    q = forms.CharField(
        label=_("Họ tên hoặc mã"),
        required=False,
        max_length=120,
        help_text=_("Gõ không dấu cũng được; gõ có dấu thì chỉ tìm đúng dấu."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = forms.TypedChoiceField(
        label=_("Đơn vị (gồm cả cấp dưới)"), required=False, coerce=int, empty_value=None, widget=LongSelect
    )
    ngay = DayField(label=_("Tính đến ngày"), required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, choices=[("", _("Tất cả")), *Sex.choices])
    union_member = forms.ChoiceField(label=_("Đoàn viên"), required=False, choices=YES_NO)
    left = forms.BooleanField(label=_("Gồm cả người đã rời đơn vị"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", unit_choices(units, _("Mọi đơn vị")))


class PersonForm(VersionedForm):
    """Who a person is."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    code = forms.CharField(
        label=_("Mã cán bộ, đoàn viên"),
        max_length=40,
        required=False,
        help_text=_("Để trống thì máy tự đặt mã."),
    )
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, choices=[("", _("(chưa ghi)")), *Sex.choices])
    birth_date = DayField(label=_("Ngày sinh"), required=False)


class PlaceForm(forms.Form):
    """Where a person stands, from when, in which post."""

    unit_id = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int, widget=LongSelect)
    on = DayField(label=_("Từ ngày"))
    position_id = forms.TypedChoiceField(label=_("Chức vụ"), required=False, coerce=int, empty_value=None)
    staff_kind = forms.ChoiceField(label=_("Đối tượng"), choices=StaffKind.choices, initial=StaffKind.CIVIL_SERVANT)

    def __init__(self, *args: Any, units: Iterable[Unit], positions: Iterable[Position], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", unit_choices(units, _("Chọn đơn vị")))
        offer(self, "position_id", position_choices(positions))


class NewPlaceForm(PlaceForm):
    """A place for somebody who has none."""

    union_member = forms.BooleanField(label=_("Là đoàn viên công đoàn"), required=False, initial=True)


class NewPersonForm(NewPlaceForm, PersonForm):
    """A person and their first place."""

    field_order = ["full_name", "code", "sex", "birth_date", "unit_id", "on", "position_id", "staff_kind"]


class TransferForm(PlaceForm, VersionedForm):
    """Where a person goes. The place that they leave is the row that two people might change at once."""

    field_order = ["unit_id", "on", "position_id", "staff_kind"]


class EndForm(VersionedForm):
    """When a person leaves."""

    on = DayField(label=_("Ngày đầu tiên không còn ở đơn vị"))
