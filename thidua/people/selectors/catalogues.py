"""Reads of catalogues of any room: the caller passes the model."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from thidua.kernel.catalogues import CatalogueEntry, CatalogueQuerySet
from thidua.kernel.errors import NotFound

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
