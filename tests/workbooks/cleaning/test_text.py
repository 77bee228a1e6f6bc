"""Text in old encodings and untidy forms becomes Unicode in one form; good text is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.workbooks.cleaning.encodings import read_encoding, votes_of
from thidua.workbooks.cleaning.legacy_tables import CP1258, TCVN3, VNI
from thidua.workbooks.cleaning.readings import Sureness
from thidua.workbooks.cleaning.syllables import is_syllable
from thidua.workbooks.cleaning.text import put_in_form, text_reader, tidy

FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ", "Bùi", "Hoàng", "Lý", "Tô"]
MIDDLES = ["Văn", "Thị Bích", "Hữu", "Đình", "Quỳnh", "Xuân", "Thị Mỹ"]
GIVENS = ["Hằng", "Đức", "Tuấn", "Khôi", "Như", "Trường", "Bảo", "Duyên", "Nghĩa", "Ân", "Thưởng"]
NAMES = st.builds(" ".join, st.tuples(*map(st.sampled_from, (FAMILIES, MIDDLES, GIVENS))))
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def _by_letter(table, text):
    backwards = {}
    for seen, meant in table.items():
        backwards.setdefault(meant, seen)
    return "".join(backwards.get(char, char) for char in text)


def _cp1258(text):
    backwards = {meant: seen for seen, meant in CP1258.items()}
    seen = []
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        seen += [backwards.get(letter, letter), *(backwards[mark] for mark in marks if mark in _TONES)]
    return "".join(seen)


def _utf8_as_latin(text):
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


ENCODERS = {
    "tcvn3": lambda text: _by_letter(TCVN3, text),
    "vni": lambda text: _by_letter(VNI, text),
    "cp1258": _cp1258,
    "utf-8": _utf8_as_latin,
}


@pytest.mark.parametrize("encode", ENCODERS.values(), ids=ENCODERS)
@given(names=st.lists(NAMES, min_size=3, max_size=8, unique=True))
def test_a_column_in_an_old_encoding_reads_back_as_it_was_meant(encode, names):
    seen = [encode(name) for name in [*names, "Trần Thị Bích Thưởng", "Đỗ Hữu Đức"]]
    read = text_reader(seen)
    for text, name in zip(seen, names, strict=False):
        reading = read(text)
        assert reading.value == name
        assert text == name or (reading.sureness is not Sureness.CERTAIN and reading.why_vi)


def test_a_cell_like_vietnamese_beside_a_single_witness_is_asked_about():
    seen = [_cp1258("Trần Thị Bích Thưởng"), "Lê Vãn Khôi"]
    reading = text_reader(seen)("Lê Vãn Khôi")
    assert (reading.sureness, reading.others) == (Sureness.GUESSED, ("Lê Văn Khôi",))


VOTES = votes_of(ENCODERS["tcvn3"](f"{family} Thị Thưởng") for family in FAMILIES)


@given(NAMES)
def test_good_unicode_is_never_changed_silently_whatever_its_column_votes(name):
    for text in (name, name.upper()):
        reading = read_encoding(text, VOTES)
        assert text in (reading.value, *reading.others)
        assert reading.value == text or reading.sureness is Sureness.GUESSED


@given(NAMES)
def test_a_letter_that_no_old_encoding_has_settles_a_text_whatever_its_column_votes(name):
    reading = read_encoding(f"{name} Thưởng", VOTES)
    assert (reading.value, reading.sureness, reading.why_vi) == (f"{name} Thưởng", Sureness.CERTAIN, "")


@given(st.text())
def test_tidying_a_tidied_text_changes_nothing(text):
    once = tidy(text).value
    if once is not None:
        again = tidy(once)
        assert (again.value, again.sureness) == (once, Sureness.CERTAIN)


@pytest.mark.parametrize(
    "text", ["René Müller", "François Garçon", "Công ty TNHH", "Café", "100 %", "Anh", "Jürgen Groß"]
)
def test_foreign_and_plain_text_stays(text):
    assert text_reader([text])(text).value == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Văn Ân"), "Nguyễn Văn Ân"),
        ("Trần\u00a0Thị  Hà ", "Trần Thị Hà"),
        ("Lê\u200b Minh\ufeff", "Lê Minh"),
        ("Hoàng _x000D_\nAnh", "Hoàng Anh"),
        ("“Lao động giỏi”", '"Lao động giỏi"'),
        ("Ｐhạm Hoa", "Phạm Hoa"),
        ("Ðỗ Hùng", "Đỗ Hùng"),
    ],
)
def test_the_form_is_tidied_and_told(text, value):
    reading = tidy(text)
    assert (reading.value, reading.sureness) == (value, Sureness.TIDIED)
    assert reading.why_vi


def test_a_text_with_lost_letters_is_refused():
    assert tidy("Nguy\ufffdn").sureness is Sureness.REFUSED


def test_what_a_single_cell_does_not_show_is_asked_about_not_converted_in_silence():
    reading = text_reader(["Lò"])("Lò")
    assert reading.value == "Lò"
    asked = text_reader(["Lò Hò", *map(ENCODERS["tcvn3"], ["Trần Đức", "Đỗ Hằng", "Phạm Thưởng"])])("Lò Hò")
    assert asked.sureness is Sureness.GUESSED
    assert {asked.value, *asked.others} == {"Lò Hò", "Lũ Hũ"}


@pytest.mark.parametrize("word", ["nghiêng", "QUỲNH", "Giếng", "khuyết", "Đắc"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["TuÊn", "müller", "çà", "các̀h", "bèc"])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["Đắk", "LẮK", "Krông", "Nguyễn", "quýt", "Giữa", "đường"])
def test_syllables_of_names_and_places_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["TuÊn", "Nguyeãn", "Lã̀", "stöß", "Dũngx"])
def test_what_no_vietnamese_word_looks_like_is_no_syllable(word):
    assert not is_syllable(word)


ODD = st.sampled_from(
    ["`", "_x000D_", "\u00a0", "\u200b", "Ð", "’", "ﾞ", "Ａ", "\ufffd", "à", "a\u0300", "  ", " ", "\n", "«"]
)


@given(st.lists(NAMES | st.text(max_size=6) | ODD, max_size=6).map("".join))
def test_a_text_in_form_is_known_at_a_glance(text):
    """The glance answers as the steps do."""
    assert tidy(text) == put_in_form(text)
