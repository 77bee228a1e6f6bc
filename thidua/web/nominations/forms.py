"""Shape of what people type about nominations; whether it is acceptable is the services' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.honours.states import IssuerLevel, Subject
from thidua.nominations.models import MOST_DAYS
from thidua.nominations.services import Letter
from thidua.nominations.states import FIELDS, DossierKind, NominationState
from thidua.web.saving import DayField, LongSelect, VersionedForm, offer

ALL = ("", _("tất cả"))
STATES = [ALL, *NominationState.choices]


class OfUnitsFilter(forms.Form):
    """Words to look for, and one of the units that the reader sees."""

    tim = forms.CharField(required=False)
    don_vi = forms.ChoiceField(required=False, widget=LongSelect)

    def __init__(self, *args: Any, units: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "don_vi", [ALL, *((str(pk), name) for pk, name in units)])


class InboxFilter(OfUnitsFilter):
    """What lies in the office, narrowed."""

    tim = forms.CharField(label=_("Tên người, tập thể"), required=False)
    don_vi = forms.ChoiceField(label=_("Đơn vị gửi"), required=False, widget=LongSelect)
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=STATES)
    noi_giu = forms.ChoiceField(
        label=_("Nơi giữ"), required=False, choices=[("", _("nơi tôi làm việc")), ("duoi", _("cả các cấp dưới"))]
    )


class DossierFilter(OfUnitsFilter):
    """Which dossiers are shown."""

    tim = forms.CharField(label=_("Mã, trích yếu"), required=False)
    don_vi = forms.ChoiceField(label=_("Đơn vị"), required=False, widget=LongSelect)
    nam = forms.IntegerField(label=_("Năm"), required=False, min_value=1990, max_value=2100)
    loai = forms.ChoiceField(label=_("Loại khen thưởng"), required=False, choices=[ALL, *DossierKind.choices])


class LetterForm(VersionedForm):
    """A submission letter."""

    title = forms.CharField(
        label=_("Trích yếu"), max_length=300, help_text=_("Ví dụ: Đề nghị tặng danh hiệu năm 2018.")
    )
    year = forms.IntegerField(label=_("Năm thành tích"), min_value=1990, max_value=2100)
    kind = forms.ChoiceField(label=_("Loại khen thưởng"), choices=DossierKind.choices)
    movement_id = forms.TypedChoiceField(
        label=_("Phong trào, chuyên đề"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Chỉ cần khi khen theo phong trào, chuyên đề."),
    )
    simplified = forms.BooleanField(
        label=_("Thủ tục đơn giản"),
        required=False,
        help_text=_("Chỉ cho khen đột xuất, đối ngoại: tờ trình và báo cáo tóm tắt, không qua hội đồng."),
    )
    letter_number = forms.CharField(label=_("Số tờ trình"), required=False, max_length=60)
    letter_date = DayField(label=_("Ngày tờ trình"), required=False)

    def __init__(self, *args: Any, movements: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "movement_id", [("", _("(không)")), *((str(pk), name) for pk, name in movements)])

    def letter(self) -> Letter:
        """Return what was typed, as the services take it."""
        said = dict(self.cleaned_data)
        return Letter(**{name: said[name] for name in Letter.__dataclass_fields__})


class CreateForm(LetterForm):
    """A new dossier: whose, and its letter."""

    unit_id = forms.TypedChoiceField(label=_("Đơn vị đề nghị"), coerce=int, widget=LongSelect)
    field_order = ["unit_id", "title", "year", "kind", "movement_id", "simplified", "letter_number", "letter_date"]

    def __init__(self, *args: Any, units: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", [(str(pk), name) for pk, name in units])


class AddForm(forms.Form):
    """People, or the unit itself, or a household of it, put up for one title or form."""

    subject = forms.ChoiceField(
        label=_("Đề nghị cho"), choices=Subject.choices, widget=forms.RadioSelect, initial=Subject.PERSON
    )
    distinction = forms.ChoiceField(label=_("Danh hiệu, hình thức khen thưởng"))
    household = forms.CharField(label=_("Tên hộ gia đình (khi đề nghị cho hộ)"), required=False, max_length=200)
    achievement = forms.CharField(
        label=_("Tóm tắt thành tích"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ghi chung cho những người được chọn; sửa riêng từng người được sau."),
    )

    def __init__(self, *args: Any, distinctions: list[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "distinction", distinctions)


class EditForm(VersionedForm):
    """What a sender may still change of a nomination."""

    distinction = forms.ChoiceField(label=_("Danh hiệu, hình thức đề nghị"))
    achievement = forms.CharField(
        label=_("Tóm tắt thành tích"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 12})
    )

    def __init__(self, *args: Any, distinctions: list[tuple[Any, Any]], open_fields: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "distinction", distinctions)
        for name in {"distinction", "achievement"} - open_fields:
            del self.fields[name]


class LowerForm(VersionedForm):
    """Another title or form than was asked for, and why."""

    distinction = forms.ChoiceField(label=_("Đổi thành"))
    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, distinctions: list[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "distinction", distinctions)


class MoveForm(forms.Form):
    """A move of some nominations: why, and what a return asks to be mended."""

    reason = forms.CharField(
        label=_("Lý do"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    asked = forms.MultipleChoiceField(
        label=_("Phần cần bổ sung, sửa"),
        required=False,
        choices=list(FIELDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Đơn vị chỉ sửa được những phần này."),
    )


class OfficeForm(VersionedForm):
    """How an office works."""

    decides = forms.MultipleChoiceField(
        label=_("Cấp quyết định ghi tại đây"),
        required=False,
        choices=IssuerLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Khen thưởng của các cấp khác được trình lên cấp trên."),
    )
    working_days = forms.IntegerField(label=_("Hạn xử lý (ngày làm việc)"), min_value=1, max_value=MOST_DAYS)
    consult_days = forms.IntegerField(
        label=_("Lấy ý kiến công khai (ngày làm việc)"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("0: chỉ khi luật yêu cầu."),
    )
    by_officer = forms.BooleanField(label=_("Chia hồ sơ theo cán bộ phụ trách từng đơn vị"), required=False)

    def __init__(
        self, *args: Any, senders: list[tuple[int, str]], officers: list[tuple[Any, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.senders = [pk for pk, _name in senders]
        choices = [("", _("(mọi cán bộ)")), *((str(pk), name) for pk, name in officers)]
        for pk, name in senders:
            label = _("Phụ trách %(unit)s") % {"unit": name}
            self.fields[f"officer_{pk}"] = forms.ChoiceField(
                label=label, required=False, choices=choices, widget=LongSelect
            )

    def routes(self) -> dict[int, int]:
        """Return which officer handles which sender."""
        asked = {pk: self.cleaned_data.get(f"officer_{pk}") for pk in self.senders}
        return {pk: int(officer) for pk, officer in asked.items() if officer}
