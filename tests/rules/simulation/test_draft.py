"""A draft written by a stranger makes another book, or is refused in words with its line; nothing else ever happens."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.lawbooks import PARAMS, RULE, STORIES
from thidua.rules.answers import Answer
from thidua.rules.engine import judge
from thidua.rules.errors import RuleDataError, RulesError
from thidua.rules.facts import History
from thidua.rules.library import shipped
from thidua.rules.numbers import DatedValue, Number
from thidua.rules.simulation.draft import check_on, draft_book, rules_in
from thidua.rules.simulation.numbers import check_value, number_named, over, put_number, value_from
from thidua.rules.simulation.trial import try_stories
from thidua.rules.simulation.untrusted import LONGEST_TEXT, read_untrusted
from thidua.rules.sources import Period
from thidua.rules.stories import load_stories

BOOK = shipped()
AWARD = "advanced_worker"
TODAY = date(2026, 12, 1)


def test_a_draft_takes_the_place_of_the_carried_rule_from_its_first_day() -> None:
    book = draft_book(BOOK, RULE, PARAMS)
    assert [rule.id for rule in book.rules_on(AWARD, TODAY)] == ["I-LDTT-26"]
    assert [rule.id for rule in book.rules_on(AWARD, date(2026, 9, 30))] == [
        rule.id for rule in BOOK.rules_on(AWARD, date(2026, 9, 30))
    ]


def test_a_draft_may_stand_beside_what_is_there() -> None:
    book = draft_book(
        BOOK, RULE.replace("confidence: R\n    needs", "confidence: R\n    replaces: []\n    needs"), PARAMS
    )
    assert {rule.id for rule in book.rules_on(AWARD, TODAY)} == {"I-LDTT-22", "I-LDTT-26"}


def test_a_draft_may_end_a_rule_by_name() -> None:
    text = RULE.replace("2026-10-01", "2025-01-01").replace(
        "confidence: R\n    needs", "confidence: R\n    replaces: [I-LDTT-22]\n    needs"
    )
    book = draft_book(BOOK, text, PARAMS.replace("2026-10-01", "2025-01-01"))
    for day, ids in ((date(2024, 12, 31), ["I-LDTT-22"]), (date(2025, 1, 1), ["I-LDTT-26"]), (TODAY, ["I-LDTT-26"])):
        assert [rule.id for rule in book.rules_on(AWARD, day)] == ids


def test_the_past_is_judged_as_before() -> None:
    book = draft_book(BOOK, RULE, PARAMS)
    for award in BOOK.rules:
        for story in load_stories(award):
            if story.date < date(2026, 10, 1):
                asked = {"award": award, "history": story.history, "year": story.year, "decided_on": story.date}
                assert judge(**asked, book=book) == judge(**asked, book=BOOK)


def test_its_stories_are_told_against_it() -> None:
    results = try_stories(draft_book(BOOK, RULE, PARAMS), AWARD, STORIES)
    assert [(result.expected, result.fault_vi) for result in results] == [(Answer.MET, None), (Answer.NOT_MET, None)]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("answer: met", "answer: not_met", "luật cho “met”"),
        ("rule: I-LDTT-26\n  -", "rule: I-LDTT-22\n  -", "luật dùng I-LDTT-26"),
        ("because: [grade]", "because: [khac]", "khac"),
        ("grade: completed", "grde: completed", "dòng"),
        ("answer: not_met", "answer: maybe", "dòng"),
    ],
)
def test_a_story_that_does_not_hold_says_what_differs(old: str, new: str, fault: str) -> None:
    results = try_stories(draft_book(BOOK, RULE, PARAMS), AWARD, STORIES.replace(old, new))
    assert len([result for result in results if result.passed]) == 1
    assert fault in next(result.fault_vi for result in results if not result.passed)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (PARAMS, "numbers: 5\n", "Số liệu phải có khóa “numbers”."),
        (PARAMS, "numbers:\n  least_26: 5\n", "Số liệu “least_26”, giá trị sai kiểu."),
        (PARAMS, f"numbers:\n  {'x' * 60}: 5\n", f"Số liệu “{'x' * 40}”, giá trị sai kiểu."),
        ("2026-10-01", "mai", "Số liệu “least_26”, dòng 3: giá trị sai kiểu."),
        ("2026-10-01", "2026-10-01 08:00:00", "Số liệu “least_26”, dòng 3: giá trị sai kiểu."),
        ("value: good", "value: good\n        last_day: mai", "Số liệu “least_26”, dòng 3: giá trị sai kiểu."),
        ("unit: grade", "unit:", "Số liệu “least_26”, dòng 3: giá trị sai kiểu."),
        ("Mức xếp loại thấp nhất", "5", None),
        ('"Mức xếp loại thấp nhất"', "5", "Số liệu “least_26”, dòng 3: giá trị sai kiểu."),
        ("value: good", "value: 7", "Số liệu “least_26”, dòng 3: Giá trị “7” không hợp với đơn vị “grade”."),
        ("first_day: 2026-10-01\n        ", "", "Số liệu “least_26”, dòng 3: thiếu hoặc không hiểu 'first_day'."),
    ],
)
def test_a_fault_in_the_numbers_is_told_with_its_name_and_line(old: str, new: str, said: str | None) -> None:
    """A line is named only where one is known; a long name is cut; a number written in quotes is a name like any."""
    assert old in PARAMS
    if said is None:
        draft_book(BOOK, RULE, PARAMS.replace(old, new))
        return
    with pytest.raises(RuleDataError) as refused:
        draft_book(BOOK, RULE, PARAMS.replace(old, new))
    assert refused.value.message_vi == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("grade: {", "grde: {", "dòng 9"),
        ("at_least: least_26", "least: least_26", "dòng 9"),
        ("at_least: least_26", "at_least: nothing", "thiếu số liệu “nothing”"),
        ("id: I-LDTT-26", "id: I-LDTT-22", "đã có trong luật"),
        ("id: I-LDTT-26", "id: 'x y'", "dòng 3"),
        ("confidence: R", "confidence: Z", "Z"),
        ("first_day: 2026-10-01", "first_day: mai", "sai kiểu"),
        ("first_day: 2026-10-01", "first_day: 2026-10-01 08:00:00", "sai kiểu"),
        ("    needs:", "    extra: 1\n    needs:", "khóa không hiểu"),
        ("    citation", "    note", "thiếu khóa citation"),
        ("rules:", "rows:", "“award” và “rules”"),
        ("award: advanced_worker", "award: unknown", "unknown"),
        ("rules:", "\x00rules:", "ký tự không được phép"),
        ("    needs:", "    replaces: [X-1]\n    needs:", "X-1"),
        ("    needs:", "    last_day: 2026-01-01\n    needs:", "last_day ở trước"),
        ("rules:\n", "rules:\n  - &a {id: x}\n  - *a\n", "“&” và “*”"),
        ('"đoàn kết, tương trợ"\n          why', '"{year.__class__}"\n          why', "{year.__class__}"),
        ('"đoàn kết, tương trợ"\n          why', '"{year:>999999999}"\n          why', "chỗ trống"),
        ('"đoàn kết, tương trợ"\n          why', '"{months_worked}"\n          why', "chỗ trống"),
        ("rules:", "rules: !!python/object/apply:os.system [ls]\nrow:", "YAML"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, said: str) -> None:
    assert old in RULE
    with pytest.raises(RulesError) as caught:
        draft_book(BOOK, RULE.replace(old, new, 1), PARAMS)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: good", "value: great", "great"),
        ("value: good", "value: 0.5", "Giá trị"),
        ("unit: grade", "unit: years", "good"),
        ("        value: good\n", "", "'value'"),
        ("numbers:", "number:", "numbers"),
        ("first_day: 2026-10-01", "first_day: 2026-11-01", "01/10/2026"),
    ],
)
def test_a_fault_of_the_numbers_is_told(old: str, new: str, said: str) -> None:
    with pytest.raises(RulesError) as caught:
        draft_book(BOOK, RULE, PARAMS.replace(old, new, 1))
    assert said in str(caught.value) or (said == "numbers" and "thiếu số liệu" in str(caught.value))


def test_a_window_without_end_is_refused() -> None:
    rule = RULE.replace("- grade: {at_least: least_26}", "- not_held: {award: grassroots_fighter, window: long}")
    params = (
        PARAMS.replace("least_26", "long")
        .replace("unit: grade", "unit: years")
        .replace("value: good", "value: 999999999")
    )
    with pytest.raises(RuleDataError, match="long"):
        draft_book(BOOK, rule, params)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("award: advanced_worker", "award:", "“award” phải là mã của một danh hiệu."),
        ("award: advanced_worker\n", "", "Quy tắc phải có hai khóa “award” và “rules” (một danh sách)."),
        ("first_day: 2026-10-01", "first_day:", "Quy tắc, dòng 3: giá trị của “first_day” sai kiểu."),
        ("id: I-LDTT-26", "id:", "Quy tắc, dòng 3: giá trị của “id” sai kiểu."),
        ("{at_least: least_26}", "{at_least}", "Quy tắc, dòng 9: giá trị sai kiểu."),
    ],
)
def test_a_place_left_empty_in_a_rule_is_told(old: str, new: str, said: str) -> None:
    assert old in RULE
    with pytest.raises(RuleDataError) as refused:
        draft_book(BOOK, RULE.replace(old, new), PARAMS)
    assert refused.value.message_vi == said


def test_what_the_law_does_not_set_cannot_be_asked_for() -> None:
    with pytest.raises(RuleDataError, match="số liệu “least_26” không dùng được ở chỗ “needed”"):
        draft_book(BOOK, RULE, PARAMS.replace("value: good", "value:"))


def test_texts_are_limited_in_length_and_depth() -> None:
    with pytest.raises(RuleDataError, match=r"64\.000"):
        read_untrusted("a" * (LONGEST_TEXT + 1), "Quy tắc")
    with pytest.raises(RuleDataError, match="lồng quá"):
        read_untrusted("[" * 10_000, "Quy tắc")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.integers(0, len(RULE)), st.integers(0, 40))
def test_whatever_is_typed_makes_a_book_or_is_refused_in_words(noise: str, place: int, cut: int) -> None:
    for text, numbers in (
        (RULE[:place] + noise + RULE[place + cut :], PARAMS),
        (RULE, PARAMS[:place] + noise + PARAMS[place + cut :]),
    ):
        try:
            book = draft_book(BOOK, text, numbers)
        except RulesError:
            continue
        award, _ids = rules_in(text)
        judge(award=award, history=History(), year=2026, decided_on=TODAY, book=book)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.integers(0, len(STORIES)), st.integers(0, 40))
def test_whatever_story_is_typed_passes_or_fails_in_words(noise: str, place: int, cut: int) -> None:
    try:
        results = try_stories(BOOK, AWARD, STORIES[:place] + noise + STORIES[place + cut :])
    except RulesError:
        return
    assert all(result.passed == (result.fault_vi is None) for result in results)


def test_a_new_number_holds_on_its_own_days_only() -> None:
    days = Period(date(2025, 1, 1), date(2026, 1, 1))
    book = put_number(BOOK, AWARD, "min_grade", DatedValue(days, "excellent", "Nguồn", "R", None))
    for day, changed in (
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ):
        was, now = BOOK.number(AWARD, "min_grade", day), book.number(AWARD, "min_grade", day)
        assert now is not None
        assert (now.value == "excellent") is changed
        assert changed or (was is not None and now.value == was.value)
    assert BOOK.number(AWARD, "min_grade", date(2025, 6, 1)).value != "excellent"


def test_a_carried_rule_takes_a_number_read_in_the_new_law() -> None:
    days = Period(date(2026, 10, 1), None)
    book = put_number(BOOK, AWARD, "min_grade", DatedValue(days, "excellent", "Luật mới", "R", None))
    story = {"award": AWARD, "history": History(), "year": 2026}
    assert (
        dict(judge(**story, decided_on=TODAY, book=book).numbers)["advanced_worker.min_grade"]
        == "hoàn thành xuất sắc nhiệm vụ"
    )
    before = date(2026, 9, 30)
    assert judge(**story, decided_on=before, book=book) == judge(**story, decided_on=before, book=BOOK)


spans = st.tuples(st.integers(0, 50), st.integers(1, 30), st.booleans())


@given(st.lists(spans, max_size=5))
def test_the_newest_value_of_a_day_wins_and_values_never_overlap(raw: list[tuple[int, int, bool]]) -> None:
    newer = [
        DatedValue(
            Period(
                date(2020, 1, 1 + s % 28), None if open_ else date(2020, 1 + (s % 28 + n) // 28 + 1, 1 + (s + n) % 28)
            ),
            i,
            "",
            "R",
            None,
        )
        for i, (s, n, open_) in enumerate(raw)
    ]
    merged = over(Number("x", "x", "years", ()), tuple(newer))
    for offset in range(120):
        day = date.fromordinal(date(2020, 1, 1).toordinal() + offset)
        holding = [value for value in merged.values if value.period.contains(day)]
        last = next((value for value in reversed(newer) if value.period.contains(day)), None)
        assert [value.value for value in holding] == ([] if last is None else [last.value])


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("3", "years", 3),
        ("1.300.000", "dong", 1_300_000),
        ("15/100", "ratio", Fraction(15, 100)),
        ("15 %", "ratio", Fraction(15, 100)),
        ("có", "flag", True),
        ("không", "flag", False),
        ("hoàn thành tốt nhiệm vụ", "grade", "good"),
        ("excellent", "grade", "excellent"),
        ("national_fighter, grassroots_fighter", "titles", ("national_fighter", "grassroots_fighter")),
        ("", "years", None),
        ("warning", "discipline", "warning"),
    ],
)
def test_values_are_read_as_officers_type_them(typed: str, unit: str, value: object) -> None:
    assert value_from(typed, unit) == value


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("ba", "years"), ("-1", "years"), ("9" * 30, "years"), ("1/0", "ratio"), ("1e9999999", "ratio"), ("maybe", "flag"),
     ("tốt", "grade"), ("nobody", "titles"), ("nặng", "discipline"), ("0,15", "ratio")],
)  # fmt: skip
def test_other_values_are_refused(typed: str, unit: str) -> None:
    with pytest.raises(RulesError):
        value_from(typed, unit)


def test_a_value_of_another_kind_is_refused() -> None:
    for value, unit in ((True, "years"), ("x", "titles"), ("1e9", "ratio"), (1.5, "years")):
        with pytest.raises(RulesError):
            check_value(value, unit)


def test_a_disabled_draft_answers_nothing_by_itself() -> None:
    text = RULE[: RULE.index("    needs:")] + '    disabled: "chưa đọc được nguyên văn"\n'
    found = judge(award=AWARD, history=History(), year=2026, decided_on=TODAY, book=draft_book(BOOK, text, ""))
    assert found.rule_id == "I-LDTT-26"
    assert "chưa đọc được nguyên văn" in {
        reason.text_vi.removeprefix("cần người xét về ") for reason in found.tree.walk()
    }


def test_a_draft_written_for_the_old_law_may_be_carried() -> None:
    text = RULE.replace("2026-10-01", "2026-01-01").replace(
        "    needs", "    last_day: 2026-09-30\n    carry_forward: true\n    replaces: [I-LDTT-22]\n    needs"
    )
    params = PARAMS.replace("first_day: 2026-10-01", "first_day: 2026-01-01\n        last_day: 2026-09-30")
    (rule,) = draft_book(BOOK, text, params).rules_on(AWARD, TODAY)
    assert (rule.id, rule.carried) == ("I-LDTT-26", True)


def test_days_without_a_rule_have_nothing_to_check() -> None:
    check_on(BOOK, AWARD, [date(1990, 1, 1)])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("rules: []", "từ 1 đến 20"),
        ("rules: [1]", "cặp"),
        ("rules:\n" + "".join(f"  - {{id: A-{n}}}\n" for n in range(21)), "từ 1 đến 20"),
        ("rules:\n" + RULE.split("rules:\n")[1] * 2, "cùng mã"),
        ("rules:\n" + RULE.split("rules:\n")[1].replace("grade: {at_least: least_26}", "1"), "cặp"),
        ("rules:\n" + RULE.split("rules:\n")[1].replace('"đoàn kết, tương trợ"\n', "[1]\n", 1), "lời của điều kiện"),
    ],
)
def test_rows_of_another_shape_are_refused(rows: str, said: str) -> None:
    with pytest.raises(RulesError) as caught:
        draft_book(BOOK, f"award: {AWARD}\n{rows}\n", PARAMS)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first_day: 2026-10-01", "first_day: 2026-10-01 08:00:00"),
        ('label_vi: "Mức xếp loại thấp nhất"', "label_vi: [1]"),
        ("numbers:", "numbers: 5\nx:"),
    ],
)
def test_numbers_of_another_shape_are_refused(old: str, new: str) -> None:
    with pytest.raises(RulesError, match="Số liệu"):
        draft_book(BOOK, RULE, PARAMS.replace(old, new))


def test_a_flag_is_no_number_of_years() -> None:
    rule = RULE.replace(
        "- grade: {at_least: least_26}",
        "- run: {award: grassroots_fighter, years: least_26, include_proposal_year: least_26}",
    )
    params = PARAMS.replace("unit: grade", "unit: years").replace("value: good", "value: 3")
    with pytest.raises(RuleDataError, match="include_proposal_year"):
        draft_book(BOOK, rule, params)


def test_that_the_law_sets_no_number_can_be_said() -> None:
    check_value(None, "years")
    book = put_number(BOOK, AWARD, "min_grade", DatedValue(Period(TODAY, None), None, "Nguồn", "R", None))
    dated = book.number(AWARD, "min_grade", TODAY)
    assert dated is not None
    assert dated.value is None


def test_a_number_nobody_defined_is_named() -> None:
    for sheet, name in ((AWARD, "no_number"), ("no_sheet", "min_grade")):
        with pytest.raises(RuleDataError, match=f"Không có số liệu “{sheet}.{name}”."):
            number_named(BOOK, sheet, name)
    assert number_named(BOOK, AWARD, "min_grade").name == "min_grade"
