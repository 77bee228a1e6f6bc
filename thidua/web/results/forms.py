"""Shape of what people type about results, discipline and leave; whether it is acceptable is the services' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.registration.models import UnitResult
from thidua.registration.selectors import AskedFinding
from thidua.registration.services import Found
from thidua.registration.states import CaseKind, DisciplineLevel, Grade, LeaveKind
from thidua.web.registration.forms import DayField, set_choices


class YearFilter(forms.Form):
    """The year looked at, and a unit's name."""

    nam = forms.IntegerField(label=_("Năm"), min_value=1990, max_value=2100, required=False)
    tim = forms.CharField(label=_("Tên đơn vị"), required=False)


class GradeForAllForm(forms.Form):
    """One grade for everybody without one."""

    grade = forms.ChoiceField(label=_("Xếp loại ghi cho mọi người chưa có"), choices=Grade.choices)


class ConfirmForm(forms.Form):
    """The people looked at before confirming."""

    token = forms.CharField(max_length=32)


class DisciplineForm(forms.Form):
    """A disciplinary measure."""

    person_id = forms.TypedChoiceField(label=_("Người bị kỷ luật"), coerce=int)
    level = forms.ChoiceField(label=_("Hình thức kỷ luật"), choices=DisciplineLevel.choices)
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60)
    decided_on = DayField(label=_("Ngày quyết định"))
    ends_on = DayField(
        label=_("Hết hiệu lực từ ngày"),
        required=False,
        help_text=_("Ngày đầu tiên không còn bị kỷ luật; để trống nếu chưa biết."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "person_id", people)


class LeaveForm(forms.Form):
    """A long absence."""

    person_id = forms.TypedChoiceField(label=_("Người nghỉ"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Loại nghỉ"),
        choices=LeaveKind.choices,
        help_text=_("Nghỉ thai sản và đi học được tính là thời gian làm việc; các loại khác thì không."),
    )
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến hết ngày"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "person_id", people)


class CaseForm(forms.Form):
    """Something being looked into, about a person or about the unit itself."""

    person_id = forms.TypedChoiceField(label=_("Về ai"), coerce=int, required=False, empty_value=None)
    kind = forms.ChoiceField(label=_("Loại vụ việc"), choices=CaseKind.choices)
    opened_on = DayField(label=_("Bắt đầu từ ngày"))
    note = forms.CharField(
        label=_("Nội dung"), required=False, max_length=500, help_text=_("Ví dụ: số đơn, số quyết định thanh tra.")
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "person_id", [("", _("Tập thể đơn vị")), *people])


class CaseClosingForm(forms.Form):
    """The written conclusion of a case."""

    closed_on = DayField(label=_("Ngày có kết luận"))
    outcome = forms.CharField(
        label=_("Kết luận"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Số văn bản, của ai, kết luận thế nào. Nếu bị kỷ luật thì ghi cả quyết định kỷ luật."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


YES_NO = {"1": True, "0": False, "": None}


class UnitResultForm(forms.Form):
    """A unit's own year."""

    grade = forms.ChoiceField(
        label=_("Xếp loại của đơn vị"), required=False, choices=[("", _("chưa biết")), *Grade.choices]
    )
    rank = forms.IntegerField(
        label=_("Thứ hạng trong khối, cụm thi đua"), required=False, min_value=1, max_value=1000,
        help_text=_("Để trống nếu chưa xếp hạng."),
    )  # fmt: skip
    targets_exceeded = forms.ChoiceField(
        label=_("Vượt mọi chỉ tiêu thi đua và nhiệm vụ"),
        required=False,
        choices=[("", _("chưa biết")), ("1", _("có")), ("0", _("không"))],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(row: UnitResult | None) -> dict[str, Any]:
        """Return what is stored, as the form shows it."""
        if row is None:
            return {"version": 0}
        exceeded = {value: word for word, value in YES_NO.items()}[row.targets_exceeded]
        return {"grade": row.grade, "rank": row.rank, "targets_exceeded": exceeded, "version": row.version}

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        clean = self.cleaned_data
        return {
            "grade": clean["grade"], "rank": clean["rank"], "targets_exceeded": YES_NO[clean["targets_exceeded"]],
        }  # fmt: skip


class CancelForm(forms.Form):
    """Taking something out of the record: why, and the version looked at."""

    reason = forms.CharField(label=_("Lý do hủy"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)


HOLDS = [("", _("chưa nhận xét")), ("1", _("đạt")), ("0", _("không đạt"))]


class FindingsForm(forms.Form):
    """All findings of one person's year: each with its answer and, where it does not hold, the reason."""

    def __init__(self, *args: Any, asked: list[AskedFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [item.code for item in asked]
        for item in asked:
            label = item.about[:1].upper() + item.about[1:]
            self.fields[f"holds-{item.code}"] = forms.ChoiceField(label=label, choices=HOLDS, required=False)
            self.fields[f"reason-{item.code}"] = forms.CharField(
                label=_("Lý do nếu không đạt"), required=False, max_length=500
            )
            self.fields[f"version-{item.code}"] = forms.IntegerField(widget=forms.HiddenInput)

    def findings(self, person_id: int) -> list[Found]:
        """Return the answers as the service takes them."""
        said = self.cleaned_data
        values = {"1": True, "0": False}
        return [
            {
                "person_id": person_id,
                "code": code,
                "holds": values.get(said[f"holds-{code}"]),
                "reason": said[f"reason-{code}"],
            }
            for code in self.codes
        ]

    def versions(self, person_id: int) -> dict[tuple[int, str], int]:
        """Return the versions that the page showed."""
        return {(person_id, code): self.cleaned_data[f"version-{code}"] for code in self.codes}
