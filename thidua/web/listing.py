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
from typing import IO, TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.people.selectors import place_of
from thidua.workbooks.services import Taken, ask_export, record_export
from thidua.workbooks.writing.plain import Kind, PlainColumn, write_csv, write_xlsx

from .downloads import SPREADSHEET, VALUES
from .saving import words_for

if TYPE_CHECKING:
    from thidua.people.models import Unit

FORMS = {"xlsx": SPREADSHEET, "csv": VALUES}
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
    nobody records who takes it. ``at_once``: how many rows are written while the reader waits (some seconds of work).
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
    at_once: int = 50_000

    @property
    def long(self) -> bool:
        """Whether it is too long to be written while its reader waits."""
        if not isinstance(self.rows, QuerySet):
            return False
        return self.rows.order_by().values("pk")[: self.at_once + 1].count() > self.at_once

    def count(self) -> int:
        """Return how many rows there are."""
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def cells(self, *, by_keys: bool = False) -> Iterator[list[Any]]:
        """Yield every row as the values of its columns, a slice read at a time.

        ``by_keys``: no query stays open between two slices, so that something may be written meanwhile; a third slower.
        """
        values = [column.shown() for column in self.columns]
        for part in self._slices(by_keys=by_keys):
            for row in self.prepared(part):
                yield [value(row) for value in values]

    def _slices(self, *, by_keys: bool) -> Iterator[list[Any]]:
        rows = self.rows
        if by_keys and isinstance(rows, QuerySet):
            keys = list(rows.values_list("pk", flat=True))
            for start in range(0, len(keys), SLICE):
                part = keys[start : start + SLICE]
                found = {row.pk: row for row in rows.filter(pk__in=part).order_by()}
                yield [found[key] for key in part if key in found]
            return
        walker = rows.iterator(chunk_size=SLICE) if isinstance(rows, QuerySet) else iter(rows)
        while some := list(islice(walker, SLICE)):
            yield some


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


class AskedByWorker(HttpRequest):
    """A worker's own asking: the page gives it the list itself, to be written at leisure."""

    listing: Listing | None = None


def download_of(request: HttpRequest, *listings: Listing) -> HttpResponse | None:
    """Return the list that the address asks for as a file; None where it asks for none, but for the page.

    A list too long to wait for is left to a worker: the answer leads to its progress. Raises NotFound for a list that
    the page does not have.
    """
    form = request.GET.get("xuat", "")
    if form not in FORMS:
        return None
    code = request.GET.get("bang", "")
    listing = next((each for each in listings if each.code == code), None)
    if listing is None:
        raise NotFound(_("Trang này không có danh sách đó."), _("Mở lại trang rồi bấm “Tải xuống”."))
    if isinstance(request, AskedByWorker):
        request.listing = listing
        return HttpResponse()
    taking = Taking.of(listing, form, request.user if request.user.is_authenticated else None, timezone.now())
    if taking.reader is not None and listing.long:
        return _later(request, taking, taking.reader)
    target = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    try:
        taking.write(target, listing.cells())
    except BaseException:
        target.close()
        raise
    target.seek(0)
    file = FileResponse(target, as_attachment=True, filename=taking.file_name, content_type=FORMS[form])
    # A file is no HttpResponse by its class, but all that a view's caller asks of one.
    return cast(HttpResponse, file)


def _later(request: HttpRequest, taking: Taking, reader: Actor) -> HttpResponse:
    job = ask_export(
        taken=taking.taken, address=request.get_full_path(), language=get_language() or "", by=reader, at=taking.at
    )
    messages.info(request, _("Danh sách dài nên tệp được chuẩn bị ở nền; xong thì tải về ở trang này."))
    return redirect("jobs:detail", job.pk)


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody takes a list away, at a moment; ``place``: the unit that it is about, else where they act."""

    listing: Listing
    form: str
    reader: Actor | None
    at: datetime
    place: Unit | None

    @classmethod
    def of(cls, listing: Listing, form: str, reader: Actor | None, at: datetime) -> Taking:
        """Return the taking of a list by a reader."""
        place = listing.unit or (place_of(reader, timezone.localdate(at)) if reader else None)
        return cls(listing, form, reader, at, place)

    def write(self, target: IO[bytes], cells: Iterable[list[Any]]) -> int:
        """Write the file, then record that it was taken; return how many rows."""
        columns = [column.plain() for column in self.listing.columns]
        if self.form == "csv":
            count = write_csv(target, columns, cells)
        else:
            count = write_xlsx(target, columns, cells, self._about)
        if self.reader is not None and not self.listing.open:
            record_export(taken=self.taken, count=count, by=self.reader, at=self.at)
        return count

    @property
    def taken(self) -> Taken:
        """What the audit chain keeps of it: no word that somebody typed."""
        filters = {each.label: _("(chữ đã gõ)") if each.typed else each.words for each in self.listing.narrowed}
        unit_id = self.place.pk if self.place else None
        return Taken(self.listing.title, self.listing.of, self.form, filters, unit_id)

    @property
    def file_name(self) -> str:
        """The list, the unit, what it is narrowed by as far as there is room, and the day."""
        narrowed = ", ".join(each.words for each in self.listing.narrowed if not each.typed)[:_MOST_IN_NAME]
        day = self.listing.day or timezone.localdate(self.at)
        parts = [self.listing.title, self.place.short_name if self.place else "", narrowed, f"{day:%d-%m-%Y}"]
        return " - ".join(part for each in parts if (part := _NOT_IN_NAMES.sub(" ", each).strip())) + f".{self.form}"

    def _about(self, count: int) -> list[tuple[str, str]]:
        """Return what the second sheet tells: which list, of whom, narrowed by what, as of when, taken by whom."""
        listing = self.listing
        told = [(_("Danh sách"), listing.title)]
        if self.place is not None:
            told.append((_("Đơn vị"), self.place.name))
        told += [(_("Lọc theo: {what}").format(what=each.label), each.words) for each in listing.narrowed]
        if listing.day is not None:
            told.append((_("Tính đến ngày"), f"{listing.day:%d/%m/%Y}"))
        told.append((_("Số dòng"), str(count)))
        told.append((_("Lấy lúc"), f"{timezone.localtime(self.at):%H:%M %d/%m/%Y}"))
        if self.reader is not None:
            told.append((_("Người lấy"), str(self.reader)))
        return told
