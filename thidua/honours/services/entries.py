"""One entry as plain values: what a form, a workbook or the demo hands to the services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from thidua.honours.models import CommendationForm, Honour, Title
from thidua.honours.states import Basis, Nature, Subject
from thidua.kernel.text import fold, nfc


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHonour:
    """One entry to be written. Either ``title`` or ``form`` is a catalogue code; ``person_id`` for a person's honour,
    ``household`` for a household's, neither for a collective's (the unit itself).
    """

    unit_id: int
    year: int
    issuer: str
    issuer_level: str
    decision_number: str
    decision_date: date
    title: str = ""
    form: str = ""
    person_id: int | None = None
    household: str = ""
    certificate_number: str = ""
    nature: str = Nature.GRANTED
    basis: str = Basis.MERIT
    note: str = ""

    @property
    def subject(self) -> Subject:
        """Who holds it."""
        if self.person_id is not None:
            return Subject.PERSON
        return Subject.HOUSEHOLD if self.household else Subject.COLLECTIVE


def cleaned(entry: NewHonour) -> NewHonour:
    """Return the entry with its texts in NFC and without stray spaces."""
    return replace(
        entry,
        issuer=nfc(entry.issuer),
        decision_number=nfc(entry.decision_number),
        household=nfc(entry.household),
        certificate_number=nfc(entry.certificate_number),
        note=nfc(entry.note),
    )


def row_of(entry: NewHonour, title: Title | None, form: CommendationForm | None) -> Honour:
    """Return the unsaved row of the entry."""
    return Honour(
        person_id=entry.person_id,
        unit_id=entry.unit_id,
        subject=entry.subject,
        household=entry.household,
        household_folded=fold(entry.household),
        title=title,
        form=form,
        year=entry.year,
        issuer_level=entry.issuer_level,
        issuer=entry.issuer,
        decision_number=entry.decision_number,
        decision_date=entry.decision_date,
        certificate_number=entry.certificate_number,
        nature=entry.nature,
        basis=entry.basis,
        note=entry.note,
    )


def entry_of(honour: Honour) -> NewHonour:
    """Return the values of an entry that is written, as a start for its amendment."""
    same = (
        "unit_id", "year", "issuer", "issuer_level", "decision_number", "decision_date", "person_id", "household",
        "certificate_number", "basis", "note",
    )  # fmt: skip
    return NewHonour(
        title=honour.title.code if honour.title else "",
        form=honour.form.code if honour.form else "",
        **{name: getattr(honour, name) for name in same},
    )


def said(entry: NewHonour) -> dict[str, Any]:
    """Return what the audit keeps of an entry: everything that is not empty."""
    values = {name: getattr(entry, name) for name in NewHonour.__dataclass_fields__}
    return {name: value for name, value in values.items() if value not in (None, "")}
