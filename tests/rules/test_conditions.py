"""Single conditions, explanations and refusals which the four titles do not reach by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from thidua.rules.answers import Answer
from thidua.rules.book import bound_rule
from thidua.rules.case import Case
from thidua.rules.conditions import Clause, Compare, Fact, MeetsRule, Param
from thidua.rules.engine import judge
from thidua.rules.errors import BadFactError, RuleDataError, RulesError
from thidua.rules.evaluate import evaluate
from thidua.rules.explain import explain
from thidua.rules.facts import AwardHeld, DisciplineRecord, History, InitiativeRecord, YearRecord
from thidua.rules.library import shipped
from thidua.rules.names import any_name
from thidua.rules.numbers import number_from, word
from thidua.rules.reasons import Judgement, Reason
from thidua.rules.render import render_text
from thidua.rules.sources import Citation, Period, weakest
from thidua.rules.yamls import parse_yaml

DAY = date(2018, 12, 20)
FOUND = dict.fromkeys(("law_abiding", "united", "active", "productive"), True)
CLAUSE = Clause(
    code="test",
    text_vi="được",
    why_not_vi="chưa được",
    about_vi="phép thử",
    citation=Citation("Văn bản thử", article="9a", clause="3", point="b"),
    confidence="R",
)


def _case(history: History, title: str = "grassroots_fighter", **values: int) -> Case:
    """Bind a history to a title's rule with numbers of the test's own."""
    bound = bound_rule(shipped(), title, DAY)
    assert bound is not None
    own = replace(
        bound,
        values={**bound.values, **values},
        words={**bound.words, **{name: str(value) for name, value in values.items()}},
        confidences={**bound.confidences, **dict.fromkeys(values, "Q")},
    )
    return Case(shipped(), history, 2018, DAY, own)


def _months(op: str) -> Compare:
    """Ask for months worked."""
    return Compare(clause=CLAUSE, fact=Fact("months_worked"), op=op, needed=Param("months"))


@pytest.mark.parametrize(
    ("op", "months", "answer", "needed"),
    [
        (">=", 6, Answer.MET, "từ 6 trở lên"),
        (">=", 5, Answer.NOT_MET, "từ 6 trở lên"),
        (">", 6, Answer.NOT_MET, "trên 6"),
        (">", 7, Answer.MET, "trên 6"),
        (">", None, Answer.MISSING_DATA, "trên 6"),
    ],
)
def test_compare_plain_number(op: str, months: int | None, answer: Answer, needed: str) -> None:
    """“At least” holds at the boundary, “more than” does not."""
    case = _case(History({2018: YearRecord(2018, months_worked=months)}), months=6)
    reason = explain(_months(op), case)
    assert reason.answer is answer is evaluate(_months(op), case)
    assert reason.needed == needed
    assert reason.found == (None if months is None else str(months))
    assert reason.confidence == "Q"


def test_not_met_without_advice_has_no_next_step() -> None:
    """A clause may leave the next step to its parent."""
    case = _case(History({2018: YearRecord(2018, months_worked=1)}), months=6)
    assert explain(_months(">="), case).next_step_vi is None


def _meets(title: str) -> MeetsRule:
    """Ask another title's rule."""
    return MeetsRule(clause=CLAUSE, award=title)


def test_lower_title_without_a_rule_needs_a_person() -> None:
    """Where the lower title's rule is not encoded, nothing is guessed and no finding is invented."""
    case = replace(_case(History()), day=date(2017, 1, 1))
    leaf = _meets("advanced_worker")
    reason = explain(leaf, case)
    assert evaluate(leaf, case) is reason.answer is Answer.NEEDS_PERSON
    assert reason.found is not None
    assert "Lao động tiên tiến" in reason.found


@pytest.mark.parametrize(
    ("finding", "answer"), [(None, Answer.NEEDS_PERSON), (True, Answer.MET), (False, Answer.NOT_MET)]
)
def test_reused_initiative_is_for_a_person(finding: bool | None, answer: Answer) -> None:
    """An initiative that served another award counts only when a person agrees."""
    findings = dict(FOUND) if finding is None else FOUND | {"initiative_reuse_grassroots_fighter": finding}
    history = History(
        {2018: YearRecord(2018, "good", frozenset({"grassroots_fighter"}), None, findings)},
        (),
        (InitiativeRecord(2018, "grassroots", "merit_certificate"),),
    )
    judgement = judge(award="grassroots_fighter", history=history, year=2018, decided_on=DAY)
    assert judgement.answer is answer
    line = next(reason for reason in judgement.tree.walk() if reason.condition_code == "initiatives")
    assert line.found == "0 sáng kiến chưa dùng, 1 đã dùng cho khen thưởng khác"


def test_registration_through_a_higher_title_is_marked_unsure() -> None:
    """Counting a higher title's registration rests on inference, and says so."""
    history = History({2018: YearRecord(2018, "good", frozenset({"grassroots_fighter"}), None, FOUND)})
    tree = judge(award="advanced_worker", history=history, year=2018, decided_on=DAY).tree
    line = tree.children[0]
    assert line.confidence == "M"
    assert line.found is not None
    assert "được coi là đã gồm" in line.found
    own = History({2018: YearRecord(2018, "good", frozenset({"advanced_worker"}), None, FOUND)})
    assert judge(award="advanced_worker", history=own, year=2018, decided_on=DAY).tree.children[0].confidence == "Q"


