"""What a file is by its bytes, whatever its name says; and what must not be opened."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from . import compound
from .limits import Limits

# Told to the sender in Vietnamese by ``refusals``; this module runs where no translation is at hand.
XLSX, ODS, XLS, TEXT, DOCX, PDF, HTML = "xlsx", "ods", "xls", "text", "docx", "pdf", "html"
BOOK_STREAMS = ("Workbook", "Book")  # the second in Excel 5 and 95
# Pages and XML that other systems write and name .xls: Excel opens them, so the sender takes them for workbooks.
_WEB_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML = re.compile(rb"^\W{0,3}<\?xml\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# Programs in VBA, in the language of Excel 4, and in those of LibreOffice (whose lists of libraries are harmless).
_MACRO_MEMBER = re.compile(
    r"vbaProject\.bin$|vbaData\.xml$|^xl/macrosheets/|^Scripts/.+\w$|^Basic/(?!.*-l[bc]\.xml$).+\w$"
)
_MACRO_STREAMS = frozenset({"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"})
_CHUNK = 1 << 20
_OVERLAP = 64


class Refused(Exception):  # noqa: N818 - an answer, not an error of the program
    """A file that is not opened; ``kind`` is a value of ``refusals.Unreadable``, ``what`` what it is instead."""

    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.what = what


def kind_of(path: Path, limits: Limits) -> str:
    """Return what the file is (XLSX, ODS, …); raises Refused for everything else and for whatever may do harm."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty")
    if size > limits.file_size:
        raise Refused("too_big")
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        return _zip_kind(path, size, limits)
    if start.startswith(compound.MARK):
        return _ole_kind(path.read_bytes())
    if _is_web_page(start.replace(b"\0", b"")):  # in UTF-16 every other byte is zero
        return HTML
    if start.startswith(b"%PDF"):
        return PDF
    if what := _other_kind(start):
        raise Refused("no_spreadsheet", what)
    return TEXT


def _is_web_page(start: bytes) -> bool:
    """Say whether a file is a web page; raises Refused for other markup that Excel and Word open too."""
    is_other = start[:20].upper().startswith(b"MIME-VERSION:") or (_XML.search(start) and b"<html" not in start.lower())
    if is_other:
        raise Refused("web_page")
    return _WEB_PAGE.search(start) is not None


def _other_kind(start: bytes) -> str:
    if start.startswith(b"{\\rtf"):
        return "RTF"
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")):
        return "ảnh"
    if start.startswith((b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")):
        return "tệp nén"
    plain = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if plain is start and b"\x00" in start and not _looks_like_utf16(start):
        return "tệp nhị phân"
    return ""


def _looks_like_utf16(start: bytes) -> bool:
    """Say whether every other byte is mostly zero, as in UTF-16 without its mark."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    return max(even, odd) > 0.3 * len(start) / 2 and min(even, odd) < 0.05 * len(start) / 2


def _zip_kind(path: Path, size: int, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if len(members) > limits.members:
                raise Refused("bomb")
            if any(member.flag_bits & 1 for member in members):
                raise Refused("encrypted")
            kind = _named(names, archive)
            _refuse_members(names)
            _unpack_all(archive, members, size, limits)
            if kind == ODS and _encrypted(archive, names):
                raise Refused("encrypted")
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Refused("damaged") from error
    return kind


def _named(names: set[str], archive: zipfile.ZipFile) -> str:
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        raise Refused("no_spreadsheet", "Excel nhị phân (.xlsb)")
    if "word/document.xml" in names:
        return DOCX
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        said = archive.read("mimetype")
        if b"opendocument.spreadsheet" in said:
            return ODS
    raise Refused("no_spreadsheet", "tệp nén")


def _refuse_members(names: set[str]) -> None:
    if any(_MACRO_MEMBER.search(name) for name in names):
        raise Refused("macro")
    if any("externalLinks/" in name for name in names):
        raise Refused("external_link")


def _encrypted(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Say whether LibreOffice put a password on it: the archive opens, its members are sealed."""
    manifest = "META-INF/manifest.xml"
    return "encrypted-package" in names or (manifest in names and b"encryption-data" in archive.read(manifest))


def _unpack_all(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Unpack everything once, without keeping it: what a header says of a size may be a lie."""
    most = min(limits.unpacked, size * limits.ratio)
    total = 0
    for member in members:
        for piece in _pieces(archive, member):
            total += len(piece)
            if total > most:
                raise Refused("bomb")


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    is_xml = member.filename.endswith((".xml", ".rels"))
    is_sheet = member.filename.startswith("xl/worksheets/")
    with archive.open(member) as file:
        before = b""
        while piece := file.read(_CHUNK):
            seen = before + piece
            if is_xml and _ENTITY.search(seen):
                raise Refused("entities")
            if is_sheet and FAR_AWAY.search(seen):
                raise Refused("too_many_cells")
            before = piece[-_OVERLAP:]
            yield piece


# A cell that holds something (it is not closed at once) beyond column CZ or row 199,999.
FAR_AWAY = re.compile(
    rb'<c r="(?:(?:[A-Z]{3}|[D-Z][A-Z])\d{1,7}|[A-Z]{1,2}(?:[2-9]\d{5}|\d{7}))"[^>/]*>\s*<(?:v|is|f)\b'
)


def _ole_kind(data: bytes) -> str:
    """Read the directory of an old Office file: the names of its streams tell what it is."""
    file = compound.Compound(data)
    names = {entry.name for entry in file.entries}
    if "EncryptedPackage" in names:
        raise Refused("encrypted")
    if "WordDocument" in names:
        _refuse_old_word(file, names)
    if not names & set(BOOK_STREAMS):
        raise Refused("damaged" if not names else "no_spreadsheet", "tệp Office khác")
    if names & _MACRO_STREAMS:
        raise Refused("macro")
    return XLS


def _refuse_old_word(file: compound.Compound, names: set[str]) -> NoReturn:
    """Say why an old Word file is not read here: sealed ([MS-DOC] 2.5.2, fEncrypted), a program, or merely old."""
    head = file.stream("WordDocument")[:12]
    if len(head) == 12 and struct.unpack_from("<H", head, 10)[0] & 0x0100:
        raise Refused("encrypted")
    raise Refused("macro" if names & _MACRO_STREAMS else "old_word")
