"""A catalogue as a list: its page and its file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from thidua.web.listing import Column, Kind, Listing

from .listing import Catalogue

COLUMNS = [
    Column(_("Tên"), lambda row: row["entry"].label, width=40),
    Column(_("Mã"), lambda row: row["entry"].code),
    Column(_("Tên gọi khác"), lambda row: "; ".join(row["entry"].synonyms), width=40),
    Column(_("Dùng từ ngày"), lambda row: row["entry"].valid_from, Kind.DAY),
    Column(_("Thôi dùng từ ngày"), lambda row: row["entry"].valid_to, Kind.DAY, width=16),
]


def entry_list(catalogue: Catalogue, rows: list[dict[str, Any]], today: date) -> Listing:
    """Return the entries of a catalogue, those no more used last."""
    of = catalogue.model._meta.label_lower
    return Listing(title=str(catalogue.title), of=of, columns=COLUMNS, rows=rows, day=today)
