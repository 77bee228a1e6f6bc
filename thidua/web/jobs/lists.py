"""Background jobs as a list: its page and its file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.web.listing import Column, Kind, Listing

from .pages import JobView

COLUMNS = [
    Column(_("Công việc"), lambda view: view.job.label, width=50),
    Column(_("Trạng thái"), lambda view: view.state),
    Column(_("Đã xong"), lambda view: view.job.done, Kind.NUMBER),
    Column(_("Trên tổng số"), lambda view: view.job.total, Kind.NUMBER),
    Column(_("Người yêu cầu"), lambda view: view.job.created_by or _("hệ thống")),
    Column(_("Lúc"), lambda view: view.job.created_at, Kind.MOMENT),
]


def job_list(rows: QuerySet[Any], now: datetime) -> Listing:
    """Return the jobs as they stand at ``now``."""
    title = _now("Danh sách công việc nền")
    return Listing(
        title=title,
        of="kernel.job",
        columns=COLUMNS,
        rows=rows,
        prepared=lambda some: [JobView(job, now) for job in some],
    )
