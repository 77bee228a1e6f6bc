"""Shape of what people type about initiatives; whether it is acceptable is the services' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.initiatives.states import InitiativeKind, Scope
from thidua.rules.names import any_name, awards_of
from thidua.web.registration.forms import DayField, set_choices

RECOGNISED, NOT_RECOGNISED = "co", "chua"
AUTHOR_ROWS = 5


class InitiativeFilter(forms.Form):
    """What the list is narrowed to."""

    tim = forms.CharField(label=_("Tên sáng kiến hoặc tác giả"), required=False)
    don_vi = forms.TypedChoiceField(label=_("Đơn vị"), required=False, coerce=int, empty_value=None)
    nam = forms.IntegerField(label=_("Năm"), required=False, min_value=1990, max_value=2100)
    pham_vi = forms.ChoiceField(
        label=_("Công nhận"),
        required=False,
        choices=[
            ("", _("tất cả")), (NOT_RECOGNISED, _("chưa công nhận")), (RECOGNISED, _("đã công nhận")), *Scope.choices,
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "don_vi", [("", _("tất cả")), *units])


class InitiativeForm(forms.Form):
    """An initiative with its authors, each with a share; empty author rows are dropped."""

    name = forms.CharField(label=_("Tên sáng kiến, đề tài"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("Loại"), choices=InitiativeKind.choices)
    year = forms.IntegerField(label=_("Năm"), min_value=1990, max_value=2100)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], authors: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [*authors.items(), *[("", "")] * AUTHOR_ROWS][: max(AUTHOR_ROWS, len(authors) + 1)]
        self.rows = range(1, len(shown) + 1)
        for number, (person, share) in zip(self.rows, shown, strict=True):
            self.fields[f"author-{number}"] = forms.TypedChoiceField(
                label=_now("Tác giả %(number)s") % {"number": number}, coerce=int, empty_value=None, required=False,
                choices=[("", "–"), *people], initial=person,
            )  # fmt: skip
            self.fields[f"share-{number}"] = forms.IntegerField(
                label=_now("Tỷ lệ đóng góp của tác giả %(number)s (%%)") % {"number": number},
                required=False, min_value=1, max_value=100, initial=share,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Gather the authors; the same person twice, or an author without a share, is said at the row."""
        said = super().clean() or {}
        authors: dict[int, int] = {}
        for number in self.rows:
            person, share = said.get(f"author-{number}"), said.get(f"share-{number}")
            if person in authors:
                self.add_error(f"author-{number}", _now("Người này đã được ghi ở trên."))
            elif person and share is None and f"share-{number}" not in self.errors:
                self.add_error(f"share-{number}", _now("Ghi tỷ lệ đóng góp."))
            elif person and share:
                authors[person] = share
        return said | {"authors": authors}


def asked(said: dict[str, Any]) -> dict[str, Any]:
    """Return what the services ask for, from a cleaned InitiativeForm."""
    return {name: said[name] for name in ("name", "kind", "year", "authors")}


class RecognitionForm(forms.Form):
    """The decision that recognised an initiative."""

    scope = forms.ChoiceField(label=_("Phạm vi công nhận"), choices=Scope.choices)
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60)
    decided_on = DayField(label=_("Ngày quyết định"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class UseForm(forms.Form):
    """For which title or form an initiative served."""

    award = forms.ChoiceField(label=_("Đã dùng để xét"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = [(code, any_name(code)) for code in awards_of("person")]
        set_choices(self, "award", [("", _("chưa dùng")), *served])


class WithdrawalForm(forms.Form):
    """Why a recognition is taken back."""

    reason = forms.CharField(label=_("Lý do rút công nhận"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)
