"""The log as a list: its page and its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.web.listing import Column, Kind, Listing, narrowed_by

from .forms import EventFilterForm
from .words import Change, EventRow

COLUMNS = [
    Column(_("Sự kiện số"), lambda row: row.event.seq, Kind.NUMBER),
    Column(_("Lúc"), lambda row: row.event.at, Kind.MOMENT),
    Column(_("Người làm"), lambda row: row.event.actor_label),
    Column(_("Việc"), lambda row: row.action, width=32),
    Column(_("Đối tượng"), lambda row: row.thing, width=40),
    Column(_("Loại"), lambda row: None if row.is_erased else row.kind),
    Column(_("Chi tiết"), lambda row: _details(row), width=80),
]


def event_list(
    rows: QuerySet[Any], form: EventFilterForm, in_words: Callable[[list[Any]], Iterable[EventRow]]
) -> Listing:
    """Return the events; ``in_words`` puts some of them into words."""
    title, narrowed = _now("Nhật ký"), narrowed_by(form)
    return Listing(
        title=title, of="kernel.auditevent", columns=COLUMNS, rows=rows, prepared=in_words, narrowed=narrowed
    )


def _details(row: EventRow) -> str:
    if row.is_erased:
        return _now("đã xóa chi tiết")
    return "; ".join(f"{change.label}: {_values(change)}" for change in row.changes)


def _values(change: Change) -> str:
    return change.new if change.old is None else f"{change.old} → {change.new}"
