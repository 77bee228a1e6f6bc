"""Shapes of what the pages of units take in. What is allowed is the services' affair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.people.models import Bloc, Membership, Sector, Unit, UnitKind, UnitVersion
from thidua.people.services import NewUnit
from thidua.people.states import GroupKind, Tree
from thidua.web.people.forms import unit_choices
from thidua.web.saving import DayField, LongSelect, VersionedForm, offer

NEW = "new"
STAYS = ""


def entry_choices(entries: Iterable[UnitKind | Sector | Bloc], empty: Any) -> list[tuple[str, Any]]:
    """Return catalogue entries as choices, after an empty one with the given words."""
    return [("", empty), *((str(entry.pk), getattr(entry, "label", str(entry))) for entry in entries)]


class TreeForm(forms.Form):
    """The day and the words of the tree's page."""

    ngay = DayField(label=_("Tính đến ngày"), required=False)
    q = forms.CharField(
        label=_("Tên đơn vị (không cần dấu)"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    he = forms.ChoiceField(required=False, choices=Tree.choices, widget=forms.HiddenInput)


class ChangeForm(VersionedForm):
    """What every dated change asks: from when, and by which decision."""

    day = DayField(label=_("Có hiệu lực từ ngày"), help_text=_("Có thể là ngày đã qua; không được sau hôm nay."))
    reason = forms.CharField(
        label=_("Căn cứ"),
        required=False,
        max_length=300,
        help_text=_("Ví dụ: Quyết định số 12/QĐ-CĐVC ngày 05/03/2018."),
    )


class RenameForm(ChangeForm):
    """Another name."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=300)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=100)
    field_order = ["name", "short_name", "day", "reason"]


class MoveForm(ChangeForm):
    """Another superior."""

    parent_id = forms.TypedChoiceField(label=_("Đơn vị cấp trên mới"), coerce=int, widget=LongSelect)
    field_order = ["parent_id", "day", "reason"]

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent_id", unit_choices(units, _("Chọn đơn vị")))


class PairForm(ChangeForm):
    """Another agency for a union."""

    agency_id = forms.TypedChoiceField(
        label=_("Cơ quan, đơn vị cùng cặp"), coerce=int, empty_value=None, required=False, widget=LongSelect
    )
    reason = None  # type: ignore[assignment]
    field_order = ["agency_id", "day"]

    def __init__(self, *args: Any, agencies: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agency_id", unit_choices(agencies, _("(không có)")))


class BlocForm(ChangeForm):
    """Another bloc for a unit."""

    bloc_id = forms.TypedChoiceField(label=_("Khối, cụm thi đua"), coerce=int, empty_value=None, required=False)
    reason = None  # type: ignore[assignment]
    field_order = ["bloc_id", "day"]

    def __init__(self, *args: Any, blocs: Iterable[Bloc], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "bloc_id", entry_choices(blocs, _("(không có)")))


class NewBlocForm(forms.Form):
    """A new bloc or cluster."""

    code = forms.SlugField(label=_("Mã"), max_length=40, help_text=_("Chữ không dấu, số, gạch nối."))
    name = forms.CharField(label=_("Tên khối, cụm"), max_length=200)
    kind = forms.ChoiceField(label=_("Loại"), choices=GroupKind.choices)
    day = DayField(label=_("Có hiệu lực từ ngày"))


class DescribeForm(VersionedForm):
    """What has no history: kind and sector."""

    kind = forms.TypedChoiceField(label=_("Loại đơn vị"), coerce=int)
    sector_id = forms.TypedChoiceField(label=_("Ngành, lĩnh vực"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, kinds: Iterable[UnitKind], sectors: Iterable[Sector], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", entry_choices(kinds, _("Chọn loại")))
        offer(self, "sector_id", entry_choices(sectors, _("(chưa xếp)")))


class NewUnitForm(DescribeForm, ChangeForm):
    """A new unit."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=300)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=100)
    code = forms.SlugField(
        label=_("Mã đơn vị"), max_length=40, help_text=_("Chữ không dấu, số, gạch nối; không đổi được.")
    )
    parent_id = forms.TypedChoiceField(
        label=_("Trực thuộc"), coerce=int, empty_value=None, required=False, widget=LongSelect
    )
    agency_id = forms.TypedChoiceField(
        label=_("Cơ quan, đơn vị cùng cặp"), coerce=int, empty_value=None, required=False, widget=LongSelect
    )
    field_order = ["kind", "name", "short_name", "code", "parent_id", "agency_id", "sector_id", "day", "reason"]

    def __init__(self, *args: Any, parents: Iterable[Unit], agencies: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent_id", unit_choices(parents, _("(cấp cao nhất)")))
        offer(self, "agency_id", unit_choices(agencies, _("(không có)")))


class MergeForm(ChangeForm):
    """Which units become one, an existing or a new one."""

    source_ids = forms.TypedMultipleChoiceField(
        label=_("Các đơn vị được sáp nhập"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    into = forms.ChoiceField(label=_("Sáp nhập vào"), widget=LongSelect)
    code = forms.SlugField(label=_("Mã đơn vị mới"), max_length=40, required=False)
    name = forms.CharField(label=_("Tên đầy đủ của đơn vị mới"), max_length=300, required=False)
    short_name = forms.CharField(label=_("Tên ngắn của đơn vị mới"), max_length=100, required=False)
    agency_id = forms.TypedChoiceField(
        label=_("Cơ quan cùng cặp với đơn vị mới"), coerce=int, empty_value=None, required=False, widget=LongSelect
    )
    field_order = ["source_ids", "into", "name", "short_name", "code", "agency_id", "day", "reason"]

    def __init__(self, *args: Any, units: list[Unit], agencies: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = unit_choices(units, "")[1:]
        offer(self, "source_ids", choices)
        offer(self, "into", [(NEW, _("một đơn vị mới (điền tên bên dưới)")), *choices])
        offer(self, "agency_id", unit_choices(agencies, _("(không có)")))

    def clean(self) -> dict[str, Any]:
        """Ask the new unit's names where there is a new unit."""
        values = super().clean() or {}
        if values.get("into") == NEW:
            for name in ("code", "name", "short_name"):
                if not values.get(name):
                    self.add_error(name, _("Đơn vị mới cần có ô này."))
        return values

    def target(self) -> int | NewUnit:
        """Return the existing unit's id, or the new unit."""
        values = self.cleaned_data
        if values["into"] != NEW:
            return int(values["into"])
        return NewUnit(values["code"], values["name"], values["short_name"], agency_id=values["agency_id"])


class SplitForm(ChangeForm):
    """The new units, who and what goes into each, and whether the old one goes on."""

    keep = forms.BooleanField(
        label=_("Đơn vị cũ vẫn hoạt động"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn khi đơn vị cũ kết thúc; khi đó mọi người và đơn vị trực thuộc phải có nơi chuyển tới."),
    )

    def __init__(
        self,
        *args: Any,
        parts: int,
        members: Iterable[Membership],
        children: Iterable[UnitVersion],
        agencies: Iterable[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = range(1, parts + 1)
        self.members, self.children = list(members), list(children)
        pairs = unit_choices(agencies, _("(không có)"))
        for number in self.numbers:
            self._add_part(number, pairs)
        places = [(STAYS, _("ở lại đơn vị cũ")), *((str(n), _("đơn vị mới %(n)s") % {"n": n}) for n in self.numbers)]
        for member in self.members:
            self.fields[f"person_{member.person_id}"] = forms.ChoiceField(
                label=member.person.full_name, choices=places, required=False
            )
        for child in self.children:
            self.fields[f"unit_{child.unit_id}"] = forms.ChoiceField(
                label=child.short_name, choices=places, required=False
            )

    def _add_part(self, number: int, pairs: list[tuple[str, Any]]) -> None:
        said = {"n": number}
        self.fields[f"name_{number}"] = forms.CharField(label=_("Tên đầy đủ, đơn vị mới %(n)s") % said, max_length=300)
        self.fields[f"short_name_{number}"] = forms.CharField(
            label=_("Tên ngắn, đơn vị mới %(n)s") % said, max_length=100
        )
        self.fields[f"code_{number}"] = forms.SlugField(label=_("Mã, đơn vị mới %(n)s") % said, max_length=40)
        self.fields[f"agency_{number}"] = forms.TypedChoiceField(
            label=_("Cơ quan cùng cặp, đơn vị mới %(n)s") % said,
            choices=pairs,
            coerce=int,
            empty_value=None,
            required=False,
        )

    def part_fields(self) -> list[list[forms.BoundField]]:
        """Return the inputs of each new unit."""
        return [[self[f"{name}_{n}"] for name in ("name", "short_name", "code", "agency")] for n in self.numbers]

    def person_fields(self) -> list[forms.BoundField]:
        """Return one input for each person."""
        return [self[f"person_{member.person_id}"] for member in self.members]

    def child_fields(self) -> list[forms.BoundField]:
        """Return one input for each unit below."""
        return [self[f"unit_{child.unit_id}"] for child in self.children]

    def parts(self) -> list[NewUnit]:
        """Return the new units with who and what goes into each."""
        values = self.cleaned_data
        return [
            NewUnit(
                code=values[f"code_{n}"],
                name=values[f"name_{n}"],
                short_name=values[f"short_name_{n}"],
                agency_id=values[f"agency_{n}"],
                person_ids=[m.person_id for m in self.members if values[f"person_{m.person_id}"] == str(n)],
                child_ids=[c.unit_id for c in self.children if values[f"unit_{c.unit_id}"] == str(n)],
            )
            for n in self.numbers
        ]
