"""Made-up Vietnamese data for the component page. The unit's name is as long as the longest that officers keep."""

from __future__ import annotations

import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from thidua.web.listing import Column, Kind, Listing

# 88 characters: the length of name that layouts must survive.
LONG_UNIT = "Công đoàn cơ sở Trung tâm Kiểm định chất lượng và Dịch vụ kỹ thuật công trình Thủ đô Mẫu"

# How each is written, shown above its sample.
CODE = {
    "ribbon": '<c-ribbon :stages="stages" />',
    "badges": '<c-badge tone="ok">…</c-badge>',
    "notices_sample": '<c-notice tone="warn" title="…" dismiss>…</c-notice>',
    "stats": '<c-stat label="…" value="…" note="…" href="…" />',
    "buttons": '<button class="button primary">',
    "forms": '<c-form-errors :form="form" /> <c-field :field="form.name" />',
    "refusal": '<c-form-errors :refusal="refusal" />',
    "whole_form": '<c-fields :form="form" />',
    "filters": '<c-filters :form="filter.form" />',
    "cards": '<c-card title="…">…</c-card> <dl class="facts"> <c-progress :done="3" :total="12" label="…" />',
    "tasks": '<ul class="tasks">',
    "timeline": '<ol class="timeline">',
    "empty": '<c-empty title="…" next="…">…</c-empty>',
    "dialogs": '<c-dialog id="…" title="…"> + <button data-opens="…">',
    "icons": '<c-icon name="flag" />',
    "tabs": '<c-tabs :tabs="tabs" />',
    "table": '<c-list-tools :listing="listing">…</c-list-tools> <div class="table-wrap"><table class="table">',
    "tables2": "{% load render_table from django_tables2 %} {% render_table table %}",
    "grid": '<table class="table grid">',
}

STAGES = [
    {"label": _("Phát động"), "state": "done", "note": "15/01/2018", "url": "#ribbon"},
    {"label": _("Đăng ký"), "state": "done", "note": _("38/40 đơn vị")},
    {"label": _("Kết quả"), "state": "late", "note": _("hạn 30/11/2018")},
    {"label": _("Xét"), "state": "now", "note": _("12 hồ sơ")},
    {"label": _("Quyết định"), "state": "todo", "note": ""},
    {"label": _("Tuyên dương"), "state": "todo", "note": ""},
]

UNITS = [
    {"unit": LONG_UNIT, "members": 1204, "ratio": 0.9804, "state": "ok"},
    {"unit": "Công đoàn cơ sở Sở Mẫu A", "members": 86, "ratio": 0.75, "state": "warn"},
    {"unit": "Công đoàn cơ sở Ban Quản lý Mẫu", "members": 312, "ratio": 0.4, "state": "bad"},
    {"unit": "Công đoàn cơ sở Văn phòng Mẫu", "members": 45, "ratio": None, "state": "muted"},
]

TABS = [
    {"label": _("Đoàn viên"), "url": "#tabs", "current": True, "count": 86},
    {"label": _("Đăng ký"), "url": "?phan=dang-ky#tabs", "current": False, "count": 12},
    {"label": _("Lịch sử"), "url": "?phan=lich-su#tabs", "current": False, "count": None},
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Tên phong trào"), max_length=200, help_text=_("Như trong kế hoạch, không viết tắt.")
    )
    kind = forms.ChoiceField(
        label=_("Loại phong trào"),
        choices=[("regular", _("Thường xuyên")), ("thematic", _("Theo chuyên đề"))],
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label=_("Phạm vi"), choices=[("all", _("Mọi đơn vị trực thuộc")), ("some", _("Một số đơn vị"))]
    )
    starts_on = forms.DateField(
        label=_("Ngày phát động"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    note = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("Đã thống nhất với thủ trưởng cơ quan"), help_text=_("Ghi rõ ngày họp."))


class SampleFilters(forms.Form):
    """Filters as a list page has them."""

    query = forms.CharField(label=_("Tìm tên, không cần dấu"), required=False)
    year = forms.ChoiceField(label=_("Năm"), choices=[("2018", "2018"), ("2019", "2019")], required=False)
    late = forms.BooleanField(label=_("Chỉ đơn vị trễ hạn"), required=False)


class SampleTable(tables.Table):
    """A table as django-tables2 draws it here."""

    unit = tables.Column(verbose_name=_("Đơn vị"))
    members = tables.Column(verbose_name=_("Đoàn viên"), attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    ratio = tables.TemplateColumn(
        "{% load thidua %}{{ record.ratio|percent }}",
        verbose_name=_("Đăng ký"),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )

    class Meta:
        attrs = {"class": "table", "caption": _("Đơn vị đăng ký thi đua năm 2018")}


def page_five() -> object:
    """Return the fifth of many pages."""
    return Paginator(range(1, 1235), 25).page(5)


def unit_list() -> Listing:
    """Return the units of the table as a list that can be taken away."""
    columns = [Column(_("Đơn vị"), lambda row: row["unit"]), Column(_("Tỷ lệ"), lambda row: row["ratio"], Kind.SHARE)]
    return Listing(title=str(_("Đơn vị")), of="people.unit", columns=columns, rows=UNITS, open=True)
