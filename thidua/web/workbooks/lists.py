"""Imports as a list: its page and its file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.web.listing import Column, Kind, Listing
from thidua.workbooks.states import ImportState, ListKind

from .pages import ImportView

if TYPE_CHECKING:
    from thidua.workbooks.models import Import

COLUMNS = [
    Column(_("Tệp"), lambda view: view.row.file_name, width=40),
    Column(_("Danh sách"), lambda view: view.row.kind, words=dict(ListKind.choices)),
    Column(_("Đơn vị"), lambda view: view.row.unit.short_name, width=36),
    Column(_("Gửi lúc"), lambda view: view.row.created_at, Kind.MOMENT),
    Column(_("Trạng thái"), lambda view: view.row.state, words=dict(ImportState.choices)),
]


def import_list(rows: QuerySet[Import], now: datetime) -> Listing:
    """Return the files sent, as they stand at ``now``."""
    title = _now("Các tệp đã gửi")
    return Listing(
        title=title, of="workbooks.import", columns=COLUMNS, rows=rows,
        prepared=lambda some: [ImportView(row, now) for row in some],
    )  # fmt: skip
