"""What comparing, choosing and trying out say, kept as text."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from fractions import Fraction

from tests.factories.lawbooks import PARAMS, RULE, STORIES
from tests.rules.transcripts import check_told
from thidua.rules.library import shipped
from thidua.rules.names import AWARDS
from thidua.rules.selection.candidates import Candidate, Scope, Sex, Trait, tie_break_on
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import BaseShare, ChosenShare, CountCap, GradeBase, GradeShare
from thidua.rules.simulation.compare import Side, Subject, compare
from thidua.rules.simulation.draft import draft_book
from thidua.rules.simulation.standing import standing_book
from thidua.rules.simulation.trial import try_stories
from thidua.rules.stories import load_stories

BOOK, DAY = shipped(), date(2018, 12, 20)


def test_two_laws_on_the_people_of_the_stories_are_compared_as_kept() -> None:
    stories = [story for award in ("grassroots_fighter", "order_labour_3") for story in load_stories(award)]
    people = [
        Subject(pk, story.history, {"sex": "female" if pk % 2 else "male", "unit": f"U{pk % 3}"})
        for pk, story in enumerate(stories)
    ]
    sides = (Side(standing_book(BOOK, day), DAY) for day in (DAY, date(2024, 6, 1)))
    found = compare(*sides, people, [code for code, award in AWARDS.items() if award.subject == "person"], 2018)
    lines = [f"{change.subject_id} {change.award} {change.provision} {change.direction}" for change in found.changes]
    told = [json.dumps(change.after.as_json(), ensure_ascii=False, sort_keys=True) for change in found.changes]
    check_told("comparison", [*lines, json.dumps(found.tables(), sort_keys=True), *dict.fromkeys(told)])


def test_trying_the_stories_of_a_draft_is_told_as_kept() -> None:
    book = draft_book(BOOK, RULE, PARAMS)
    wrong = STORIES.replace("answer: met", "answer: not_met").replace("name:", "ten:", 1)
    results = [*try_stories(book, "advanced_worker", STORIES), *try_stories(book, "advanced_worker", wrong)]
    results += try_stories(book, "advanced_worker", "stories:\n- 5\n- {name: An}\n")
    check_told("trial", (f"{one.name}: {one.expected} {one.passed} {one.fault_vi}" for one in results))


SOURCE = {"citation": "Văn bản thử, Điều 1", "confidence": "Q"}
UNITS = ("Phòng Một", "Phòng Hai")
PEOPLE = [
    Candidate(
        id=f"{unit} {rank}",
        unit=unit,
        rank=rank,
        sex=Sex.FEMALE if (rank + place) % 2 else Sex.MALE,
        leader=rank == 1,
        direct_worker=rank != 1,
    )
    for place, unit in enumerate(UNITS)
    for rank in range(1, 6)
]


def test_a_proposal_within_limits_is_told_as_kept() -> None:
    limits = [
        BaseShare(key="a", label_vi="mức trần", **SOURCE, scope=Scope.UNIT, share=Fraction(15, 100),
                  base=dict.fromkeys(UNITS, 23), base_vi="người Lao động tiên tiến"),
        CountCap(key="b", label_vi="nhiều nhất", **SOURCE, scope=Scope.ALL, most=5),
        ChosenShare(key="c", label_vi="người trực tiếp", **SOURCE, share=Fraction(75, 100), trait=Trait.DIRECT_WORKER),
        GradeShare(key="d", label_vi="xuất sắc", **SOURCE, scope=Scope.UNIT, share=Fraction(1, 5),
                   base=dict.fromkeys(UNITS, 30), base_vi="người hoàn thành tốt",
                   grade_base=GradeBase.GOOD_ONLY, special={}),
    ]  # fmt: skip
    for day in (DAY, date(2025, 12, 20)):
        lines = [f"{name}: {value}" for name, value in asdict(choose(PEOPLE, limits, tie_break_on(day))).items()]
        ordered = choose(PEOPLE, limits, tie_break_on(day, order=tuple(reversed([one.id for one in PEOPLE]))))
        check_told(f"proposal-{day.year}", [*lines, *(f"{name}: {value}" for name, value in asdict(ordered).items())])
