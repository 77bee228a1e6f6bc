"""Views of background jobs: thin; services write, selectors read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from thidua.kernel.errors import NotFound
from thidua.kernel.services import ask_cancel, resume_job
from thidua.kernel.verdicts import ALLOWED
from thidua.people.permissions import Permission
from thidua.web.downloads import kept_file
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, need

from .lists import job_list
from .pages import JobView, file_of
from .scope import job_for, jobs_visible_to

PER_PAGE = 30


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the jobs, the newest first. Whoever only started one is led to it by the page that started it."""
    need(request, Permission.MANAGE_JOBS, None)
    listing = job_list(jobs_visible_to(request.user, timezone.localdate()), timezone.now())
    page = Paginator(listing.rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "rows": listing.prepared(list(page.object_list)), "listing": listing}
    return download_of(request, listing) or render(request, "jobs/list.html", shown)


@require_GET
def detail_page(request: SignedIn, job_id: int) -> HttpResponse:
    """Show one job."""
    return render(request, "jobs/detail.html", _shown(request, job_id))


@require_GET
def progress_part(request: SignedIn, job_id: int) -> HttpResponse:
    """Show the part of a job's page that changes by itself."""
    return render(request, "jobs/_progress.html", _shown(request, job_id))


@require_GET
def file(request: SignedIn, job_id: int) -> HttpResponse:
    """Hand out the list that a job has written, to whoever asked for it."""
    job = job_for(request.user, job_id, timezone.localdate())
    path = file_of(job, request.user)
    if path is None:
        raise NotFound(_("Không còn tệp này."), _("Tệp được giữ 7 ngày cho người đã yêu cầu; mở lại danh sách để tải."))
    return kept_file(path, job.result["file"])


@require_POST
def cancel(request: SignedIn, job_id: int) -> HttpResponse:
    """Stop a job."""
    return _steer(request, job_id, ask_cancel, _("Công việc sẽ dừng sau bước đang làm; phần đã xong được giữ."))


@require_POST
def resume(request: SignedIn, job_id: int) -> HttpResponse:
    """Let a job go on."""
    return _steer(request, job_id, resume_job, _("Công việc đã vào hàng đợi và sẽ chạy tiếp từ chỗ đã dừng."))


def _shown(request: SignedIn, job_id: int) -> dict[str, Any]:
    job = job_for(request.user, job_id, timezone.localdate())
    return {"view": JobView(job, timezone.now()), "file": file_of(job, request.user)}


def _steer(request: SignedIn, job_id: int, move: Callable[..., Any], said: str) -> HttpResponse:
    # Who may see a job may steer it: the scope is the permission.
    job = job_for(request.user, job_id, timezone.localdate())
    move(job_id=job.pk, permitted=ALLOWED, by=request.user, at=timezone.now())
    messages.success(request, said)
    return redirect("jobs:detail", job.pk)
