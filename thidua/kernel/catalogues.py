"""Catalogues: terms of the field kept as data, with code, dates of validity and synonyms."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .intervals import Dated, DatedQuerySet
from .text import fold
from .versions import Versioned


class CatalogueQuerySet(DatedQuerySet[Any]):
    """Entries that can be asked as of a day and found by any of their names."""

    def named(self, text: str) -> CatalogueEntry | None:
        """Return the entry whose code, name or a synonym equals ``text`` without accents and case, or None."""
        wanted = fold(text)
        entry: CatalogueEntry
        for entry in self:
            if wanted in {fold(name) for name in (entry.code, entry.name, entry.name_en, *entry.synonyms)}:
                return entry
        return None


class CatalogueEntry(Dated, Versioned):
    """One term: a stable ``code`` for machines, names for people, ``synonyms`` as people really write it."""

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    synonyms = models.JSONField(_("tên gọi khác"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    objects = CatalogueQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Dated.Meta):
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if self.name_en and (get_language() or "vi").startswith("en") else self.name
