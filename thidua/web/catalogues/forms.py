"""The form of a catalogue's entry: what all have in common, and each catalogue's own fields after its model."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from thidua.honours.models import CommendationForm, Title
from thidua.kernel.catalogues import CatalogueEntry
from thidua.people.models import Position, Sector, UnitKind
from thidua.web.saving import DayField, VersionedForm

__all__ = ["CommendationForm", "EndForm", "EntryForm", "Position", "Sector", "Title", "UnitKind", "own_fields"]

COMMON = ("code", "name", "name_en", "synonyms", "order", "valid_from", "valid_to")


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


class EntryForm(VersionedForm):
    """One entry."""

    code = forms.SlugField(
        label=_("Mã"), max_length=60, help_text=_("Chữ không dấu, số, gạch dưới; không đổi được sau này.")
    )
    name = forms.CharField(label=_("Tên"), max_length=200)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False)
    synonyms = LinesField(
        label=_("Tên gọi khác"),
        required=False,
        help_text=_("Mỗi dòng một tên, như trong công văn và bảng tính thường viết: LĐTT, Lao động TT…"),
    )
    order = forms.IntegerField(label=_("Thứ tự"), min_value=0, max_value=32000, initial=100)
    valid_from = DayField(label=_("Dùng từ ngày"))
    valid_to = DayField(label=_("Thôi dùng từ ngày"), required=False)

    def __init__(self, *args: Any, model: type[CatalogueEntry], adding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not adding:
            del self.fields["code"]
        for name in own_fields(model):
            self.fields[name] = cast(forms.Field, cast(Field, model._meta.get_field(name)).formfield())


def own_fields(model: type[CatalogueEntry]) -> list[str]:
    """Return the names of the fields that only this catalogue has."""
    common = {*COMMON, "id", "version"}
    return [field.name for field in model._meta.concrete_fields if field.name not in common]


class EndForm(VersionedForm):
    """From when an entry is no more used."""

    on = DayField(label=_("Thôi dùng từ ngày"))
