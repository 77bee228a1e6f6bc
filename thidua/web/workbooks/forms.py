"""Shape of what people send about imports; whether it is acceptable is the services' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.web.saving import LongSelect, offer
from thidua.workbooks.finding.fields import kind as list_kind
from thidua.workbooks.states import FIRST_YEAR, LAST_YEAR, ListKind

SKIP = ""


class FileForm(forms.Form):
    """A file, what it lists, and where it belongs."""

    file = forms.FileField(
        label=_("Tệp"),
        help_text=_(
            "Excel (.xlsx, .xls), .ods, .csv; bảng trong Word, trang web, PDF có lớp chữ; không cần theo mẫu riêng."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.docx,.doc,.html,.htm,.pdf"}),
        allow_empty_file=True,
    )
    kind = forms.ChoiceField(label=_("Danh sách gì"))
    unit_id = forms.TypedChoiceField(
        label=_("Của đơn vị"),
        coerce=int,
        widget=LongSelect,
        help_text=_("Dòng không ghi đơn vị được hiểu là của đơn vị này."),
    )
    year = forms.IntegerField(
        label=_("Năm"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Của những dòng không ghi năm. Danh sách người không cần năm."),
    )

    def __init__(self, *args: Any, kinds: list[str], units: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(code, ListKind(code).label) for code in kinds])
        offer(self, "unit_id", [(str(pk), name) for pk, name in units])


class ColumnsForm(forms.Form):
    """What each column of the list means; sheet and line of the head."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sheet = forms.ChoiceField(label=_("Trang tính"), required=False)
    line = forms.IntegerField(
        label=_("Dòng tiêu đề của bảng"),
        min_value=1,
        required=False,
        help_text=_("Số dòng ở lề trái của bảng tính. Đổi trang hoặc dòng thì các cột được đọc lại."),
    )

    def __init__(self, *args: Any, kind: str, layout: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        offer(self, "sheet", [(sheet["name"], sheet["name"]) for sheet in layout["sheets"]])
        if len(layout["sheets"]) == 1:
            self.fields["sheet"].widget = forms.HiddenInput()
        known = [(field.code, field.name_vi) for field in list_kind(kind).fields]
        for number, column in enumerate(layout.get("columns", ())):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=_now("Cột %(letters)s: %(head)s") % {"letters": column["letters"], "head": column["text"]},
                choices=[(SKIP, _("(bỏ qua cột này)")), *known],
                required=False,
                initial=column["field"] or SKIP,
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each column with its field of the form."""
        return [
            {"column": column, "field": self[f"column-{number}"]}
            for number, column in enumerate(self.layout.get("columns", ()))
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse one meaning for two columns: of two names, which would count?"""
        said = super().clean() or {}
        taken: dict[str, str] = {}
        for number, column in enumerate(self.layout.get("columns", ())):
            field = said.get(f"column-{number}") or SKIP
            if field in taken and field != "marked_title":
                same = _now("Cột %(letters)s đã có nghĩa này; chọn nghĩa khác hoặc bỏ qua một cột.")
                self.add_error(f"column-{number}", same % {"letters": taken[field]})
            elif field:
                taken[field] = column["letters"]
        return said

    def mapping(self) -> dict[str, Any]:
        """Return the choice as the services take it; the columns only while they are those of the table shown."""
        said = self.cleaned_data
        first = self.layout.get("first_line", 1)
        row = said["line"] - first if said.get("line") else None
        same = said["sheet"] == self.layout.get("sheet") and row == self.layout.get("header")
        columns = [said[f"column-{number}"] or None for number in range(len(self.layout.get("columns", ())))]
        return {"sheet": said["sheet"], "row": row, "columns": columns if same else []}
