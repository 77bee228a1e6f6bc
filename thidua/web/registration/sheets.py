"""Views of one registration's grid: reading it, saving it whole or as it is typed, last year's, pasted blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from thidua.kernel.errors import InvalidInput, Refusal, StaleVersion
from thidua.registration.pasting import read_block
from thidua.registration.selectors import grid, registration_for
from thidua.registration.services import Tick, copy_last_year, save_lines
from thidua.web.downloads import download
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn
from thidua.workbooks.selectors import registration_workbook

from .forms import AutosaveForm, PastedForm, TicksForm, VersionForm
from .pages import overlaid, sheet_context

if TYPE_CHECKING:
    from thidua.registration.models import Registration


@require_GET
def sheet_page(request: SignedIn, registration_id: int) -> HttpResponse:
    """Show the grid."""
    today = timezone.localdate()
    registration = registration_for(request.user, registration_id, today)
    shown = sheet_context(request, registration, today)
    return download_of(request, shown["listing"]) or render(request, "registration/sheet.html", shown)


@require_GET
def workbook(request: SignedIn, registration_id: int) -> HttpResponse:
    """Hand out the grid as a workbook that can be worked on and sent back."""
    today = timezone.localdate()
    registration = registration_for(request.user, registration_id, today)
    return download(registration_workbook(registration, today), f"{registration}.xlsx")


@require_POST
def save(request: SignedIn, registration_id: int) -> HttpResponse:
    """Save the whole grid, sent as a plain form."""
    registration = registration_for(request.user, registration_id, timezone.localdate())
    form = TicksForm(request.POST)
    changes = _changes(form)
    try:
        _save(request, registration, form, changes)
    except StaleVersion as refusal:
        return _conflict_page(request, registration, changes, refusal)
    messages.success(request, _("Đã lưu bản đăng ký."))
    return redirect("registration:sheet", registration_id)


@require_POST
def autosave(request: SignedIn, registration_id: int) -> JsonResponse:
    """Save a few cells as they are typed; answers in JSON with the new version, or with what stands in the way."""
    form = AutosaveForm(request.POST)
    try:
        registration = registration_for(request.user, registration_id, timezone.localdate())
        saved = _save(request, registration, form, _changes(form))
    except Refusal as refusal:
        return JsonResponse(_refused(refusal), status=refusal.status)
    counts = {title.code: count for title, count in grid(saved, timezone.localdate()).counts}
    return JsonResponse({"version": saved.version, "saved_at": _clock_time(saved), "counts": counts})


@require_POST
def copy(request: SignedIn, registration_id: int) -> HttpResponse:
    """Take over last year's registration."""
    registration = registration_for(request.user, registration_id, timezone.localdate())
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Trang đã cũ."), _("Tải lại trang rồi thử lại."))
    copied = copy_last_year(
        registration_id=registration.pk, expected_version=form.cleaned_data["version"], by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Đã chép %(count)s ô từ năm trước.") % {"count": copied.added})
    for sentence in copied.left_out:
        messages.warning(request, _("Không chép: %(why)s") % {"why": sentence})
    return redirect("registration:sheet", registration_id)


@require_POST
def read_pasted(request: SignedIn) -> JsonResponse:
    """Read a pasted block for a grid; writes nothing."""
    form = PastedForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("Khối dán vào quá lớn hoặc trống.")}, status=422)
    block = read_block(form.cleaned_data["text"], form.cleaned_data["kinds"].split(","))
    return JsonResponse({"rows": block.rows, "unknown": block.unknown, "cut": block.cut})


def _changes(form: TicksForm | AutosaveForm) -> list[Tick]:
    return form.changes() if form.is_valid() else []


def _save(
    request: SignedIn, registration: Registration, form: TicksForm | AutosaveForm, changes: list[Tick]
) -> Registration:
    if not form.is_valid():
        raise InvalidInput(_("Trang đã cũ."), _("Tải lại trang rồi sửa tiếp."))
    return save_lines(
        registration_id=registration.pk, changes=changes, expected_version=form.cleaned_data["version"],
        by=request.user, at=timezone.now(),
    )  # fmt: skip


def _conflict_page(
    request: SignedIn, registration: Registration, changes: list[Tick], refusal: StaleVersion
) -> HttpResponse:
    """Show what is stored now with the person's own cells laid over it, to save again or to drop."""
    today = timezone.localdate()
    registration.refresh_from_db()
    table, unsaved = overlaid(grid(registration, today), changes)
    context = sheet_context(request, registration, today, table) | {"conflict": refusal, "unsaved": unsaved}
    return render(request, "registration/sheet.html", context, status=refusal.status)


def _refused(refusal: Refusal) -> dict[str, Any]:
    said: dict[str, Any] = {"code": refusal.code, "message": refusal.message, "next_step": refusal.next_step}
    if isinstance(refusal, StaleVersion):
        current = dict(refusal.current)
        moment = current.pop("saved_at", None)
        said["current"] = current | {"saved_at": f"{timezone.localtime(moment):%H:%M}" if moment else ""}
    return said


def _clock_time(registration: Registration) -> str:
    moment = registration.saved_at or timezone.now()
    return f"{timezone.localtime(moment):%H:%M}"
