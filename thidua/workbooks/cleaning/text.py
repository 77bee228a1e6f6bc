"""The form of a text: one Unicode form, no hidden characters, one white space, one kind of quotation mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection

from thidua.workbooks.cleaning.chains import chain, weakest
from thidua.workbooks.cleaning.encodings import reader_for
from thidua.workbooks.cleaning.readings import Reading, Sureness
from thidua.workbooks.cleaning.syllables import is_syllable

_LOST = "\N{REPLACEMENT CHARACTER}"
# What a workbook writes for a control character inside a cell, such as _x000D_ for an end of line.
_ESCAPED = re.compile(r"_x00[01][0-9A-Fa-f]_")
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans(
    dict.fromkeys("‘’‚‛ʼʻʹ′´`ꞌ", "'") | dict.fromkeys("“”„‟«»″〝〞", '"') | {"\N{MODIFIER LETTER DOUBLE PRIME}": '"'}
)
# Full-width forms of the ASCII signs, as East Asian keyboards write them, and their space.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
# Text in its one form, as almost every cell is: words of ASCII signs (but the backtick) and Vietnamese letters.
_WORD = "[!-_a-~ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]+"
_IN_FORM = re.compile(f"{_WORD}(?: {_WORD})*")
# Letters that look like Đ and are none: eth and the African D.
_LOOKS_LIKE_D = re.compile(r"\w*[ÐðƉ]\w*")
_TO_D = str.maketrans("ÐðƉ", "ĐđĐ")


def tidy(text: str) -> Reading[str]:
    """Return the text in its one form; empty text is ``None``, a text with lost characters (�) refused."""
    if _IN_FORM.fullmatch(text) and "_x00" not in text:
        return Reading(text)
    return put_in_form(text)


def put_in_form(text: str) -> Reading[str]:
    """Return what ``tidy`` does, step by step and also for a text that needs nothing."""
    if _LOST in text:
        return Reading(None, Sureness.REFUSED, "Có ký tự đã bị mất (�) khi tệp được lưu hay chuyển đổi.")
    whys = []
    for step, why in _STEPS:
        better = step(text)
        if better != text:
            whys.append(why)
            text = better
    return Reading(text or None, Sureness.TIDIED if whys else Sureness.CERTAIN, " ".join(whys))


def text_reader(texts: Collection[str]) -> Callable[[str], Reading[str]]:
    """Return the reader of text for a column with these distinct texts: old encodings first, then the form.

    In this order, because tidying loses bytes that an old encoding needs: the soft hyphen is “ư” in TCVN3.
    """
    return chain(reader_for(texts), tidy)


def lines_reader(texts: Collection[str]) -> Callable[[str], Reading[str]]:
    """Return the reader of text of several lines for a column with these distinct texts: each line is put in form."""
    read = text_reader(texts)

    def lines(text: str) -> Reading[str]:
        readings = [read(line) for line in text.splitlines()]
        refused = next((one for one in readings if one.sureness is Sureness.REFUSED), None)
        if refused is not None or len(readings) == 1:
            return refused or readings[0]
        kept = "\n".join(one.value or "" for one in readings).strip("\n")
        why = " ".join(dict.fromkeys(one.why_vi for one in readings if one.why_vi))
        return Reading(kept or None, weakest(*(one.sureness for one in readings)), why)

    return lines


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _visible(text: str) -> str:
    """Take out control and format characters (zero width, soft hyphen, direction marks); white space stays."""
    text = _ESCAPED.sub(" ", text)
    if text.isprintable():
        return text
    return "".join(char for char in text if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"})


def _one_width(text: str) -> str:
    return text.translate(_WIDE)


def _one_quote(text: str) -> str:
    return text.translate(_QUOTES)


def _real_d(text: str) -> str:
    return _LOOKS_LIKE_D.sub(_d_in_a_syllable, text)


def _d_in_a_syllable(found: re.Match[str]) -> str:
    better = found[0].translate(_TO_D)
    return better if is_syllable(better) else found[0]


def _one_space(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


_STEPS = (
    (_composed, "Đã đưa về một dạng Unicode (dựng sẵn)."),
    (_visible, "Đã bỏ ký tự ẩn."),
    (_one_width, "Đã đổi ký tự rộng kiểu Đông Á."),
    (_one_quote, "Đã đưa về một kiểu dấu nháy."),
    (_real_d, "Đã thay chữ trông giống “Đ” bằng chữ Đ."),
    (_one_space, "Đã bỏ khoảng trắng thừa."),
)
