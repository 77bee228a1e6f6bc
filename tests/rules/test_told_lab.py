"""What is said of conditions that only a draft may use, and of what would change an answer, kept as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.rules.bulk_lab import LAB_DAY, ROWS, lab_book
from tests.rules.bulk_samples import Maker
from tests.rules.transcripts import check_told
from thidua.rules.changes import smallest_changes
from thidua.rules.engine import judge
from thidua.rules.facts import History
from thidua.rules.library import shipped
from thidua.rules.names import AWARDS, UNION_WORK_VI
from thidua.rules.planner.plans import holds_good, plan
from thidua.rules.planner.saying import say_plan
from thidua.rules.stories import load_stories
from thidua.rules.wording import FACT_VI, words_for

LAB = lab_book()
PEOPLE: tuple[History, ...] = (History(), *Maker(41, LAB_DAY.year, LAB_DAY, ("lab",)).histories(23))


def _reasons() -> Iterator[str]:
    for award in LAB.rules:
        yield f"# {award}"
        met = {}
        for history in PEOPLE:
            judged = judge(award=award, history=history, year=LAB_DAY.year, decided_on=LAB_DAY, book=LAB)
            for reason in judged.tree.walk():
                said = f"{reason.text_vi} ▸ {reason.found} ▸ {reason.needed} ▸ {reason.next_step_vi}"
                met.setdefault((reason.condition_code, reason.answer, reason.found is None), said)
        yield from (f"{code} {answer.value} ▸ {said}" for (code, answer, _), said in met.items())


def test_odd_conditions_are_told_in_the_words_kept() -> None:
    check_told("lab", _reasons())


def _standard() -> Iterator[str]:
    """Yield the standard words of every kind of condition, and of the odd forms a draft may give it."""
    nodes = [node for row, _ in ROWS for node in _nodes(row)]
    nodes += [
        {"registered": {"award": "national_fighter"}},
        {"only_merit": {}},
        {"not_held": {"award": "order_labour_1", "window": "n"}},
    ]
    nodes += [{"grade": {"at_least": "least"}}, {"run": {"award": "advanced_worker", "years": "n"}}]
    nodes += [
        {"grade_run": {"years": "n", "min_grade": "good", "or_award": "advanced_worker"}},
        {"is": {"fact": "rank"}},
    ]
    nodes += [{"grade_run": {"years": "n", "min_grade": "good"}}, {"held_before": {"award": "national_fighter"}}]
    nodes += [{"compare": {"fact": f"union_months.{kind}", "op": ">=", "needed": "n"}} for kind in UNION_WORK_VI]
    nodes += [{"compare": {"fact": "members_with.advanced_worker", "op": "<", "needed": "n"}}]
    nodes += [{"compare": {"fact": fact, "op": ">=", "needed": "n"}} for fact in FACT_VI]
    for node in nodes:
        kind = next(iter(node))
        yield f"{node} ▸ {' ▸ '.join(map(str, words_for(kind, node[kind], 'grassroots_fighter')))}"


def _nodes(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind = next(iter(row))
    yield {kind: row[kind]}
    if kind in ("all", "any"):
        for part in row[kind]:
            yield from _nodes(part)


def test_standard_words_are_as_kept() -> None:
    check_told("words", dict.fromkeys(_standard()))


def _plans() -> Iterator[str]:
    for award in LAB.rules:
        lines = {}
        for history in PEOPLE[:8]:
            found = plan(award, history, LAB_DAY.year, LAB)
            assert found.year is None or holds_good(found, LAB)
            lines |= dict.fromkeys(say_plan(found).splitlines())
        yield from (f"# {award}", *lines)


def test_plans_to_odd_conditions_are_told_in_the_words_kept() -> None:
    check_told("plan-lab", _plans())


def _changes() -> Iterator[str]:
    for award in AWARDS:
        yield f"# {award}"
        lines = {}
        for story in load_stories(award):
            for changes in smallest_changes(award, story.history, story.year, story.date, shipped())[:4]:
                one = sorted(changes, key=lambda change: change.code)
                lines[" + ".join(f"{item.code} {item.possible}: {item.todo_vi}" for item in one)] = None
        yield from lines
    yield "# lab"
    for award in LAB.rules:
        for history in PEOPLE[:8]:
            found = smallest_changes(award, history, LAB_DAY.year, date(2025, 12, 20), LAB)
            yield f"{award}: {[sorted(f'{item.code} {item.possible}' for item in changes) for changes in found]}"


def test_what_would_change_an_answer_is_told_in_the_words_kept() -> None:
    check_told("changes", _changes())
