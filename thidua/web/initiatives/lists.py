"""Initiatives as a list: its page and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.initiatives.states import Scope
from thidua.web.listing import Column, Kind, Listing, narrowed_by

from .forms import InitiativeFilter

if TYPE_CHECKING:
    from thidua.initiatives.models import Initiative

SCOPES = {**dict(Scope.choices), "": _("chưa công nhận")}
COLUMNS = [
    Column(_("Tên"), lambda item: item.name, width=60),
    Column(_("Tác giả"), lambda item: _authors(item), width=40),
    Column(_("Đơn vị"), lambda item: item.unit.short_name, width=36),
    Column(_("Năm"), lambda item: item.year, Kind.NUMBER),
    Column(_("Công nhận"), lambda item: item.scope, words=SCOPES),
]


def initiative_list(rows: QuerySet[Initiative], form: InitiativeFilter) -> Listing:
    """Return the list of initiatives; ``rows`` with their authors."""
    title, narrowed = _now("Sáng kiến, đề tài"), narrowed_by(form)
    return Listing(title=title, of="initiatives.initiative", columns=COLUMNS, rows=rows, narrowed=narrowed)


def _authors(item: Initiative) -> str:
    return ", ".join(f"{row.person.full_name} {row.share} %" for row in item.authorships.all())
