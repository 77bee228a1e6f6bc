"""Shape of what keepers of the law type; whether it is law is the room's to say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.lawbooks.models import Provision
from thidua.lawbooks.selectors import CarriedRow
from thidua.lawbooks.states import Confidence, ProvisionKind
from thidua.people.models import Unit
from thidua.rules.book import LawBook
from thidua.rules.library import profiles
from thidua.rules.names import AWARD_VI
from thidua.web.saving import DayField, LongSelect, offer

RULE_START = """award: advanced_worker
rules:
  - id: I-LDTT-26
    first_day: 2026-10-01
    citation: "Luật 06/2026/QH16, Điều …"
    confidence: R
    needs:
      all:
        - grade: {at_least: min_grade_26}
"""
PARAMS_START = """numbers:
  min_grade_26:
    label_vi: "Mức xếp loại thấp nhất"
    unit: grade
    values:
      - first_day: 2026-10-01
        value: completed
        source: "Luật 06/2026/QH16, Điều …"
        confidence: R
"""
STORIES_START = """stories:
  - name: "An hoàn thành nhiệm vụ → đạt"
    year: 2026
    date: 2026-12-20
    person:
      years: {2026: {grade: completed, months_worked: 12}}
      disciplines: []
      open_cases: []
    answer: met
    rule: I-LDTT-26
"""


def _yaml(label: Any, help_text: Any, rows: int, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "class": "code"})
    return forms.CharField(label=label, help_text=help_text, max_length=64_000, required=required, widget=widget)


class ProvisionForm(forms.Form):
    """What every provision tells: since when, from which text, how well it was read."""

    document = forms.CharField(label=_("Văn bản"), max_length=200, help_text=_("Số hiệu, ví dụ Luật 06/2026/QH16."))
    article = forms.CharField(label=_("Điều, khoản, điểm"), max_length=200, required=False)
    link = forms.URLField(label=_("Địa chỉ văn bản"), max_length=500, required=False, assume_scheme="https")
    first_day = DayField(label=_("Áp dụng từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống: chưa biết ngày hết hiệu lực."))
    confidence = forms.ChoiceField(label=_("Đã đọc đến đâu"), choices=Confidence.choices)
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def typed(self) -> dict[str, Any]:
        """Return what the services take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @classmethod
    def of(cls, provision: Provision) -> dict[str, Any]:
        """Return the initial values that show a stored provision."""
        return {name: getattr(provision, name) for name in (*cls.base_fields, "version")}


class RuleForm(ProvisionForm):
    """A rule in the files' own form, with the stories it must tell right."""

    rule_yaml = _yaml(_("Quy tắc"), _("Cùng cách ghi với các tệp luật của phần mềm; mã id phải mới."), 16)
    params_yaml = _yaml(_("Số liệu của quy tắc"), _("Bỏ trống nếu quy tắc chỉ dùng số liệu đã có."), 10, required=False)
    stories_yaml = _yaml(
        _("Chuyện mẫu"), _("Ít nhất một chuyện; mọi chuyện phải ra đúng kết luận đã kể."), 14, required=False
    )

    START = {"rule_yaml": RULE_START, "params_yaml": PARAMS_START, "stories_yaml": STORIES_START}


class NumberForm(ProvisionForm):
    """The value of a number that the law sets anew."""

    target = forms.ChoiceField(label=_("Số liệu"), widget=LongSelect)
    value = forms.CharField(
        label=_("Giá trị"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: 3; 15/100; có; hoàn thành tốt nhiệm vụ. Để trống: luật không còn đặt con số này."),
    )
    stories_yaml = _yaml(_("Chuyện mẫu"), _("Ít nhất một chuyện cho thấy con số mới đổi điều gì."), 14, required=False)

    START = {"stories_yaml": STORIES_START}

    def offer_numbers(self, book: LawBook) -> None:
        """Give the numbers of the law to choose from."""
        named = [
            (f"{sheet}.{number.name}", f"{AWARD_VI.get(sheet, sheet)}: {number.label_vi}")
            for sheet, found in book.sheets.items()
            for number in found.numbers.values()
        ]
        offer(self, "target", [("", "–"), *named])


class CheckForm(ProvisionForm):
    """The word that a carried rule was compared with the new law and still holds."""

    target = forms.ChoiceField(label=_("Quy tắc đã đối chiếu"))

    START = {"first_day": date(2026, 10, 1), "document": "Luật 06/2026/QH16"}

    def offer_rules(self, rows: Iterable[CarriedRow]) -> None:
        """Give the carried rules to choose from."""
        offer(self, "target", [("", "–"), *((row.item.id, f"{row.item.id}: {row.item.name_vi}") for row in rows)])


FORMS: dict[str, type[RuleForm | NumberForm | CheckForm]] = {
    ProvisionKind.RULE: RuleForm,
    ProvisionKind.NUMBER: NumberForm,
    ProvisionKind.CHECK: CheckForm,
}


class ReasonForm(forms.Form):
    """Why a provision is not agreed to, or withdrawn."""

    reason = forms.CharField(label=_("Lý do"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SimulationForm(forms.Form):
    """Whose facts, and which two laws."""

    unit_id = forms.TypedChoiceField(label=_("Mọi người thuộc"), coerce=int, widget=LongSelect)
    year = forms.IntegerField(label=_("Năm xét"), min_value=1990, max_value=2100, localize=False)
    decided_on = DayField(label=_("Dữ liệu đến ngày"), required=False, help_text=_("Để trống: ngày 31/12 của năm xét."))
    before_on = DayField(label=_("Luật của ngày"))
    before_profile = forms.ChoiceField(label=_("Quy định riêng"), required=False)
    after_on = DayField(label=_("Luật của ngày"))
    after_profile = forms.ChoiceField(label=_("Quy định riêng"), required=False)
    after_provision = forms.TypedChoiceField(
        label=_("Thêm bản đang soạn"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, units: Iterable[Unit], drafts: Iterable[Provision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [("", str(_("không"))), *((one.code, one.name_vi) for one in profiles())]
        offer(self, "unit_id", [(str(unit.pk), unit.name) for unit in units])
        offer(self, "before_profile", own)
        offer(self, "after_profile", own)
        offer(self, "after_provision", [("", _("không")), *((str(one.pk), str(one)) for one in drafts)])

    def side_fields(self, side: str) -> list[forms.BoundField]:
        """Return the fields of one side."""
        return [self[name] for name in self.fields if name.startswith(f"{side}_")]

    @property
    def sides(self) -> list[dict[str, Any]]:
        """Both sides with their words."""
        words = (("before", _("Bên thứ nhất")), ("after", _("Bên thứ hai")))
        return [{"title": title, "fields": self.side_fields(side)} for side, title in words]

    @property
    def people_fields(self) -> list[forms.BoundField]:
        """Whose facts."""
        return [self[name] for name in ("unit_id", "year", "decided_on")]
