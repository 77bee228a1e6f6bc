"""The sections of a person's page that other rooms give: one line in ``SECTIONS`` each.

To add one: write a function that takes the person, the reader and the day, reads through a selector of a lower room,
and returns a Section with a template under ``templates/people/sections/`` – or None where the reader may not see it.
The page has checked that the reader may see the person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thidua.dossiers.selectors import award_lines, newest_year_of, question_about_person
from thidua.honours.selectors import honours_of
from thidua.initiatives.selectors import initiatives_of
from thidua.kernel.errors import NotFound
from thidua.registration.selectors.records import record_of
from thidua.web.dossiers.pages import line_views

if TYPE_CHECKING:
    from thidua.people.models import Person, User


@dataclass(frozen=True, slots=True)
class Section:
    """One card of the page: its heading, the template of its body, the rows, and words for when there are none."""

    title: str | Promise
    template: str
    rows: Sequence[Any]
    empty: str | Promise


SectionMaker: TypeAlias = "Callable[[Person, User, date], Section | None]"


def _honours(person: Person, reader: User, day: date) -> Section:
    rows = list(honours_of(person.pk))
    empty = _("Chưa ghi danh hiệu hay hình thức khen thưởng nào.")
    return Section(_("Danh hiệu, khen thưởng"), "people/sections/honours.html", rows, empty)


def _record(person: Person, reader: User, day: date) -> Section:
    rows = record_of(person.pk, reader, day)
    empty = _("Chưa ghi kết quả năm nào.")
    return Section(_("Kết quả từng năm"), "people/sections/record.html", rows, empty)


def _awards(person: Person, reader: User, day: date) -> Section | None:
    """What they can be proposed for, in the newest year in which a run judged them; nothing where none did."""
    year = newest_year_of(reader, day, person_id=person.pk)
    if year is None:
        return None
    try:
        question = question_about_person(reader, person.pk, year, day)
    except NotFound:
        return None
    rows = line_views(question, award_lines(question))
    title = _("Điều kiện khen thưởng năm %(year)s") % {"year": year}
    return Section(title, "people/sections/awards.html", rows, _("Chưa có quy tắc nào cho năm này."))


def _initiatives(person: Person, reader: User, day: date) -> Section:
    rows = list(initiatives_of(person.pk))
    return Section(_("Sáng kiến"), "people/sections/initiatives.html", rows, _("Chưa ghi sáng kiến nào."))


SECTIONS: list[SectionMaker] = [_awards, _honours, _record, _initiatives]


def sections_of(person: Person, reader: User, day: date) -> list[Section]:
    """Return the sections that the reader may see, in order."""
    return [section for make in SECTIONS if (section := make(person, reader, day)) is not None]
