"""Shape of what people type about consultations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.consultations.models import LONGEST_COMMENT
from thidua.consultations.states import Outcome
from thidua.nominations.models import MOST_DAYS
from thidua.web.saving import VersionedForm, offer


class PublishForm(forms.Form):
    """A list to be shown: what it is called, and for how long."""

    title = forms.CharField(label=_("Tên đợt lấy ý kiến"), max_length=300)
    days = forms.IntegerField(
        label=_("Số ngày làm việc"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Không kể ngày công khai, ngày nghỉ, lễ, Tết."),
    )


class StopForm(forms.Form):
    """Why a list is taken off."""

    reason = forms.CharField(label=_("Lý do dừng"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(VersionedForm):
    """What the office makes of a comment."""

    outcome = forms.ChoiceField(label=_("Xử lý"), choices=Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(label=_("Trả lời"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 5}))


class CommentForm(forms.Form):
    """A comment from the public page; a visitor adds a name and an address, an account does not need to."""

    about = forms.TypedChoiceField(label=_("Về"), required=False, coerce=int, empty_value=None)
    text = forms.CharField(
        label=_("Ý kiến của bạn"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 6})
    )
    name = forms.CharField(label=_("Họ và tên"), required=False, max_length=150)
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Chúng tôi gửi một liên kết tới đây; mở liên kết thì ý kiến mới được tính."),
    )

    def __init__(self, *args: Any, listed: list[tuple[int, str]], known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "about", [("", _("cả danh sách")), *((str(pk), name) for pk, name in listed)])
        if known:
            del self.fields["name"], self.fields["email"]
