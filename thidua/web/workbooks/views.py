"""Views of imports: thin; services write, selectors read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.people.permissions import Permission
from thidua.people.selectors import visible_units
from thidua.web.downloads import download
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, form_page, need
from thidua.workbooks.policies import kinds_open_to
from thidua.workbooks.selectors import (
    applied_before,
    conflicts,
    import_for,
    imports_visible_to,
    marked_file,
    preview_rows,
    questions,
)
from thidua.workbooks.services import ask_apply, ask_undo, discard_import, send_file, settle_import
from thidua.workbooks.states import ImportState

from .answers import answers_sent
from .forms import ColumnsForm, FileForm
from .lists import import_list
from .pages import VERDICTS, ImportView, marked_name, question_views, row_views

if TYPE_CHECKING:
    from thidua.workbooks.models import Import

PER_PAGE = 50
RECENT = 30
read_or_write = require_http_methods(["GET", "POST"])


@read_or_write
def list_page(request: SignedIn) -> HttpResponse:
    """Show the form for a file and the newest imports; take a file in."""
    need(request, Permission.EDIT_PEOPLE, None)
    now, today = timezone.now(), timezone.localdate()
    units = visible_units(request.user, today, Permission.EDIT_PEOPLE).filter(kind__tree="union", valid_to__isnull=True)
    kinds, places = kinds_open_to(request.user, today), list(units.values_list("pk", "name"))
    asked = {"kind": request.GET.get("loai"), "unit_id": request.GET.get("don_vi"), "year": request.GET.get("nam")}
    form = FileForm(request.POST or None, request.FILES or None, initial=asked, kinds=kinds, units=places)
    listing = import_list(imports_visible_to(request.user, today), now)
    if request.method == "GET" and (file := download_of(request, listing)) is not None:
        return file
    page = Paginator(listing.rows, RECENT).get_page(request.GET.get("page"))

    def save(values: dict[str, Any]) -> HttpResponse:
        file = values.pop("file")
        row = send_file(**values, file_name=file.name, parts=file.chunks(), by=request.user, at=now)
        return redirect("workbooks:detail", row.pk)

    shown = {"page": page, "rows": listing.prepared(list(page.object_list)), "listing": listing}
    return form_page(request, form, "workbooks/list.html", shown, save)


@require_GET
def detail_page(request: SignedIn, import_id: int) -> HttpResponse:
    """Show an import as it stands: being read, waiting for columns, the preview, or what was done."""
    view = _view(request, import_id)
    if view.row.state == ImportState.MAPPING:
        return redirect("workbooks:columns", import_id)
    shown: dict[str, Any] = {"view": view}
    if view.row.state == ImportState.PREVIEW:
        shown |= _preview(request, view)
    return render(request, "workbooks/detail.html", shown)


def _preview(request: SignedIn, view: ImportView) -> dict[str, Any]:
    verdict = request.GET.get("loai", "")
    verdicts = [verdict] if verdict in VERDICTS else []
    number = max(1, int(request.GET.get("page", "1"))) if request.GET.get("page", "1").isdigit() else 1
    rows, total = preview_rows(view.row, verdicts=verdicts, start=(number - 1) * PER_PAGE, count=PER_PAGE)
    return {
        "tabs": view.tabs(verdict if verdicts else ""),
        "rows": row_views(rows),
        "page": Paginator(range(total), PER_PAGE).get_page(number),
        "groups": question_views(questions(view.row)),
        "conflicts": conflicts(view.row),
        "before": applied_before(view.row),
    }


@require_GET
def progress_part(request: SignedIn, import_id: int) -> HttpResponse:
    """Show how far the worker is; once it is done the whole page is asked for again."""
    view = _view(request, import_id)
    response = render(request, "workbooks/_progress.html", {"view": view})
    if not view.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@read_or_write
def columns_page(request: SignedIn, import_id: int) -> HttpResponse:
    """Show what each column was taken for, and let it be corrected."""
    view = _view(request, import_id)
    row = view.row
    if row.state not in {ImportState.MAPPING, ImportState.PREVIEW}:
        return redirect("workbooks:detail", import_id)
    layout = row.layout
    lines = layout.get("header_lines") or [None]
    initial = {"version": row.version, "sheet": layout.get("sheet"), "line": lines[0]}
    form = ColumnsForm(request.POST or None, initial=initial, kind=row.kind, layout=layout)

    def save(values: dict[str, Any]) -> HttpResponse:
        version = values["version"]
        settle_import(
            import_id=row.pk, expected_version=version, mapping=form.mapping(), by=request.user, at=timezone.now()
        )
        return redirect("workbooks:detail", row.pk)

    return form_page(request, form, "workbooks/columns.html", {"view": view}, save)


@require_POST
def answer(request: SignedIn, import_id: int) -> HttpResponse:
    """Take the answers to questions and conflicts; the file is then looked at again."""
    row = _row(request, import_id)
    if row.state == ImportState.PREVIEW:
        found = answers_sent(row, request.POST)
        if not found:
            messages.info(request, _("Chưa có câu trả lời nào được chọn."))
            return redirect("workbooks:detail", import_id)
        version = request.POST.get("version", "")
        settle_import(
            import_id=import_id,
            expected_version=int(version) if version.isdigit() else 0,
            answers=found.answers,
            settled=found.settled,
            by=request.user,
            at=timezone.now(),
        )
    return redirect("workbooks:detail", import_id)


@require_POST
def apply(request: SignedIn, import_id: int) -> HttpResponse:
    """Write what was previewed."""
    _row(request, import_id)
    digest, partial = request.POST.get("digest", ""), bool(request.POST.get("partial"))
    ask_apply(import_id=import_id, digest=digest, partial=partial, by=request.user, at=timezone.now())
    return redirect("workbooks:detail", import_id)


@require_POST
def undo(request: SignedIn, import_id: int) -> HttpResponse:
    """Take back what was written."""
    _row(request, import_id)
    ask_undo(import_id=import_id, by=request.user, at=timezone.now())
    return redirect("workbooks:detail", import_id)


@require_POST
def discard(request: SignedIn, import_id: int) -> HttpResponse:
    """Let an import go."""
    _row(request, import_id)
    discard_import(import_id=import_id, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ lượt nhập; không có gì được ghi."))
    return redirect("workbooks:list")


@require_GET
def marked(request: SignedIn, import_id: int) -> HttpResponse:
    """Hand the workbook back with its faulty cells coloured and remarked."""
    row = _row(request, import_id)
    if row.state != ImportState.PREVIEW:
        return redirect("workbooks:detail", import_id)
    return download(marked_file(row), marked_name(row.file_name))


def _row(request: SignedIn, import_id: int) -> Import:
    return import_for(request.user, import_id, timezone.localdate())


def _view(request: SignedIn, import_id: int) -> ImportView:
    return ImportView(_row(request, import_id), timezone.now())