def test_run_shows_whether_the_proposal_year_counts() -> None:
    """Authorities differ on it, so the explanation names the choice."""
    history = History(titles=(AwardHeld("grassroots_fighter", 2018),))
    tree = judge(award="ministerial_provincial_fighter", history=history, year=2018, decided_on=DAY).tree
    run = tree.children[1]
    assert run.found == "2016: không; 2017: không; 2018: có"
    assert run.needed == "Chiến sĩ thi đua cơ sở trong các năm 2016–2018 (có tính năm đề nghị 2018)"
    national = judge(award="national_fighter", history=history, year=2018, decided_on=DAY).tree
    assert national.children[2].needed is not None
    assert "trong năm 2017 (không tính năm đề nghị 2018)" in national.children[2].needed


def test_failing_lines_come_first_and_closed_branches_stay_hidden() -> None:
    """The officer reads the reason first; a branch that was not needed does not look like a fault."""
    findings = FOUND
    record = YearRecord(2018, "good", frozenset({"grassroots_fighter"}), None, findings)
    judgement = judge(award="grassroots_fighter", history=History({2018: record}, (), ()), year=2018, decided_on=DAY)
    lines = render_text(judgement).splitlines()
    assert lines[0].startswith("Chiến sĩ thi đua cơ sở năm 2018: chưa đủ điều kiện vì chưa có đủ sáng kiến")
    assert lines[1].startswith("  ✗ Chưa đạt")
    assert "NĐ 91/2017/NĐ-CP, Điều 9, khoản 3" in lines[3]
    assert not any("chưa có quyết định" in line for line in lines)


def test_the_time_before_any_regime_we_know_says_so() -> None:
    """Before the oldest regime nothing is guessed."""
    before = judge(award="advanced_worker", history=History(), year=2010, decided_on=date(2010, 1, 1))
    assert before.answer is Answer.NEEDS_PERSON
    assert before.regime_code is None
    assert before.tree.confidence == "M"


def test_json_of_a_bare_reason() -> None:
    """Empty entries are left out and come back empty; another format version is refused."""
    bare = Reason(Answer.MET, "được", None, None, None, "R", None, (), "x")
    assert bare.as_json() == {"code": "x", "answer": "met", "text": "được", "confidence": "R"}
    assert Reason.from_json(bare.as_json()) == bare
    stored = Judgement(Answer.MET, "advanced_worker", 2018, None, None, bare, DAY).as_json()
    with pytest.raises(ValueError, match="định dạng 99"):
        Judgement.from_json(stored | {"v": 99})


@pytest.mark.parametrize(
    "make",
    [
        lambda: YearRecord(2018, grade="very_good"),
        lambda: InitiativeRecord(2018, "village"),
        lambda: DisciplineRecord("scolding", DAY),
        lambda: History({2017: YearRecord(2018)}),
    ],
)
def test_bad_facts_are_refused(make: object) -> None:
    """A word outside its list is refused at once, in Vietnamese."""
    with pytest.raises(BadFactError) as caught:
        make()  # type: ignore[operator]
    assert caught.value.next_step_vi
    assert isinstance(caught.value, RulesError)


def test_good_discipline_record() -> None:
    """Levels known to the law are accepted."""
    assert DisciplineRecord("warning", DAY).ends_on is None


def test_citation_and_names() -> None:
    """Citations read as officers write them; awards kept elsewhere keep their code."""
    assert str(CLAUSE.citation) == "Văn bản thử, Điều 9a, khoản 3, điểm b"
    assert str(Citation("TT 01")) == "TT 01"
    assert any_name("merit_certificate") == "merit_certificate"
    assert weakest("RQM") == "M"
    assert Period.between(DAY, None).contains(date(2100, 1, 1))
    assert not Period.between(DAY, DAY).contains(date(2018, 12, 21))


def test_words_of_values() -> None:
    """Each unit is said in Vietnamese."""
    assert word(True, "flag") == "có"
    assert word(False, "flag") == "không"
    assert word(("advanced_worker",), "titles") == "Lao động tiên tiến"
    assert word(3, "years") == "3"


def test_careless_yaml_is_refused() -> None:
    """A repeated key and a binary decimal would each hide a number of the law; a merged key is no repetition."""
    with pytest.raises(RuleDataError, match="dòng 2"):
        parse_yaml("value: 1\nvalue: 2\n")
    assert parse_yaml("a: &a {x: 1}\nb: {<<: *a, y: 2}\n")["b"] == {"x": 1, "y": 2}
    dated = {"first_day": DAY, "last_day": None, "source": "s", "confidence": "M", "checked_by": None}
    with pytest.raises(RuleDataError, match=r"0\.15"):
        number_from("share", {"label_vi": "n", "unit": "ratio", "values": [{**dated, "value": 0.15}]})
