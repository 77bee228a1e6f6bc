"""Shape of what people type about registrations; whether it is acceptable is the services' to say."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from thidua.registration.models import RegistrationRound
from thidua.registration.selectors import NOT_STARTED
from thidua.registration.services import Tick
from thidua.registration.states import RegistrationState
from thidua.web.saving import DayField


def set_choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Give a choice field of one form the choices of its page."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class RoundForm(forms.Form):
    """A round: whose, which year, its days and the titles offered."""

    owner_id = forms.TypedChoiceField(label=_("Đơn vị mở đợt"), coerce=int)
    year = forms.IntegerField(label=_("Năm thi đua"), min_value=1990, max_value=2100)
    opens_on = DayField(label=_("Mở từ ngày"))
    soft_deadline = DayField(label=_("Hạn nộp"), help_text=_("Nộp được đến hết ngày này; nộp sau đó bị ghi là muộn."))
    hard_deadline = DayField(
        label=_("Hạn chót"), help_text=_("Sau ngày này đơn vị không nộp được nữa, chỉ cấp trên còn tiếp nhận.")
    )
    titles = forms.MultipleChoiceField(label=_("Danh hiệu nhận đăng ký"), widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owners: list, titles: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "owner_id", [(unit.pk, unit.name) for unit in owners])
        set_choices(self, "titles", [(title.code, title.label) for title in titles])

    @classmethod
    def of(cls, call: RegistrationRound) -> dict[str, Any]:
        """Return the initial values that show a stored round."""
        return {
            "owner_id": call.owner_id, "year": call.year, "opens_on": call.opens_on,
            "soft_deadline": call.soft_deadline, "hard_deadline": call.hard_deadline,
            "titles": [title.code for title in call.titles.all()], "version": call.version,
        }  # fmt: skip


class OverviewFilter(forms.Form):
    """What the list of units is narrowed to."""

    dot = forms.ChoiceField(label=_("Đợt đăng ký"), required=False)
    tim = forms.CharField(label=_("Tên đơn vị"), required=False)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("tất cả")), (NOT_STARTED, _("chưa bắt đầu")), *RegistrationState.choices],
    )
    muon = forms.BooleanField(label=_("Chỉ đơn vị nộp muộn"), required=False)

    def __init__(self, *args: Any, rounds: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "dot", [(str(call.pk), f"{call.year} – {call.owner}") for call in rounds])


class TicksForm(forms.Form):
    """The whole grid as one plain form: what was ticked when the page was made, and what is ticked now."""

    version = forms.IntegerField()
    was = forms.CharField(required=False, strip=False)

    def changes(self) -> list[Tick]:
        """Return the cells that differ, as the service wants them."""
        was = set(filter(None, self.cleaned_data["was"].split(",")))
        now = set(cast(QueryDict, self.data).getlist("on"))
        return as_ticks(now - was, on=True) + as_ticks(was - now, on=False)


class AutosaveForm(forms.Form):
    """A few changed cells, sent by the page's script as comma-separated keys."""

    version = forms.IntegerField()
    on = forms.CharField(required=False)
    off = forms.CharField(required=False)

    def changes(self) -> list[Tick]:
        """Return the cells that changed, as the service wants them."""
        keys = {name: set(filter(None, self.cleaned_data[name].split(","))) for name in ("on", "off")}
        return as_ticks(keys["on"], on=True) + as_ticks(keys["off"], on=False)


class StartForm(forms.Form):
    """The unit whose registration is started."""

    unit_id = forms.IntegerField(min_value=1)


class VersionForm(forms.Form):
    """A button that acts on the version its page showed."""

    version = forms.IntegerField()


class MoveForm(forms.Form):
    """A move: the version looked at and, where needed, the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do trả lại"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PastedForm(forms.Form):
    """A block copied from a spreadsheet and what its columns hold."""

    text = forms.CharField(strip=False, max_length=400_000)
    kinds = forms.CharField(max_length=500)


def as_ticks(keys: set[str], *, on: bool) -> list[Tick]:
    """Turn cell keys (``person:title``, 0 for the unit) into changes; keys of another shape are dropped."""
    ticks: list[Tick] = []
    for key in sorted(keys):
        person, _colon, code = key.partition(":")
        if person.isdigit() and len(person) < 19 and code:
            ticks.append({"person_id": int(person) or None, "title_code": code, "on": on})
    return ticks
