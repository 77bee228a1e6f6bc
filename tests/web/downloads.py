"""Lists taken from pages as files, for tests: what a page shows, what its file holds, and how the two compare."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from python_calamine import CalamineWorkbook

from thidua.web.listing import Kind
from thidua.workbooks.inert import unguarded

_LINK = re.compile(r'href="(\?[^"]*xuat=(?:xlsx|csv)[^"]*)"')
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d)\Z")


@dataclass(frozen=True)
class File:
    """A list as a file of values: its heads and its rows."""

    heads: list[str]
    rows: list[list[str]]


def content_of(response: Any) -> bytes:
    """Return the bytes of a file that a page answered with."""
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def as_values(client: Client, url: str, **query: str) -> File:
    """Return a page's list as a file of values, with what guards its texts taken off."""
    response = client.get(url, {**query, "xuat": "csv"})
    text = content_of(response).decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text, newline=""))
    return File(heads, [[unguarded(value) for value in row] for row in rows])


def as_cells(client: Client, url: str, sheet: int = 0, **query: str) -> list[list[Any]]:
    """Return a page's list as the cells of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(client.get(url, {**query, "xuat": "xlsx"}))))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def main_of(page: str) -> str:
    """Return the part of a page that is its own."""
    return page.partition("<main")[2].partition("</main>")[0]


def links_in(page: str) -> list[str]:
    """Return the addresses under which a page hands out its lists, both forms of each."""
    return [unescape(link) for link in _LINK.findall(main_of(page))]


def holds_a_list(page: str) -> bool:
    """Say whether a page shows a table or pages of a list."""
    return "<table" in main_of(page) or 'class="pagination"' in main_of(page)


class _Reader(HTMLParser):
    """Collects the words of a page, what stands in its fields, and the heads and rows of its tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.heads: list[str] = []
        self.rows = 0
        self._head: list[str] | None = None
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        values = dict(attrs)
        self.words += [values.get("value") or ""] if tag == "input" and values.get("type") == "text" else []
        if tag == "th" and values.get("scope") == "col":
            self._head = []
        elif self._head is not None and (self._hidden or values.get("class") in {"hidden-words", "muted count"}):
            self._hidden += 1
        if tag == "tr":
            self.rows += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "th" and self._head is not None:
            self.heads.append(" ".join(" ".join(self._head).split()))
            self._head, self._hidden = None, 0
        elif self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._head is not None and not self._hidden:
            self._head.append(data)


def heads_in(page: str) -> list[str]:
    """Return the heads of the tables of a page that say something."""
    return [head for head in _Reader(main_of(page)).heads if head]


def words_in(page: str) -> str:
    """Return what a page says, in one line, small letters."""
    return " ".join(" ".join(_Reader(main_of(page)).words).split()).casefold()


def parts_of(value: str) -> Iterator[str]:
    """Yield the parts of a value as a page writes them: days and moments in its own way, each of several texts."""
    if found := _DAY.match(value):
        yield f"{found[3]}/{found[2]}/{found[1]}"
    elif found := _MOMENT.match(value):
        yield f"{found[4]} {found[3]}/{found[2]}/{found[1]}"
    else:
        yield from (part.strip() for part in re.split(r"; |\n|: | → |, ", value))


def not_shown(file: File, page: str, kinds: dict[str, Kind]) -> list[str]:
    """Return what a file tells and its page does not; figures are compared only as they are written."""
    words = words_in(page)
    texts = [place for place, head in enumerate(file.heads) if kinds.get(head) not in {Kind.SHARE, Kind.MONEY}]
    told = {part for row in file.rows for place in texts for part in parts_of(row[place])}
    return sorted(part for part in told if " ".join(part.split()).casefold() not in words)
