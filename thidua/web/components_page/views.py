"""View of the component page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from thidua.kernel.errors import WrongState
from thidua.web.listing import download_of

from . import samples


def page(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data, as documentation and for the browser tests."""
    listing = samples.unit_list()
    if (file := download_of(request, listing)) is not None:
        return file
    table = samples.SampleTable(samples.UNITS * 8)
    RequestConfig(request, paginate={"per_page": 4}).configure(table)
    frame = {
        "code": samples.CODE,
        "long_unit": samples.LONG_UNIT,
        "stages": samples.STAGES,
        "units": samples.UNITS,
        "tabs": samples.TABS,
        "form": samples.SampleForm({"kind": "regular", "scope": "all"}, prefix="loi"),
        "short_form": samples.SampleFilters(prefix="goi"),
        "filters": samples.SampleFilters(prefix="loc"),
        "table": table,
        "page": samples.page_five(),
        "listing": listing,
        "refusal": WrongState(_("Hồ sơ này đã chốt."), _("Muốn sửa, hãy đề nghị cấp trên trả lại hồ sơ.")),
    }
    return render(request, "components_page.html", frame)
