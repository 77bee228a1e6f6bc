"""The catalogue of strings: source strings are Vietnamese, ``locale/en`` is the other language.

Strings are found without the gettext programs: Django turns templates into pseudo-Python, Babel reads it and the real
Python. The catalogue is sorted and carries no line numbers, so that it changes only when a string does.
``locale/vi`` is kept by hand: Vietnamese for strings of Django and allauth that they leave untranslated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "en"
_KEYWORDS: dict[str, object] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
MessageId = str | tuple[str, ...] | list[str]
_SKIPPED = ("migrations", "tests", "static")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def catalogue_path(language: str = LANGUAGE) -> Path:
    """Return where a language's catalogue is kept."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def source_catalogue(root: Path) -> Catalog:
    """Return every string marked for translation in the Python files and templates under ``root``."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(root.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or set(_SKIPPED) & set(path.relative_to(root).parts):
            continue
        for message, context in _strings_of(path):
            catalog.add(message, context=context)
    return catalog


def _strings_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The pseudo-Python keeps the template's indentation, which means nothing and would not parse.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    found = extract("python", BytesIO(text.encode()), _KEYWORDS, options={"encoding": "utf-8"})  # type: ignore[arg-type]
    for _line, message, _comments, context in found:
        yield message, context


def read_catalogue(path: Path, language: str = LANGUAGE) -> Catalog:
    """Return the kept catalogue; an empty one when there is none yet."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def merge(kept: Catalog, source: Catalog) -> Catalog:
    """Return a catalogue with exactly the strings of ``source`` and the translations of ``kept``."""
    merged = Catalog(locale=LANGUAGE, charset="utf-8", fuzzy=False, project="Thi Đua", version="1")
    for message in source:
        if message.id:
            old = kept.get(message.id, message.context)
            merged.add(
                message.id,
                old.string if old and isinstance(old.id, tuple) == isinstance(message.id, tuple) else "",
                flags=message.flags - {"fuzzy"},
                context=message.context,
            )
    return merged


def write_catalogue(catalog: Catalog, path: Path) -> None:
    """Write a catalogue for people: sorted, without line numbers or dates."""
    buffer = BytesIO()
    write_po(buffer, catalog, sort_output=True, no_location=True, omit_header=True, width=120)
    header = f'msgid ""\nmsgstr ""\n"Language: {LANGUAGE}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + buffer.getvalue().decode(), encoding="utf-8")


def faults(kept: Catalog, source: Catalog) -> list[str]:
    """Return what is wrong with a catalogue, one line each: missing, untranslated, left over, broken placeholders."""
    wanted = {(message.id, message.context): message for message in source if message.id}
    held = {(message.id, message.context): message for message in kept if message.id}
    lines = [f"thiếu: {_short(key)}" for key in wanted.keys() - held.keys()]
    lines += [f"thừa (không còn trong mã): {_short(key)}" for key in held.keys() - wanted.keys()]
    for key in wanted.keys() & held.keys():
        if not _translated(held[key]):
            lines.append(f"chưa dịch: {_short(key)}")
        elif not _same_placeholders(held[key]):
            lines.append(f"sai chỗ điền (placeholder): {_short(key)}")
    return sorted(lines)


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings) and "fuzzy" not in message.flags


def _same_placeholders(message: Message) -> bool:
    """Say whether each translation fills the places of its source: one may drop a number (“one unit”), none adds."""
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    places = {place for text in sources for place in _PLACEHOLDER.findall(text)}
    told = [set(_PLACEHOLDER.findall(text or "")) for text in strings]
    return all(found <= places for found in told) and told[-1] == places


def _short(key: tuple[MessageId, str | None]) -> str:
    text = key[0] if isinstance(key[0], str) else key[0][0]
    return text.replace("\n", " ")[:100]


def compile_catalogues() -> list[Path]:
    """Turn every catalogue into the form that Django reads; return what was written."""
    written = []
    for path in sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as source:
            catalog = read_po(source, locale=path.parts[-3])
        target = path.with_suffix(".mo")
        with target.open("wb") as compiled:
            write_mo(compiled, catalog)
        written.append(target)
    return written
