"""Reads of catalogues of any room: the caller passes the model."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from thidua.kernel.catalogues import CatalogueEntry, CatalogueQuerySet
from thidua.kernel.errors import NotFound
from thidua.kernel.intervals import DatedQuerySet

from ..models import Position, Sector, UnitKind

Entry = TypeVar("Entry", bound=CatalogueEntry)


def entries_of(model: type[CatalogueEntry]) -> CatalogueQuerySet:
    """Return all entries of a catalogue, ended ones too, in its order."""
    rows: CatalogueQuerySet = model.objects.all()
    return rows


def entry_for(model: type[Entry], entry_id: int) -> Entry:
    """Return one entry; raises NotFound."""
    entry: Entry | None = model.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(_("Không tìm thấy mục danh mục này."), _("Quay lại danh mục và chọn lại."))
    return entry


def positions_on(day: date) -> DatedQuerySet[Position]:
    """Return the posts in use on ``day``."""
    return entries_of(Position).at(day)


def sectors_on(day: date) -> DatedQuerySet[Sector]:
    """Return the fields of work in use on ``day``."""
    return entries_of(Sector).at(day)


def unit_kinds_on(day: date) -> DatedQuerySet[UnitKind]:
    """Return the kinds of unit in use on ``day``."""
    return entries_of(UnitKind).at(day)


def unit_kind_for(kind_id: int) -> UnitKind:
    """Return one kind of unit; raises NotFound."""
    return entry_for(UnitKind, kind_id)
