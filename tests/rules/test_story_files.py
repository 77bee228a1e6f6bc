"""Histories written by hand: read strictly, each fault told with its place; unknown and empty kept apart."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.rules.answers import Answer
from thidua.rules.errors import BadFactError, RulesError, UnknownAwardError
from thidua.rules.facts import AwardHeld
from thidua.rules.handwriting import in_order, needed
from thidua.rules.library import shipped
from thidua.rules.safe_yaml import LONGEST_FILE, read_typed
from thidua.rules.stories import history_from
from thidua.rules.story_files import Told, Wanted, as_data, ask, check_in_force, narrowed, read_questions, say
from thidua.rules.yamls import ROOM

PAGE = Path(__file__).parents[2] / "docs" / "ho-so-viet-tay.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
BASE = "year: 2025\nperson:\n  years:\n    2025: {grade: good}\n"


def told(text: str, **wanted: Any) -> Told:
    (question,) = read_questions(text.encode(), shipped(), Wanted(**wanted))
    return ask(question, shipped())


def fault(text: str | bytes, **wanted: Any) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RulesError) as refusal:
        read_questions(data, shipped(), Wanted(**wanted))
    line = str(refusal.value)
    assert "\n" not in line
    assert len(line) < 900
    return line


@pytest.mark.parametrize("example", EXAMPLES, ids=["person", "collective", "household"])
def test_the_examples_of_the_page_are_read_and_agree(example: str) -> None:
    result = told(example)
    assert result.agrees is True
    assert say(result).endswith(f"Khớp với kết luận ghi trong tệp: Đạt ({result.question.rule}).")


def test_the_page_shows_every_key_once_and_explains_it() -> None:
    shown = {key for example in EXAMPLES for key in keys_in(yaml.safe_load(example))}
    subject = {
        "years",
        "titles",
        "forms",
        "initiatives",
        "disciplines",
        "open_cases",
        "lists_known_from",
        "titles_known_until",
    }
    from thidua.rules.stories import _YEAR_FACTS

    wanted = subject | _YEAR_FACTS.keys()
    assert wanted <= shown
    page = PAGE.read_text()
    assert [key for key in sorted(wanted) if f"`{key}`" not in page] == []


def keys_in(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for item in value for key in keys_in(item)}
    return (
        {str(key) for key in value} | {one for item in value.values() for one in keys_in(item)}
        if isinstance(value, dict)
        else set()
    )


@pytest.mark.parametrize("path", sorted(ROOM.glob("*/*.examples.yaml")), ids=lambda path: path.stem)
def test_every_file_of_stories_beside_the_rules_is_read_and_agrees(path: Path) -> None:
    questions = read_questions(path.read_bytes(), shipped(), file_name=path.name)
    assert questions
    assert [question.name for question in questions if not ask(question, shipped()).agrees] == []


FAULTS: list[tuple[str | bytes, str]] = [
    ("", "Tệp trống"),
    ("- 1", "Tệp trống"),
    ("year: 2025", "Không rõ đây là hồ sơ của ai"),
    (BASE + "household: {}", "Không rõ đây là hồ sơ của ai"),
    ("person: {}", "thiếu “year” và “date”"),
    ("year: 1900\nperson: {}", "“tệp ▸ year”: “1900” không đúng"),
    ("year: true\nperson: {}", "“tệp ▸ year”: “True” không đúng"),
    ("date: 2025-13-01\nperson: {}", "ngày không tồn tại"),
    ("date: 2025-12-01 10:00:00\nperson: {}", "Ghi ngày dạng NĂM-THÁNG-NGÀY"),
    ("date: '20 tháng 12'\nperson: {}", "Ghi ngày dạng NĂM-THÁNG-NGÀY"),
    ("date: 1900-01-01\nperson: {}", "“tệp ▸ date”"),
    ("yaer: 2025\nperson: {}", "không có khóa “yaer”. Có phải “year”?"),
    ("decided_on: 2025-01-01\nperson: {}", "không có khóa “decided_on”"),
    ("year: 2025\ntitle: grasroots_fighter\nperson: {}", "Có phải “grassroots_fighter”?"),
    ("year: 2025\ntitle: cultural_family\nperson: {}", "dành cho hộ gia đình, hồ sơ là của cá nhân"),
    ("year: 2025\nanswer: met\nperson: {}", "có “answer” mà không rõ danh hiệu nào"),
    ("year: 2025\ntitle: certificate\nanswer: yes\nperson: {}", "“tệp ▸ answer”"),
    ("year: 2025\nname: 5\nperson: {}", "“tệp ▸ name”"),
    ("year: 2025\nperson: 7", "“person”: “7” không đúng"),
    ("year: 2025\nperson: {years: [2025]}", "“person ▸ years”"),
    ("year: 2025\nperson: {years: {abc: {}}}", "“person ▸ years ▸ abc”"),
    ("year: 2025\nperson: {years: {1800: {}}}", "“person ▸ years ▸ 1800”"),
    ("year: 2025\nperson: {years: {null: {}}}", "Ghi năm bằng bốn chữ số"),
    ("year: 2025\nperson: {years: {2025: {}, '02025': {}}}", "một năm được ghi hai lần"),
    (BASE.replace("good", "5"), "“person ▸ years ▸ 2025 ▸ grade”: “5” không đúng"),
    (BASE.replace("good", "goood"), "Có phải “good”?"),
    (BASE.replace("grade", "grad"), "không có khóa “grad”. Có phải “grade”?"),
    (BASE.replace("grade: good", "months_worked: '12'"), "“person ▸ years ▸ 2025 ▸ months_worked”: “12” không đúng"),
    (BASE.replace("grade: good", "months_worked: 13"), "từ 0 đến 12"),
    (BASE.replace("grade: good", "months_worked: 11.5"), "Ghi một số nguyên"),
    (BASE.replace("grade: good", "months_worked: true"), "Ghi một số nguyên"),
    (BASE.replace("grade: good", "benefit: -1"), "từ 0 trở lên"),
    (BASE.replace("grade: good", "findings: {united: 1}"), "Ghi true (có) hoặc false (không)"),
    (BASE.replace("grade: good", "findings: {unitd: true}"), "không có “unitd”. Có phải “united”?"),
    (BASE.replace("grade: good", "findings: {1: true}"), "Ghi chữ"),
    (BASE.replace("grade: good", "registered: grassroots_fighter"), "Ghi một danh sách"),
    (BASE.replace("grade: good", "registered: [null]"), "bỏ cả dòng nếu không biết"),
    (BASE.replace("grade: good", "registered: [x]"), "“person ▸ years ▸ 2025 ▸ registered ▸ dòng 1”"),
    (BASE.replace("grade: good", "members: 5, members_completed: 6"), "nhiều hơn members là 5"),
    (BASE.replace("grade: good", "members: 5, members_with: {advanced_worker: 6}"), "nhiều hơn members là 5"),
    (BASE + "  titles: [2025]", "“person ▸ titles”"),
    (BASE + "  titles: {grassroots_fighter: 2025}", "Ghi một danh sách"),
    (BASE + "  titles: {certificate: [2025]}", "không có khóa “certificate”"),
    (BASE + "  forms: {advanced_worker: [2025]}", "không có khóa “advanced_worker”"),
    (BASE + "  titles: {advanced_collective: [2025]}", "không có khóa “advanced_collective”"),
    (BASE + "  titles: {grassroots_fighter: [x]}", "“person ▸ titles ▸ grassroots_fighter ▸ dòng 1”"),
    (BASE + "  forms: {certificate: [{basis: sudden}]}", "▸ dòng 1 ▸ year”"),
    (BASE + "  forms: {certificate: [{year: 2024, basis: suden}]}", "Có phải “sudden”?"),
    (BASE + "  initiatives: [{year: 2025}]", "thiếu “scope”"),
    (BASE + "  initiatives: [2025]", "Ghi các cặp “khóa: giá trị”"),
    (BASE + "  disciplines: [{level: reprimand}]", "thiếu “decided_on”"),
    (BASE + "  disciplines: [{level: warning, decided_on: 2025-02-01, ends_on: 2025-01-01}]", "trước ngày bắt đầu"),
    (BASE + "  open_cases: [{kind: x, opened_on: 2025-01-01}]", "“person ▸ open_cases ▸ dòng 1 ▸ kind”"),
    (BASE + "  lists_known_from: '2015'", "“person ▸ lists_known_from”"),
    (BASE + "year: 2024", "Khóa “year” lặp lại ở dòng 5"),
    ("person:\n\tyears: {}", "Dòng 2, cột 1: có dấu tab"),
    ("person: {", "không đúng cú pháp YAML"),
    ("person: \x07", "có ký tự không được phép"),
    ("person: {[1]: 2}", "khóa sai"),
    ("year: " + "9" * 5000, "Tệp không đọc được"),
    ("[" * 40 + "]" * 40, "lồng quá 30 tầng"),
    ("a: &a [*a]", "lặp quá nhiều"),
    (b"\xff\xfe\x00", "không phải văn bản UTF-8"),
    (b"#" * (LONGEST_FILE + 1), "dài quá 1.000.000 byte"),
    ("stories: 5", "“stories”: “5” không đúng"),
    ("stories: []\nyear: 2025", "không có khóa “year”"),
    ("stories: [{year: 2025, person: {x: 1}}]", "stories ▸ dòng 1: Ở “person”: không có khóa “x”"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_fault_is_one_line_with_its_place(text: str | bytes, said: str) -> None:
    assert said in fault(text)


def test_a_few_lines_of_aliases_cannot_fill_the_memory() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "lặp quá nhiều" in fault("\n".join(lines))


def test_a_long_wrong_value_is_cut_in_the_message() -> None:
    assert "…" in fault(BASE.replace("good", "x" * 500))


def test_options_out_of_range_are_refused() -> None:
    assert "--year" in fault("person: {}", year=9000)
    assert "--date" in fault("person: {}", day=date(1800, 1, 1))
    with pytest.raises(UnknownAwardError):
        read_questions(BASE.encode(), shipped(), Wanted(awards=("x",)))


def test_json_is_read_too() -> None:
    raw = {"year": 2025, "date": "2025-12-20", "person": {"years": {"2025": {"grade": "good"}}, "titles": {}}}
    (question,) = read_questions(json.dumps(raw).encode(), shipped())
    assert question.history.years[2025].grade == "good"
    assert (question.day, question.history.titles) == (date(2025, 12, 20), ())


def test_what_is_left_out_or_empty_is_unknown_and_an_empty_list_is_none() -> None:
    unknown = history_from({"years": {2025: {"grade": None, "findings": {"united": None}}}, "titles": None})
    assert (unknown.titles, unknown.years[2025].grade, dict(unknown.years[2025].findings)) == (None, None, {})
    empty = history_from({"titles": {}, "forms": {}, "initiatives": [], "disciplines": [], "open_cases": []})
    assert (empty.titles, empty.forms, empty.initiatives, empty.disciplines, empty.open_cases) == ((), (), (), (), ())
    assert history_from({"years": {2025: {"registered": []}}}).years[2025].registered_titles == frozenset()
    assert history_from({"forms": {"certificate": [2020, {"year": 2021, "basis": "sudden"}]}}).forms == (
        AwardHeld("certificate", 2020),
        AwardHeld("certificate", 2021, "sudden"),
    )
    assert history_from({"titles": {"grassroots_fighter": None}}).titles == ()
    assert (
        history_from({"years": {2025: {"union_months": None, "members_with": None}}}).years[2025].union_months is None
    )


def test_year_and_date_stand_in_for_each_other() -> None:
    by_year, by_day = told("year: 2025\nperson: {}").question, told("date: 2024-03-01\nperson: {}").question
    assert (by_year.year, by_year.day) == (2025, date(2025, 12, 31))
    assert (by_day.year, by_day.day) == (2024, date(2024, 3, 1))
    both = told("year: 2025\nperson: {}", year=2024, day=date(2025, 2, 1)).question
    assert (both.year, both.day) == (2024, date(2025, 2, 1))


def test_without_a_title_every_award_of_the_subject_is_judged() -> None:
    result = told("year: 2025\nhousehold: {}")
    judged = [judgement.award for judgement in result.judgements]
    assert judged == list(shipped().awards_on(date(2025, 12, 31), "household"))
    assert "cultural_family" in judged
    assert told("year: 1950\nhousehold: {}").judgements == ()
    assert "Không có quy tắc nào cho hộ gia đình vào ngày này" in say(told("year: 1950\nhousehold: {}"))
    assert as_data(told("year: 1950\nhousehold: {}"))["regime"] is None


def test_titles_may_be_several_and_are_judged_once_each() -> None:
    text = "year: 2025\naward: certificate\ntitles: [advanced_worker, certificate]\nperson: {}"
    assert [judgement.award for judgement in told(text).judgements] == ["certificate", "advanced_worker"]


def test_disagreement_is_told() -> None:
    text = EXAMPLES[0].replace("answer: met", "answer: not_met")
    assert told(text).agrees is False
    assert say(told(text)).endswith("KHÔNG KHỚP với tệp: tệp ghi Chưa đạt (I-CSCS-22), luật cho Đạt (I-CSCS-22).")
    assert told(EXAMPLES[0].replace("rule: I-CSCS-22", "rule: null")).agrees is False
    assert told(EXAMPLES[0].replace("rule: I-CSCS-22\n", "")).agrees is True


def test_an_answer_told_of_something_else_is_not_compared() -> None:
    assert told(EXAMPLES[0], awards=("advanced_worker",)).agrees is None
    assert told(EXAMPLES[0], day=date(2025, 11, 1)).agrees is None
    assert told(EXAMPLES[0], awards=("grassroots_fighter",), year=2025).agrees is True
    assert "expected" not in as_data(told(EXAMPLES[0], awards=("advanced_worker",)))


def test_json_of_a_question() -> None:
    data = as_data(told(EXAMPLES[0], awards=("ministerial_provincial_merit_certificate",)))
    (judgement,) = data["judgements"]
    assert data["v"] == 1
    assert (data["subject"], data["year"], data["date"], data["regime"]) == ("person", 2025, "2025-12-20", "L22b")
    ways = {way["rule"]: way["answer"] for way in judgement["ways"]}
    assert ways["I-BK-22d1"] == "missing_data"
    assert judgement["rule"] in ways
    agreeing = as_data(told(EXAMPLES[0]))
    assert (agreeing["expected"], agreeing["agrees"], agreeing["name"]) == (
        "met",
        True,
        told(EXAMPLES[0]).question.name,
    )
    assert "ways" not in agreeing["judgements"][0]
    assert "name" not in as_data(told(BASE))


def test_a_storys_own_title_goes_before_the_files() -> None:
    text = "title: certificate\nstories: [{year: 2025, person: {}, title: advanced_worker}, {year: 2025, person: {}}]"
    first, second = read_questions(text.encode(), shipped(), file_name="union_medal.examples.yaml")
    assert (first.awards, second.awards) == (("advanced_worker",), ("certificate",))
    (named,) = read_questions(b"stories: [{year: 2025, person: {}}]", shipped(), file_name="union_medal.examples.yaml")
    assert named.awards == ("union_medal",)
    (other,) = read_questions(b"stories: [{year: 2025, person: {}}]", shipped(), file_name="x.examples.yaml")
    assert other.awards == ()
    assert read_questions(b"stories:", shipped()) == ()


def test_one_rule_can_be_asked_alone() -> None:
    book, award = narrowed(shipped(), "I-BK-22d1")
    (question,) = read_questions(BASE.encode(), book, Wanted(awards=(award,)))
    (judgement,) = ask(question, book).judgements
    assert (judgement.award, judgement.rule_id) == ("ministerial_provincial_merit_certificate", "I-BK-22d1")
    check_in_force(book, award, "I-BK-22d1", date(2026, 12, 1))
    with pytest.raises(BadFactError, match=r"không có hiệu lực vào ngày 01/01/2020.*từ 01/01/2024 đến nay"):
        check_in_force(book, award, "I-BK-22d1", date(2020, 1, 1))
    with pytest.raises(BadFactError, match="đến trước ngày 01/01/2024"):
        check_in_force(*narrowed(shipped(), "I-CSCS-03"), "I-CSCS-03", date(2025, 1, 1))
    with pytest.raises(BadFactError, match="Có phải “I-CSCS-22”"):
        narrowed(shipped(), "I-CSCS-2")
    with pytest.raises(BadFactError, match="Đó là điều kiện chung"):
        narrowed(shipped(), "G-SUSPEND")


def test_a_byte_order_mark_and_an_empty_file_are_fine() -> None:
    assert read_typed("\ufeffa: 1".encode()) == {"a": 1}
    assert read_typed(b"") is None


def test_small_checks() -> None:
    needed({"a": 1}, ["a"], "x")
    in_order(date(2025, 1, 1), date(2025, 1, 1), "x")
    in_order(None, date(2025, 1, 1), "x")
    assert [*Answer] == ["met", "not_met", "missing_data", "needs_person"]
