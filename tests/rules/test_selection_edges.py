"""Where the chooser must not pretend: floors that cannot be met, nobody to choose, no time left, wrong input."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.rules.selection_samples import source
from tests.rules.test_selection_stories import DIRECT, OLD, ONE, UNIT, fighter_cap, people
from thidua.rules.errors import BadFactError
from thidua.rules.selection.best import Best, Question, best_list, ranked
from thidua.rules.selection.candidates import Candidate, Scope, Sex, Trait, in_order
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import BaseFloor, ChosenShare, CountCap, Limit, PerSubject
from thidua.rules.selection.proposal import Status
from thidua.rules.selection.solver import Answer


def test_a_floor_that_cannot_be_met() -> None:
    """From a third of nine members up are three women; two are eligible: the floor is blamed in plain words."""
    floor = BaseFloor(**source("nữ"), share=Fraction(30, 100), base={"": 9}, base_vi="đoàn viên", trait=Trait.WOMAN)
    proposal = choose(people(2, sex=Sex.FEMALE) + people(3, "Sở Y tế"), [floor, ONE], OLD)
    assert proposal.status is Status.IMPOSSIBLE
    assert (proposal.inside, proposal.blame) == ((), ("nữ",))
    assert proposal.summary_vi == (
        "Không chọn được ai, vì một giới hạn không cho ai vào: “Giới hạn nữ” (QĐ 16/2017/QĐ-UBND). Nếu chọn tất cả "
        "người đủ điều kiện: Từ 30 % trở lên của 9 đoàn viên là 2,7, làm tròn lên 3 nữ; danh sách đó có 2."
    )
    texts = {effect.limit_key: effect.text_vi for effect in proposal.effects}
    assert texts["một"].endswith("thì vẫn không có danh sách nào giữ được các giới hạn còn lại.")
    assert texts["nữ"].endswith("thì chọn được 1 người thay vì 0: 1 người vào.")


def test_a_floor_and_a_cap_against_each_other() -> None:
    """Neither alone lets nobody in, both together do; a third limit is not blamed."""
    floor = BaseFloor(**source("sàn"), scope=Scope.UNIT, share=Fraction(1, 2), base={UNIT: 4}, base_vi="đoàn viên")
    proposal = choose(people(4), [floor, ONE, DIRECT], OLD)
    assert proposal.blame == ("H-75",)  # nobody is a direct worker
    workers = people(4, direct_worker=True)
    proposal = choose(workers, [floor, ONE, DIRECT], OLD)
    assert proposal.blame == ("một", "sàn")
    assert "2 giới hạn cùng lúc không cho ai vào" in proposal.summary_vi
    assert f"{UNIT}: Từ 50 % trở lên của 4 đoàn viên là 2 người; danh sách đó có 4." in proposal.summary_vi


def test_a_share_too_small_for_one() -> None:
    """15 % of six is 0,9: nobody stands inside, which is certain, and the cap is named."""
    proposal = choose(people(2), [fighter_cap(6)], OLD)
    assert proposal.status is Status.PROVEN
    assert (proposal.inside, proposal.blame) == ((), ("I-CSCS-03",))
    assert "Mức 15 % của 6 người Lao động tiên tiến là 0,9, làm tròn xuống 0." in proposal.summary_vi


def test_nobody_to_choose() -> None:
    """An empty list is an answer; a floor without anybody is the floor's fault."""
    proposal = choose([], [ONE], OLD)
    assert (proposal.status, proposal.inside, proposal.blame) == (Status.PROVEN, (), ())
    assert proposal.summary_vi == "Không có ai để chọn."
    floor = BaseFloor(**source("sàn"), share=Fraction(1, 2), base={"": 4}, base_vi="đoàn viên")
    assert choose([], [floor], OLD).blame == ("sàn",)


TRIANGLE = [
    Candidate(id="a", unit="U", rank=1, subject="S"),
    Candidate(id="b", unit="U", rank=1, group="G"),
    Candidate(id="c", unit="V", rank=1, subject="S", group="G"),
]
PAIRWISE: list[Limit] = [
    CountCap(**source("đơn vị"), scope=Scope.UNIT, most=1),
    CountCap(**source("nhóm"), scope=Scope.GROUP, most=1),
    PerSubject(**source("đối tượng"), most=1, what_vi="khen thưởng"),
]


def test_halves_are_not_people() -> None:
    """Each two exclude each other: without whole numbers one and a half would fit."""
    proposal = choose(TRIANGLE, PAIRWISE, OLD)
    assert (proposal.status, proposal.inside) == (Status.PROVEN, ("a",))
    assert [other.entering for other in proposal.alternatives] == [("b",), ("c",)]


def test_out_of_time() -> None:
    """No time: no list, no exception, nothing claimed."""
    proposal = choose(TRIANGLE, PAIRWISE, OLD, seconds=0)
    assert (proposal.status, proposal.inside, proposal.blame) == (Status.LIMIT, (), ())
    assert proposal.summary_vi.startswith("Chưa tìm được danh sách nào")
    assert {(effect.proven, effect.change) for effect in proposal.effects} == {(False, 0)}
    assert proposal.effects[0].text_vi.endswith("thì chưa tính xong.")


def test_out_of_time_half_way() -> None:
    """Time ends after the number is known: the list found keeps its length, and is not called the best."""
    question = Question(in_order(TRIANGLE, OLD), tuple(PAIRWISE), women_first=False, seconds=0)
    assert ranked(question, frozenset({2}), 3) == Best(Answer.STOPPED, frozenset({2}))


def test_a_share_finer_than_the_solver_is_not_trusted() -> None:
    """The solver takes one of two for 50.00001 %; whole numbers say no, so nothing is claimed."""
    held = ChosenShare(
        **source("sát"), scope=Scope.UNIT, share=Fraction(50_000_001, 100_000_000), trait=Trait.DIRECT_WORKER
    )
    two = [Candidate(id="a", unit=UNIT, rank=1, direct_worker=True), Candidate(id="b", unit=UNIT, rank=2)]
    question = Question(in_order(two, OLD), (held,), women_first=False, seconds=60)
    assert best_list(question).chosen in (frozenset(), frozenset({0}))
    assert choose(two, [held], OLD).status is not Status.IMPOSSIBLE


@pytest.mark.parametrize(
    ("wrong", "held", "words"),
    [
        ([*people(1), *people(1)], [], "hai lần"),
        ([Candidate(id="a", unit=UNIT, rank=0)], [], "hạng 0"),
        ([Candidate(id="a", unit=UNIT, rank=1, also_city_awards=-1)], [], "-1"),
        (
            [Candidate(id=code, unit=UNIT, rank=1, subject="S", also_city_awards=n) for n, code in enumerate("ab")],
            [],
            "khác nhau",
        ),
        (people(1), [ONE, ONE], "cùng một mã"),
        (people(1, "Sở Y tế"), [fighter_cap(46)], "Chưa có số người Lao động tiên tiến của “Sở Y tế”"),
    ],
)
def test_refusals(wrong: list[Candidate], held: list[Limit], words: str) -> None:
    """Input that contradicts itself is the caller's mistake; an unknown base is neither zero nor no limit."""
    with pytest.raises(BadFactError, match=words):
        choose(wrong, held, OLD)


def test_as_sure_as_the_least_sure() -> None:
    """The proposal carries the weakest mark of its limits."""
    hearsay = CountCap(key="M", label_vi="nghe nói", citation="chưa rõ", confidence="M", most=1)
    assert choose(people(2), [fighter_cap(46)], OLD).confidence == "R"
    assert choose(people(2), [fighter_cap(46), hearsay], OLD).confidence == "M"
