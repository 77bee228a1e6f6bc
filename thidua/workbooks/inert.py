"""Text in a file of values that a spreadsheet must not take for a formula, and the same text read back.

A spreadsheet that opens such a file works out every cell that begins with = + - or @. A text that would begin so gets
an apostrophe before it, the sign by which people tell a spreadsheet “this is text”. The same inside a text after a line
break, a tab, a semicolon or an upright bar: whoever opens the file with another sign between values has cells there.
``unguarded`` takes exactly what ``guarded`` has put in. Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@＝＋－＠"
# What a reader may pass over before the sign: white space, characters that nobody sees, quotation marks.
_PASSED = "[\\s\"'\u00ad\u200b-\u200f\u2060\ufeff]*"
_BEGINS = re.compile(f"'*[\\t\\r\\n]|{_PASSED}[{_SIGNS}]")
_BREAK = "[;|\\t\\r\\n]"
_INSIDE = re.compile(f"({_BREAK})(?={_PASSED}[{_SIGNS}])")
_GUARDED_INSIDE = re.compile(f"({_BREAK})'(?={_PASSED}[{_SIGNS}])")
_SUSPECT = re.compile(f"[{_SIGNS}\\t\\r\\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?\Z")


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet finds a formula in it; a plain number stays one."""
    if not _SUSPECT.search(text) or _NUMBER.match(text):
        return text
    inside = _INSIDE.sub(r"\1'", text)
    return f"'{inside}" if _BEGINS.match(text) else inside


def unguarded(text: str) -> str:
    """Return the text that was guarded; any other is left as it is."""
    if text.startswith("'") and _BEGINS.match(text, 1):
        text = text[1:]
    return _GUARDED_INSIDE.sub(r"\1", text)
