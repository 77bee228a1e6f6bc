"""Who is put up in a dossier, many at once: checked one by one, written as a whole, traced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.models import CommendationForm, Title
from thidua.honours.states import Subject
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.rowsets import RowProblem, Trace, insert_rows, refuse, update_rows
from thidua.kernel.text import fold, nfc, nfc_lines
from thidua.people.models import Membership, UnitAncestry
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_units

from ..models import Dossier, Nomination
from ..states import ENDED, NominationState
from .letters import lock_dossier

_COLUMNS = (
    "dossier_id", "order", "subject", "person_id", "unit_id", "household", "title_id", "form_id", "achievement",
)  # fmt: skip
LONGEST_ACHIEVEMENT, _HOUSEHOLD = 4000, 200


class NewNomination(NamedTuple):
    """Who is put up for what. One of ``title`` and ``form`` is a code of the catalogue; ``person_id`` None: the unit
    itself, or its ``household``.
    """

    unit_id: int
    person_id: int | None = None
    household: str = ""
    title: str = ""
    form: str = ""
    achievement: str = ""

    @property
    def subject(self) -> Subject:
        """Whom it is for."""
        if self.person_id is not None:
            return Subject.PERSON
        return Subject.HOUSEHOLD if self.household else Subject.COLLECTIVE


class Achievement(NamedTuple):
    """The summary of a draft, written anew; ``version`` of the nomination as it was seen."""

    nomination_id: int
    version: int
    text: str


@service("nomination.write_list")
def write_nominations(
    *,
    dossier_id: int,
    entries: Sequence[NewNomination],
    achievements: Sequence[Achievement] = (),
    by: Actor,
    at: datetime,
    source: str = "",
) -> list[Trace]:
    """Put people, collectives and households up in a dossier; return the traces that undo it.

    All or nothing: raises InvalidInput naming the first wrong rows, WrongState once the dossier was sent, StaleVersion.
    """
    dossier = lock_dossier(dossier_id, by, at)
    _refuse_sent(dossier)
    refuse(problems_of_nominations(entries, dossier.unit_id, by, localdate(at)))
    traces = [_added(dossier, entries)] if entries else []
    if achievements:
        expected = {one.nomination_id: one.version for one in achievements}
        rows = ((one.nomination_id, nfc_lines(one.text)) for one in achievements)
        traces.append(update_rows(Nomination, ("achievement",), rows, expected=expected))
    if traces:
        counts = {"added": len(entries), "edited": len(achievements)}
        audit(dossier, unit_id=dossier.unit_id, label=source, details={"source": source, **counts})
    return traces


def _added(dossier: Dossier, entries: Sequence[NewNomination]) -> Trace:
    already = {key_of(entry) for entry in entries_of(dossier)}
    twice = [key for key, count in Counter(map(key_of, entries)).items() if count > 1 or key in already]
    if twice:
        raise InvalidInput(
            _("Có %(count)s đề nghị đã có trong hồ sơ.") % {"count": len(twice)}, _("Bỏ các dòng trùng rồi ghi lại.")
        )
    titles, forms = catalogues()
    first = dossier.nominations.count()
    rows = (_values(dossier.pk, first + n, entry, titles, forms) for n, entry in enumerate(entries, start=1))
    return insert_rows(Nomination, _COLUMNS, rows)


def problems_of_nominations(entries: Sequence[NewNomination], unit_id: int, by: Actor, day: date) -> list[RowProblem]:
    """Say what of ``entries`` could not stand in a dossier of ``unit_id``, one by one. The queries do not grow."""
    titles, forms = catalogues()
    below = set(UnitAncestry.objects.at(day).filter(ancestor_id=unit_id).values_list("descendant_id", flat=True))
    reach = set(visible_units(by, day, Permission.NOMINATE).values_list("pk", flat=True))
    people = {entry.person_id for entry in entries if entry.person_id is not None}
    places = Membership.objects.filter(person_id__among=people).order_by()
    stood = set(places.values_list("person_id", "unit__above__ancestor_id"))
    found = []
    for index, entry in enumerate(entries):
        said = [*form_problems(entry, titles, forms)]
        if unit_id not in reach or entry.unit_id not in below:
            said.append(("unit", _("Đơn vị này nằm ngoài phạm vi của hồ sơ.")))
        elif entry.person_id is not None and (entry.person_id, entry.unit_id) not in stood:
            said.append(("full_name", _("Người này chưa từng thuộc đơn vị được ghi.")))
        found += [RowProblem(index, *problem) for problem in said]
    return found


def entries_of(dossier: Dossier) -> Iterator[NewNomination]:
    """Yield what stands in a dossier, in the form in which it is written. One query."""
    columns = ("unit_id", "person_id", "household", "title__code", "form__code", "achievement")
    for unit, person, household, title, form, achievement in dossier.nominations.values_list(*columns):
        yield NewNomination(unit, person, household, title or "", form or "", achievement)


def put_up_already(entries: Sequence[NewNomination], year: int) -> list[bool]:
    """Say of each entry whether an open dossier of the year, or an earlier entry, holds it already. Two queries."""
    open_ones = Nomination.objects.filter(dossier__year=year).exclude(state__in=ENDED)
    people = {entry.person_id for entry in entries if entry.person_id is not None}
    units = {entry.unit_id for entry in entries if entry.person_id is None}
    columns = ("unit_id", "person_id", "household", "title__code", "form__code")
    seen = set()
    for part in (open_ones.filter(person_id__among=people), open_ones.filter(person=None, unit_id__among=units)):
        for unit, person, household, title, form in part.values_list(*columns):
            seen.add(key_of(NewNomination(unit, person, household, title or "", form or "")))
    found = []
    for key in map(key_of, entries):
        found.append(key in seen)
        seen.add(key)
    return found


def key_of(entry: NewNomination) -> tuple[Any, ...]:
    """Return what makes two entries of a dossier the same."""
    holder = entry.person_id if entry.person_id is not None else (entry.unit_id, fold(entry.household))
    return (holder, entry.title, entry.form)


def form_problems(
    entry: NewNomination, titles: dict[str, Title], forms: dict[str, CommendationForm]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an entry by itself, as (field, message)."""
    if bool(entry.title) == bool(entry.form):
        yield "title", _("Chọn một danh hiệu hoặc hình thức khen thưởng.")
    elif (entry.title and entry.title not in titles) or (entry.form and entry.form not in forms):
        yield "title", _("Không có danh hiệu, hình thức khen thưởng này.")
    elif entry.title and titles[entry.title].subject != entry.subject:
        said = _("“%(title)s” không dành cho đối tượng này.")
        yield "title", said % {"title": titles[entry.title].name}
    if len(entry.achievement) > LONGEST_ACHIEVEMENT:
        yield "achievement", _("Tóm tắt dài quá %(length)s chữ.") % {"length": LONGEST_ACHIEVEMENT}
    if len(entry.household) > _HOUSEHOLD:
        yield "household", _("Tên dài quá %(length)s chữ.") % {"length": _HOUSEHOLD}


