"""The quotas of the field, told: figures of the law, words people read, ties."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.rules.selection_samples import source
from thidua.rules.selection.candidates import Candidate, Scope, Sex, TieBreak, Trait, tie_break_on
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import (
    BaseShare,
    ChosenShare,
    CountCap,
    GradeBase,
    GradeShare,
    Limit,
    PerSubject,
    Side,
)
from thidua.rules.selection.proposal import ADVICE_VI, Status
from thidua.rules.selection.words import amount_vi, count_vi, share_vi

OLD = tie_break_on(date(2018, 12, 20))
NEW = tie_break_on(date(2025, 12, 20))
UNIT = "CĐCS Sở Nội vụ"


def people(number: int, unit: str = UNIT, **known: object) -> list[Candidate]:
    """Rank ``number`` people of one unit, the first best."""
    return [Candidate(id=f"{unit} {rank}", unit=unit, rank=rank, **known) for rank in range(1, number + 1)]  # type: ignore[arg-type]


def fighter_cap(base: int) -> BaseShare:
    """I-CSCS-03."""
    return BaseShare(
        key="I-CSCS-03",
        label_vi="không quá 15 % số Lao động tiên tiến",
        citation="NĐ 91/2017/NĐ-CP, Điều 9, khoản 3",
        confidence="R",
        scope=Scope.UNIT,
        share=Fraction(15, 100),
        base={UNIT: base},
        base_vi="người Lao động tiên tiến",
    )


def excellent(pool: int, grade_base: GradeBase, special: dict[str, Fraction] | None = None) -> GradeShare:
    """E-20."""
    return GradeShare(
        key="E-20",
        label_vi="xuất sắc không quá 20 %",
        citation="NĐ 335/2025/NĐ-CP",
        confidence="R",
        scope=Scope.UNIT,
        share=Fraction(20, 100),
        base={UNIT: pool},
        base_vi="người hoàn thành tốt",
        grade_base=grade_base,
        special=special or {},
    )


DIRECT = ChosenShare(**source("H-75"), share=Fraction(75, 100), trait=Trait.DIRECT_WORKER)


def test_46_advanced_workers_and_nine_candidates() -> None:
    """Example 3: in 2018 six stand inside; the seventh reads why; without the cap all nine would."""
    proposal = choose(people(9), [fighter_cap(46)], OLD)
    assert proposal.status is Status.PROVEN
    assert proposal.inside == tuple(f"{UNIT} {rank}" for rank in range(1, 7))
    (line,) = proposal.units
    assert (line.inside, line.eligible, line.below) == (6, 9, f"{UNIT} 7")
    (binding,) = line.because
    assert binding.text_vi == "Mức 15 % của 46 người Lao động tiên tiến là 6,9, làm tròn xuống 6."
    assert (binding.citation, binding.confidence, binding.place) == ("NĐ 91/2017/NĐ-CP, Điều 9, khoản 3", "R", UNIT)
    (effect,) = proposal.effects
    assert (effect.change, effect.entering, effect.leaving) == (3, tuple(f"{UNIT} {rank}" for rank in (7, 8, 9)), ())
    assert effect.text_vi.endswith("thì chọn được 9 người thay vì 6: 3 người vào.")
    assert proposal.alternatives == ()
    assert proposal.summary_vi.startswith("Chọn được 6 trong 9 người đủ điều kiện.")
    assert proposal.advice_vi == ADVICE_VI
    assert "hội đồng" in ADVICE_VI


def test_without_a_cap_all_nine() -> None:
    """2024: no cap; nobody is below a line."""
    proposal = choose(people(9), [], NEW)
    assert len(proposal.inside) == 9
    assert proposal.units[0].below is None


@pytest.mark.parametrize(
    ("pool", "candidates", "grade_base", "chosen"),
    [
        (60, 20, GradeBase.GOOD_AND_EXCELLENT, 12),
        (60, 20, GradeBase.GOOD_ONLY, 10),  # 10 of the 50 who are left
        (72, 12, GradeBase.GOOD_ONLY, 12),  # sixty graded good besides the twelve
        (11, 5, GradeBase.GOOD_ONLY, 1),  # two would be of nine, where 20 % is 1
    ],
)
def test_a_fifth_of_those_graded_good(pool: int, candidates: int, grade_base: GradeBase, chosen: int) -> None:
    """E-20: 100 staff, 60 good: twelve; the base is the people graded, and the profile tells whether it shrinks."""
    proposal = choose(people(candidates), [excellent(pool, grade_base)], NEW)
    assert len(proposal.inside) == chosen


def test_the_shrinking_base_in_words() -> None:
    """The figures told are those of one more."""
    (line,) = choose(people(20), [excellent(60, GradeBase.GOOD_ONLY)], NEW).units
    assert line.because[0].text_vi == (
        "Nếu xếp 11 người hoàn thành xuất sắc thì còn 49 người hoàn thành tốt; mức 20 % là 9,8, làm tròn xuống 9."
    )
    (line,) = choose(people(20), [excellent(60, GradeBase.GOOD_AND_EXCELLENT)], NEW).units
    assert line.because[0].text_vi == "Mức 20 % của 60 người hoàn thành tốt là 12."


def test_an_outstanding_unit_has_its_own_share() -> None:
    """25 % for an outstanding unit, where the caller says so."""
    held = excellent(60, GradeBase.GOOD_AND_EXCELLENT, {UNIT: Fraction(25, 100)})
    assert len(choose(people(20), [held], NEW).inside) == 15


@pytest.mark.parametrize(
    ("direct", "leaders", "chosen"), [(3, 3, 4), (2, 3, 2), (1, 3, 1), (0, 3, 0), (6, 1, 7), (6, 3, 8)]
)
def test_three_quarters_are_direct_workers(direct: int, leaders: int, chosen: int) -> None:
    """H-75, rounded up: with two direct workers no leader fits, with three one does."""
    both = people(direct, "Phân xưởng", direct_worker=True) + people(leaders, "Văn phòng", leader=True)
    assert len(choose(both, [DIRECT], OLD).inside) == chosen


def test_overtaken_by_the_limit_named() -> None:
    """A leader ranked first stays out while a worker ranked second is inside: H-75 forces it, with its figures."""
    one_unit = [
        Candidate(id="trưởng phòng", unit=UNIT, rank=1, leader=True),
        Candidate(id="công nhân", unit=UNIT, rank=2, direct_worker=True),
    ]
    proposal = choose(one_unit, [DIRECT], OLD)
    assert proposal.inside == ("công nhân",)
    (overtake,) = proposal.overtakes
    assert (overtake.outside, overtake.ahead) == ("trưởng phòng", ("công nhân",))
    assert [binding.limit_key for binding in overtake.because] == ["H-75"]
    (binding,) = proposal.units[0].because
    assert binding.text_vi == (
        "Nếu chọn 2 người trong cả danh sách thì từ 75 % trở lên là 1,5, làm tròn lên 2 người lao động trực tiếp; "
        "danh sách đó có 1."
    )


def test_a_ceiling_on_leaders() -> None:
    """The other side of a share: at most a third leaders, in words."""
    held = ChosenShare(**source("LĐ"), share=Fraction(1, 3), trait=Trait.LEADER, side=Side.AT_MOST)
    both = people(2, "Phân xưởng") + people(2, "Văn phòng", leader=True)
    proposal = choose(both, [held], OLD)
    assert len(proposal.inside) == 3
    assert proposal.units[1].because[0].text_vi == (
        "Nếu chọn 4 người trong cả danh sách thì không quá 1/3 là khoảng 1,33, làm tròn xuống 1 người lãnh đạo, quản lý"
        "; danh sách đó có 2."
    )


def test_two_city_awards_a_year() -> None:
    """H-2: one award held leaves one of two proposals; two held leave none, and nobody else loses a place."""
    held = PerSubject(**source("H-2"), most=2, what_vi="khen thưởng của Thành phố trong năm")
    proposed = [
        Candidate(id="Lụa, chuyên đề 1", unit=UNIT, rank=1, subject="Lụa", also_city_awards=1),
        Candidate(id="Lụa, chuyên đề 2", unit=UNIT, rank=2, subject="Lụa", also_city_awards=1),
        Candidate(id="Bình", unit="Sở Y tế", rank=1, also_city_awards=3),
        Candidate(id="Chi", unit="Sở Y tế", rank=2),
    ]
    proposal = choose(proposed, [held], OLD)
    assert set(proposal.inside) == {"Lụa, chuyên đề 1", "Chi"}
    assert [line.because[0].text_vi for line in proposal.units] == [
        "Mỗi đối tượng nhiều nhất 2 khen thưởng của Thành phố trong năm; đối tượng này đã có 1, danh sách này thêm 2.",
        "Mỗi đối tượng nhiều nhất 2 khen thưởng của Thành phố trong năm; đối tượng này đã có 3, danh sách này thêm 1.",
    ]


def test_theme_of_the_union() -> None:
    """U-THEME: 4 from each federation, an exception with more, 300 in all (7 here); first ranks before second ones."""
    held: list[Limit] = [
        CountCap(**source("mỗi nơi"), scope=Scope.UNIT, most=4, special={"LĐLĐ Hà Nội": 6}),
        CountCap(**source("tất cả"), most=7),
    ]
    proposal = choose(people(6, "LĐLĐ An Giang") + people(6, "LĐLĐ Hà Nội"), held, OLD)
    angiang, hanoi = proposal.units
    assert (angiang.inside, hanoi.inside) == (4, 3)
    assert [binding.text_vi for binding in hanoi.because] == ["Nhiều nhất 7 người trong cả danh sách."]
    assert angiang.tie_vi == ""
    assert hanoi.tie_vi == (
        "Ngang hạng 4 với một người trong danh sách; hai bên như nhau, hội đồng chọn; ở đây xếp theo mã."
    )
    (other,) = proposal.alternatives
    assert (other.entering, other.leaving) == (("LĐLĐ Hà Nội 4",), ("LĐLĐ An Giang 4",))
    assert other.text_vi.startswith("Đổi 1 người ngang nhau")
    four = choose(people(6, "LĐLĐ An Giang"), held, OLD).units[0].because
    assert [binding.text_vi for binding in four] == ["Nhiều nhất 4 người trong mỗi đơn vị."]
    assert choose(people(6, "LĐLĐ Hà Nội"), held, OLD).units[0].inside == 6


def test_a_cap_on_women_counts_women_only() -> None:
    """A count with a trait leaves the others alone, and says whom it counts."""
    held = CountCap(**source("nữ"), scope=Scope.GROUP, most=1, trait=Trait.WOMAN)
    group = people(3, sex=Sex.FEMALE, group="nhân viên") + people(2, "Sở Y tế", sex=Sex.FEMALE)
    proposal = choose(group, [held], OLD)
    assert len(proposal.inside) == 3
    assert proposal.units[0].because[0].text_vi == "Nhiều nhất 1 nữ trong mỗi nhóm."


EQUALS = [
    Candidate(id="a Bình", unit=UNIT, rank=1, sex=Sex.MALE),
    Candidate(id="b Lan", unit=UNIT, rank=1, sex=Sex.FEMALE),
]
ONE = CountCap(**source("một"), most=1)


@pytest.mark.parametrize(
    ("tie_break", "inside", "why", "others"),
    [
        (tie_break_on(date(2025, 6, 30)), "a Bình", "hội đồng chọn; ở đây xếp theo mã.", 1),
        (tie_break_on(date(2025, 6, 30), ("b Lan", "a Bình")), "b Lan", "xếp theo thứ tự đã nêu.", 1),
        (tie_break_on(date(2025, 7, 1)), "b Lan", "trước (NĐ 152/2025/NĐ-CP, Điều 4, khoản 6).", 0),
        (tie_break_on(date(2025, 7, 1), ("a Bình",)), "b Lan", "trước (NĐ 152/2025/NĐ-CP, Điều 4, khoản 6).", 0),
    ],
)
def test_equal_rank(tie_break: TieBreak, inside: str, why: str, others: int) -> None:
    """Women first from 2025-07-01 and not the day before; the law before the stated order, that before the code."""
    proposal = choose(EQUALS, [ONE], tie_break)
    assert proposal.inside == (inside,)
    assert proposal.units[0].tie_vi.startswith("Ngang hạng 1")
    assert proposal.units[0].tie_vi.endswith(why)
    assert len(proposal.alternatives) == others


def test_rank_goes_before_women() -> None:
    """A man ranked higher is not passed over for a woman."""
    ranked_people = [
        Candidate(id="Bình", unit=UNIT, rank=1, sex=Sex.MALE),
        Candidate(id="Lan", unit=UNIT, rank=2, sex=Sex.FEMALE),
    ]
    proposal = choose(ranked_people, [ONE], NEW)
    assert proposal.inside == ("Bình",)
    assert proposal.units[0].tie_vi == ""


def test_collective_of_mostly_women() -> None:
    """Among collectives, 70 % women is enough and 69 % is not."""
    collectives = [
        Candidate(id="a", unit=UNIT, rank=1, women_share=Fraction(69, 100)),
        Candidate(id="b", unit=UNIT, rank=1, women_share=Fraction(70, 100)),
    ]
    assert choose(collectives, [ONE], NEW).inside == ("b",)


def test_at_most_three_alternatives() -> None:
    """Six equals for one place: three others are shown."""
    equals = [Candidate(id=f"{number}", unit=UNIT, rank=1) for number in range(6)]
    assert [other.entering for other in choose(equals, [ONE], OLD).alternatives] == [("1",), ("2",), ("3",)]


def test_a_limit_that_moves_people_without_changing_the_number() -> None:
    """Removing H-75 keeps the number and exchanges one; the words say so."""
    both = [
        Candidate(id="trưởng phòng", unit=UNIT, rank=1, leader=True),
        Candidate(id="công nhân", unit=UNIT, rank=2, direct_worker=True),
    ]
    by_key = {effect.limit_key: effect for effect in choose(both, [DIRECT, ONE], OLD).effects}
    assert by_key["H-75"].text_vi.endswith("thì vẫn chọn 1 người: 1 người vào, 1 người ra.")
    assert by_key["một"].text_vi.endswith("thì danh sách không đổi.")


def test_numbers_in_vietnamese() -> None:
    """Comma, dot, and no rounding up in what is only shown."""
    assert count_vi(20000) == "20.000"
    assert [amount_vi(Fraction(*pair)) for pair in ((69, 10), (12, 1), (2999, 1000), (1205, 100), (10001, 10))] == [
        "6,9", "12", "khoảng 2,99", "12,05", "1.000,1",
    ]  # fmt: skip
    assert [share_vi(Fraction(*pair)) for pair in ((15, 100), (1, 8), (1, 3))] == ["15 %", "12,5 %", "1/3"]
