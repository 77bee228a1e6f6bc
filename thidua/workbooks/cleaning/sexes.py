"""Sex, as lists write it: in words, in one letter, or as a mark under “Nữ”."""

from __future__ import annotations

from collections.abc import Callable, Collection

from thidua.kernel.text import fold, nfc
from thidua.workbooks.cleaning.readings import Reading, Sureness

FEMALE, MALE = "female", "male"
SEX_VI = {FEMALE: "nữ", MALE: "nam"}
_WORDS = {"nam": MALE, "nu": FEMALE, "n\u1eef": FEMALE, "male": MALE, "female": FEMALE, "ong": MALE, "ba": FEMALE}
_LETTERS = {"m": MALE, "f": FEMALE, "true": MALE, "false": FEMALE}
_NOT_SAID = {"", "-", "khong", "khong ro", "khac", "?"}
# The columns of a mark: what a number or a cross means only its head can tell.
_MARKS = {"x": FEMALE, "v": FEMALE, "✓": FEMALE, "1": MALE, "0": FEMALE, "2": FEMALE}


def sex_reader(texts: Collection[str]) -> Callable[[str], Reading[str]]:
    """Return the reader of a column “Giới tính” with these distinct texts. One letter N alone can mean either."""
    folded = {fold(text).rstrip(".") for text in texts} - _NOT_SAID
    return lambda text: _read(text, folded)


def _read(text: str, column: Collection[str]) -> Reading[str]:
    said = fold(text).rstrip(".")
    if said in _NOT_SAID:
        return Reading(None)
    if said in _WORDS:
        return _plain(text, _WORDS[said])
    if said in _LETTERS:
        return Reading(_LETTERS[said], Sureness.TIDIED, f"“{nfc(text)}” là {SEX_VI[_LETTERS[said]]}.")
    if said == "n":
        # Beside “nam” written out, N is the other; beside nothing it can be either.
        sure = "nam" in column or "nu" in column
        sex = FEMALE if "nam" in column else MALE if "nu" in column else FEMALE
        return _guess(text, sex) if not sure else Reading(sex, Sureness.TIDIED, f"“{nfc(text)}” là {SEX_VI[sex]}.")
    if said in _MARKS:
        return _guess(text, _MARKS[said])
    return Reading(None, Sureness.REFUSED, f"“{nfc(text)}” không phải nam hay nữ.")


def _plain(text: str, sex: str) -> Reading[str]:
    if nfc(text).lower() == SEX_VI[sex]:
        return Reading(sex)
    return Reading(sex, Sureness.TIDIED, f"“{nfc(text)}” là {SEX_VI[sex]}.")


def _guess(text: str, sex: str) -> Reading[str]:
    other = MALE if sex == FEMALE else FEMALE
    return Reading(sex, Sureness.GUESSED, f"Không rõ “{nfc(text)}” là nam hay nữ.", (other,))