def _refuse_sent(dossier: Dossier) -> None:
    if dossier.nominations.exclude(state=NominationState.DRAFT).exists():
        raise WrongState(_("Hồ sơ đã gửi nên không thêm được."), _("Lập hồ sơ mới cho những đề nghị thêm."))


def catalogues() -> tuple[dict[str, Title], dict[str, CommendationForm]]:
    """Return titles and forms by code."""
    return {one.code: one for one in Title.objects.all()}, {one.code: one for one in CommendationForm.objects.all()}


def _values(
    dossier_id: int, order: int, entry: NewNomination, titles: dict[str, Title], forms: dict[str, CommendationForm]
) -> tuple[Any, ...]:
    title, form = titles.get(entry.title), forms.get(entry.form)
    return (
        dossier_id, order, str(entry.subject), entry.person_id, entry.unit_id, nfc(entry.household),
        title.pk if title else None, form.pk if form else None, nfc_lines(entry.achievement),
    )  # fmt: skip


def distinction_asked(row: Nomination, asked: str) -> dict[str, int | None]:
    """Return the columns of another title or form for a nomination, written “title:…” or “form:…”.

    Raises InvalidInput for one that is unknown, or not for such a subject.
    """
    kind, _colon, code = asked.partition(":")
    entry = NewNomination(
        row.unit_id, row.person_id, row.household, code if kind == "title" else "", code if kind == "form" else ""
    )
    titles, forms = catalogues()
    if problems := dict(form_problems(entry, titles, forms)):
        message = next(iter(problems.values()))
        raise InvalidInput(message, fields={"distinction": message})
    title, form = titles.get(entry.title), forms.get(entry.form)
    return {"title_id": title.pk if title else None, "form_id": form.pk if form else None}
