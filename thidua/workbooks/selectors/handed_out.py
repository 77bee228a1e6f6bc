"""Workbooks that are handed out, worked on for days and sent back. The caller has checked what the reader may see."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import date
from typing import IO, TYPE_CHECKING

from ..writing.grades import write_grades_sheet
from ..writing.honours import write_honours_list
from ..writing.initiatives import write_initiatives_list
from ..writing.nominations import write_dossier
from ..writing.people import write_people
from ..writing.registrations import write_registration

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from thidua.honours.models import Honour
    from thidua.initiatives.models import Initiative
    from thidua.nominations.models import Dossier
    from thidua.people.models import Unit
    from thidua.registration.models import Registration


def people_workbook(person_ids: Iterable[int], day: date) -> bytes:
    """Return the workbook of these people."""
    return _content(lambda target: write_people(target, person_ids, day))


def grades_workbook(unit: Unit, year: int, today: date) -> bytes:
    """Return the workbook of a unit's grades of a year: everybody who was of the unit, with or without one."""
    return _content(lambda target: write_grades_sheet(target, unit, year, today))


def registration_workbook(registration: Registration, today: date) -> bytes:
    """Return the workbook of a registration: the unit and its people by the titles offered."""
    return _content(lambda target: write_registration(target, registration, today))


def honours_workbook(rows: QuerySet[Honour], today: date) -> bytes:
    """Return the workbook of these entries of the register, to which others can be added."""
    return _content(lambda target: write_honours_list(target, rows, today))


def initiatives_workbook(rows: QuerySet[Initiative], today: date) -> bytes:
    """Return the workbook of these initiatives, a line for each author."""
    return _content(lambda target: write_initiatives_list(target, rows, today))


def dossier_workbook(dossier: Dossier, today: date) -> bytes:
    """Return the workbook of a dossier: who stands in it, with the summaries."""
    return _content(lambda target: write_dossier(target, dossier, today))


def _content(write: Callable[[IO[bytes]], int]) -> bytes:
    content = io.BytesIO()
    write(content)
    return content.getvalue()
