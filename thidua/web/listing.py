"""A list as a page shows it, and the same list as a file: ``?xuat=xlsx`` or ``?xuat=csv`` on the page's own address.

A page says once what its list is: the columns, and the rows as its selector gives them, filtered, ordered and cut to
what the reader may see. The page shows a part of the rows; the file holds them all. Of several lists on one page
``?bang=`` names the one. The file is whole before its first byte is sent, so none arrives cut short.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.people.selectors import place_of
from thidua.workbooks.services import record_export
from thidua.workbooks.writing.plain import Kind, PlainColumn, write_csv, write_xlsx

from .downloads import SPREADSHEET
from .saving import words_for

if TYPE_CHECKING:
    from thidua.people.models import Unit

FORMS = {"xlsx": SPREADSHEET, "csv": "text/csv; charset=utf-8"}
SLICE = 2_000  # rows read at a time: few queries, little memory
_WIDTHS = {Kind.TEXT: 24, Kind.NUMBER: 10, Kind.DAY: 12, Kind.MOMENT: 17, Kind.SHARE: 10, Kind.MONEY: 16}
_MOST_IN_NAME = 60  # characters of what a list is narrowed by, in the name of its file
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head as on the page, how a row's value is had (None: nothing), what it is, its width if unusual.

    ``words``: value → what is shown for it, such as the choices of a field; put into words once for a whole file.
    """

    head: str | Promise
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    width: float = 0
    words: Mapping[Any, str | Promise] | None = None

    def plain(self) -> PlainColumn:
        """Return the column as a file has it."""
        return PlainColumn(str(self.head), self.kind, self.width or _WIDTHS[self.kind])

    def shown(self) -> Callable[[Any], Any]:
        """Return how a row's value is had in words, in the language of the moment."""
        if self.words is None:
            return self.value
        value, words = self.value, {key: str(said) for key, said in self.words.items()}
        return lambda row: words.get(value(row))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed by. ``typed``: words that somebody typed; they may be a name and are kept nowhere."""

    label: str
    words: str
    typed: bool = False


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list of one page, for one reader.

    ``of``: what a row is, as app.model. ``prepared`` turns some of ``rows`` into what the columns read, with what else
    has to be asked of the database, at most once for each slice. ``day``: as of when. ``open``: for everybody, so that
    nobody records who takes it.
    """

    title: str
    of: str
    columns: Sequence[Column]
    rows: QuerySet[Any] | Sequence[Any]
    prepared: Callable[[list[Any]], Iterable[Any]] = iter
    narrowed: Sequence[Narrowing] = field(default_factory=list)
    day: date | None = None
    unit: Unit | None = None
    code: str = ""
    open: bool = False

    def cells(self) -> Iterator[list[Any]]:
        """Yield every row as the values of its columns, a slice read at a time."""
        values = [column.shown() for column in self.columns]
        rows = self.rows
        walker = rows.iterator(chunk_size=SLICE) if isinstance(rows, QuerySet) else iter(rows)
        while part := list(islice(walker, SLICE)):
            for row in self.prepared(part):
                yield [value(row) for value in values]


def narrowed_by(form: forms.Form, *names: str) -> list[Narrowing]:
    """Return what a form narrows a list by, field by field (or only by ``names``), in words."""
    if not form.is_bound:
        return []
    form.is_valid()
    found = []
    for name, asked in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", False) or (names and name not in names) or (not names and asked.widget.is_hidden):
            continue
        words = _("có") if value is True else words_for(asked, value)
        found.append(Narrowing(str(asked.label or name), words, typed=type(asked) is forms.CharField))
    return found


def download_of(request: HttpRequest, *listings: Listing) -> HttpResponse | None:
    """Return the list that the address asks for as a file; None where it asks for none, but for the page.

    Raises NotFound for a list that the page does not have.
    """
    form = request.GET.get("xuat", "")
    if form not in FORMS:
        return None
    code = request.GET.get("bang", "")
    listing = next((each for each in listings if each.code == code), None)
    if listing is None:
        raise NotFound(_("Trang này không có danh sách đó."), _("Mở lại trang rồi bấm “Tải xuống”."))
    # A file is no HttpResponse by its class, but all that a view's caller asks of one.
    return cast(HttpResponse, _file(request, listing, form))


def _file(request: HttpRequest, listing: Listing, form: str) -> FileResponse:
    at = timezone.now()
    reader: Actor | None = request.user if request.user.is_authenticated else None
    place = listing.unit or (place_of(reader, timezone.localdate(at)) if reader else None)
    columns = [column.plain() for column in listing.columns]
    target = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    try:
        if form == "csv":
            count = write_csv(target, columns, listing.cells())
        else:
            count = write_xlsx(target, columns, listing.cells(), lambda n: _about(listing, place, reader, at, n))
        if reader is not None and not listing.open:
            record_export(
                title=listing.title, of=listing.of, form=form, count=count, filters=_for_the_record(listing.narrowed),
                unit_id=place.pk if place else None, by=reader, at=at,
            )  # fmt: skip
    except BaseException:
        target.close()
        raise
    target.seek(0)
    name = f"{_file_name(listing, place, timezone.localdate(at))}.{form}"
    return FileResponse(target, as_attachment=True, filename=name, content_type=FORMS[form])


def _about(
    listing: Listing, place: Unit | None, reader: Actor | None, at: datetime, count: int
) -> list[tuple[str, str]]:
    """Return what the second sheet tells: which list it is, of whom, narrowed by what, as of when, taken by whom."""
    told = [(_("Danh sách"), listing.title)]
    if place is not None:
        told.append((_("Đơn vị"), place.name))
    told += [(_("Lọc theo: {what}").format(what=each.label), each.words) for each in listing.narrowed]
    if listing.day is not None:
        told.append((_("Tính đến ngày"), f"{listing.day:%d/%m/%Y}"))
    told.append((_("Số dòng"), str(count)))
    told.append((_("Lấy lúc"), f"{timezone.localtime(at):%H:%M %d/%m/%Y}"))
    if reader is not None:
        told.append((_("Người lấy"), str(reader)))
    return told


def _for_the_record(narrowed: Iterable[Narrowing]) -> Mapping[str, str]:
    return {each.label: _("(chữ đã gõ)") if each.typed else each.words for each in narrowed}


def _file_name(listing: Listing, place: Unit | None, today: date) -> str:
    """Return the name of the file: the list, the unit, what it is narrowed by as far as there is room, and the day."""
    narrowed = ", ".join(each.words for each in listing.narrowed if not each.typed)[:_MOST_IN_NAME]
    parts = [listing.title, place.short_name if place else "", narrowed, f"{listing.day or today:%d-%m-%Y}"]
    return " - ".join(part for each in parts if (part := _NOT_IN_NAMES.sub(" ", each).strip()))
