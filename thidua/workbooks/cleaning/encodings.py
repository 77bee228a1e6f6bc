"""Text in an old Vietnamese encoding, or in UTF-8 read as Windows-1252: recognised by its meaning, and converted.

A text is taken for an old encoding only when words that cannot be Vietnamese as they stand become Vietnamese syllables
in that encoding. Correct Unicode, plain ASCII and foreign names stay as they are. A text that shows little is settled
by the other texts of its column; alone it is only asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from thidua.workbooks.cleaning.legacy_tables import CP1258, TCVN3, VNI
from thidua.workbooks.cleaning.readings import Reading, Sureness
from thidua.workbooks.cleaning.syllables import is_syllable


class Encoding(StrEnum):
    """How a text was written."""

    UNICODE = "unicode"
    UTF8 = "utf-8"
    TCVN3 = "tcvn3"
    VNI = "vni"
    CP1258 = "cp1258"


ENCODING_VI = {
    Encoding.UTF8: "UTF-8 bị đọc nhầm bảng mã",
    Encoding.TCVN3: "bảng mã TCVN3 (ABC)",
    Encoding.VNI: "bảng mã VNI",
    Encoding.CP1258: "bảng mã Windows-1258",
}
# Vietnamese letters that no old encoding shows: one of them and the text is Unicode.
_ONLY_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_TOKEN = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’‚„–—…•]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ALSO_A_QUOTE = "«»"
_VNI_PIECE = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
# Windows-1252 has no character at five places; readers leave the byte itself or lose it.
_BYTE_OF = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(256)}
_ENOUGH_WORDS = 2
_ENOUGH_VOTES = 2


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a text would mean in an encoding; ``strong`` if the text alone shows that it is so."""

    encoding: Encoding
    text: str
    strong: bool


def read_encoding(text: str, votes: Counter[Encoding] | None = None) -> Reading[str]:
    """Return the text in Unicode: TIDIED where it shows its encoding, GUESSED with the other meanings where not.

    ``votes`` is what the texts of its column show (``votes_of``).
    """
    if text.isascii():
        return Reading(text or None)
    text = unicodedata.normalize("NFC", text)
    meanings = _meanings(text)
    if not meanings:
        return Reading(text or None)
    votes = votes or Counter()
    strong = [meaning for meaning in meanings if meaning.strong]
    favoured = _favoured(strong or meanings, votes)
    if strong and (len(strong) == 1 or favoured):
        return _converted(favoured or strong[0])
    if strong:
        return _asked(strong[0].text, [meaning.text for meaning in strong[1:]], strong[0].encoding)
    return _settled_by_votes(text, meanings, favoured, votes)


def votes_of(texts: Iterable[str]) -> Counter[Encoding]:
    """Count what the distinct texts of a column show by themselves; texts that show nothing do not vote."""
    votes: Counter[Encoding] = Counter()
    for text in texts:
        if text.isascii():
            continue
        if _ONLY_UNICODE.search(text):
            votes[Encoding.UNICODE] += 1
            continue
        strong = [meaning for meaning in _meanings(unicodedata.normalize("NFC", text)) if meaning.strong]
        if len(strong) == 1:
            votes[strong[0].encoding] += 1
    return votes


def reader_for(texts: Iterable[str]) -> Callable[[str], Reading[str]]:
    """Return ``read_encoding`` for a column with these distinct texts."""
    votes = votes_of(texts)
    return lambda text: read_encoding(text, votes)


def _settled_by_votes(
    text: str, meanings: list[_Meaning], favoured: _Meaning | None, votes: Counter[Encoding]
) -> Reading[str]:
    """Read a text that shows little by itself."""
    possible_as_it_is = all(_stands(token) for token in _tokens(text))
    if favoured and votes[Encoding.UNICODE] == 0:
        if possible_as_it_is:
            return _asked(favoured.text, [text], favoured.encoding)
        return _converted(favoured)
    if possible_as_it_is:
        # Vietnamese as it stands: asked about only where another cell of the column shows that encoding.
        shown = [meaning for meaning in meanings if votes[meaning.encoding]]
        return _asked(text, [meaning.text for meaning in shown], shown[0].encoding) if shown else Reading(text)
    if favoured or not votes[Encoding.UNICODE]:
        return _asked(text, [meaning.text for meaning in meanings], meanings[0].encoding)
    return Reading(text)


