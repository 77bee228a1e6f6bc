"""How an office works: what it decides, its deadline, its public consultation, who handles whose dossiers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.kernel.errors import NotFound
from thidua.nominations.selectors import OfficeSheet, office_sheet
from thidua.nominations.services import OfficeSettings, set_office
from thidua.people.permissions import Permission
from thidua.people.selectors import unit_for
from thidua.web.saving import SignedIn, form_page, need

from .forms import OfficeForm
from .pages import form_context


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, unit_id: int) -> HttpResponse:
    """Set how an office works."""
    today = timezone.localdate()
    unit = unit_for(request.user, unit_id, today)
    need(request, Permission.DECIDE_AWARDS, unit.pk)
    sheet = office_sheet(unit, today)
    if sheet is None:
        raise NotFound(_("Đơn vị này không xét hồ sơ."), _("Hồ sơ của đơn vị do công đoàn cấp trên xét."))
    form = OfficeForm(
        request.POST or None,
        initial=_stored(sheet),
        senders=[(one.unit_id, one.name) for one in sheet.senders],
        officers=[(one.pk, str(one)) for one in sheet.officers],
    )

    def save(values: dict[str, Any]) -> HttpResponse:
        settings = OfficeSettings(**{name: values[name] for name in OfficeSettings.__dataclass_fields__})
        said = {"settings": settings, "officers": form.routes(), "expected_version": values["version"]}
        set_office(unit_id=unit.pk, **said, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu cách làm việc của nơi xét hồ sơ."))
        return redirect("units:detail", unit.pk)

    words = form_context(_("Nơi xét hồ sơ"), _("Lưu"), reverse("units:detail", args=[unit.pk]), str(unit))
    return form_page(request, form, "nominations/form.html", words, save)


def _stored(sheet: OfficeSheet) -> dict[str, Any]:
    rules = sheet.rules
    routes = {f"officer_{sender}": officer for sender, officer in rules.officers.items()}
    return {
        "decides": sorted(rules.decides), "working_days": rules.working_days, "consult_days": rules.consult_days,
        "by_officer": sheet.by_officer, "version": sheet.version, **routes,
    }  # fmt: skip
