"""Whom a row is about, where a list holds people, collectives and households; and the title or form that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from thidua.honours.models import CommendationForm, Distinction, Title
from thidua.honours.states import Subject

from ..cleaning.chains import chain
from ..cleaning.lexicon import Lexicon
from ..planning.cleaned import CleanTable
from .cells import text_of

_SUBJECTS = {
    Subject.PERSON.value: ("cá nhân", "người"),
    Subject.COLLECTIVE.value: ("tập thể", "đơn vị", "tổ chức"),
    Subject.HOUSEHOLD.value: ("hộ gia đình", "gia đình", "hộ"),
}


@dataclass(frozen=True, slots=True)
class Distinctions:
    """Titles, or titles and forms, under one key: “title:…” and “form:…”."""

    by_key: Mapping[str, Distinction]
    lexicon: Lexicon[str]

    @classmethod
    def read(cls, *, forms: bool = True) -> Distinctions:
        """Return the catalogues by all their names."""
        found: dict[str, Distinction] = {f"title:{one.code}": one for one in Title.objects.order_by("order", "pk")}
        if forms:
            found |= {f"form:{one.code}": one for one in CommendationForm.objects.order_by("order", "pk")}
        names = {key: (one.name, *one.synonyms, one.code) for key, one in found.items()}
        about = _("danh hiệu, hình thức khen thưởng") if forms else _("danh hiệu")
        return cls(found, Lexicon(names, about))

    def clean(self, table: CleanTable) -> None:
        """Clean the columns that name a title or form."""
        for name in ("title", "title_code"):
            table.read(name, chain(text_of(table, name), self.lexicon.read), say=self.lexicon.label)


def part_subjects(table: CleanTable, catalogue: Distinctions, units: Lexicon[int]) -> None:
    """Part a column of people and collectives: names to the people, units to the units, households to their own.

    What a row says of itself decides, then a person's number; then the title (each is for people or for collectives)
    and whether the text names a unit.
    """
    names = {kind: (str(Subject(kind).label), *called) for kind, called in _SUBJECTS.items()}
    kinds = Lexicon(names, _("loại đối tượng"))
    table.read(
        "subject_kind", chain(text_of(table, "subject_kind"), kinds.read), say=lambda key: str(Subject(key).label)
    )
    columns = (
        table.keys("subject_name"), table.keys("full_name"), table.keys("person_code"), table.keys("unit"),
        table.keys("subject_kind"), distinction_keys(table),
    )  # fmt: skip
    texts = [*table.texts("subject_name"), *table.texts("full_name")]
    of_units = {text for text in texts if units.named(text) is not None}
    parted: dict[str, list[str | None]] = {"full_name": [], "unit": [], "household": [], "subject": []}
    for name, person, code, unit, said, key in zip(*columns, strict=True):
        told = name or person
        by_name = _subject_of(name, person, catalogue.by_key.get(key or ""), is_unit=told in of_units)
        subject = said or (Subject.PERSON if code else by_name)
        parted["subject"].append(subject)
        parted["full_name"].append(told if subject == Subject.PERSON else None)
        parted["unit"].append(told or unit if subject == Subject.COLLECTIVE else unit)
        parted["household"].append(told if subject == Subject.HOUSEHOLD else None)
    table.frame = table.frame.with_columns(pl.Series(name, cells, dtype=pl.String) for name, cells in parted.items())


def _subject_of(name: str | None, person: str | None, distinction: Distinction | None, *, is_unit: bool) -> str:
    """Say whom a row is about: ``name`` stands in a column of people and collectives, ``person`` in one of people."""
    if isinstance(distinction, Title):
        is_person = distinction.subject == Subject.COLLECTIVE and person and not name and not is_unit
        return Subject.PERSON if is_person else distinction.subject
    return Subject.COLLECTIVE if is_unit else Subject.PERSON


def distinction_keys(table: CleanTable) -> list[str | None]:
    """Return for each line the key of the title or form that it names."""
    return [code or name for code, name in zip(table.keys("title_code"), table.keys("title"), strict=True)]