def _favoured(meanings: list[_Meaning], votes: Counter[Encoding]) -> _Meaning | None:
    best = max(meanings, key=lambda meaning: votes[meaning.encoding])
    return best if votes[best.encoding] >= _ENOUGH_VOTES else None


def _converted(meaning: _Meaning) -> Reading[str]:
    return Reading(meaning.text, Sureness.TIDIED, f"Đã chuyển từ {ENCODING_VI[meaning.encoding]} sang Unicode.")


def _asked(value: str, others: list[str], encoding: Encoding) -> Reading[str]:
    others = list(dict.fromkeys(other for other in others if other != value))
    return Reading(value, Sureness.GUESSED, f"Có thể viết bằng {ENCODING_VI[encoding]}: cần xem lại.", tuple(others))


def _meanings(text: str) -> list[_Meaning]:
    """Return what the text can mean in other encodings, if anything."""
    if text.isascii() or _ONLY_UNICODE.search(text):
        return []
    from_utf8 = _from_utf8(text)
    if from_utf8 is not None:
        return [_Meaning(Encoding.UTF8, from_utf8, strong=True)]
    found = []
    for encoding, decode in _DECODERS.items():
        decoded = decode(text)
        if decoded != text and _all_vietnamese(decoded):
            found.append(_Meaning(encoding, decoded, _shows(text)))
    return found


def _shows(text: str) -> bool:
    """Say whether the text has enough that Vietnamese as it stands cannot have."""
    odd = [token for token in _tokens(text) if not _stands(token)]
    return len(odd) >= _ENOUGH_WORDS or any(_is_odd_by_itself(token) for token in odd)


def _is_odd_by_itself(token: str) -> bool:
    """Say whether a word is like none of any language: a sign or strange letter inside, mixed case, or two marks."""
    outside = [char for char in token if not char.isascii()]
    if len(outside) > 1 or any(not char.isalpha() or char in "ÐðÞþªºµ" for char in outside):
        return True
    return not (token.islower() or token.isupper() or token.istitle())


def _tokens(text: str) -> list[str]:
    """Return the words with a character outside ASCII and at least one letter; digits make no word."""
    found = [token for token in _TOKEN.findall(text) if not token.isascii()]
    return [token for token in found if any(char.isalpha() for char in token) and not any(map(str.isdigit, token))]


def _stands(token: str) -> bool:
    """Say whether a word can be Vietnamese as it stands."""
    return is_syllable(token.strip(_ALSO_A_QUOTE))


def _all_vietnamese(text: str) -> bool:
    """Say whether the text has a Vietnamese letter and every word with one is a syllable, capitals aside."""
    words = [word for word in _LETTERS.findall(text) if not word.isascii()]
    return bool(words) and all(is_syllable(word.lower()) for word in words)


def _from_utf8(text: str) -> str | None:
    """Return the text whose UTF-8 bytes were read as Windows-1252, or None if it is no such text."""
    # A non-breaking space is the second byte of “à”; white space made one has spoilt it.
    for candidate in (
        text,
        re.sub("Ã(?=$| )", "Ã\xa0", text).replace("Ã\xa0 ", "Ã\xa0"),
        re.sub("Ã(?=$| )", "Ã\xa0", text),
    ):
        try:
            decoded = bytes(_BYTE_OF[char] for char in candidate).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            continue
        changed = [word for word in _LETTERS.findall(decoded) if not word.isascii()]
        if len(changed) >= _ENOUGH_WORDS or (changed and _all_vietnamese(decoded)):
            return _from_utf8(decoded) or unicodedata.normalize("NFC", decoded)
    return None


def _from_tcvn3(text: str) -> str:
    decoded = text.translate(_TCVN3_TABLE)
    # The font of capitals shows small letters as capitals; their case is told by the plain letters of the text.
    runs = [run for run in re.findall("[A-Za-z]+", text) if len(run) > 1]
    return decoded.upper() if runs and all(run.isupper() for run in runs) else decoded


def _from_vni(text: str) -> str:
    return _VNI_PIECE.sub(lambda piece: VNI[piece[0]], text)


def _from_cp1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_CP1258_TABLE))


_TCVN3_TABLE = str.maketrans(TCVN3)
_CP1258_TABLE = str.maketrans(CP1258)
_DECODERS: dict[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: _from_tcvn3,
    Encoding.VNI: _from_vni,
    Encoding.CP1258: _from_cp1258,
}
