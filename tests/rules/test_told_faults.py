"""Each place of a file of facts and of a draft, filled wrongly in every way: what is refused, where, in which words."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import yaml

from tests.factories.lawbooks import PARAMS, RULE
from tests.rules.test_story_files import EXAMPLES
from tests.rules.transcripts import check_told
from thidua.rules.errors import RulesError
from thidua.rules.library import shipped
from thidua.rules.simulation.draft import draft_book
from thidua.rules.stories import subject_from
from thidua.rules.story_files import read_questions

LEFT_OUT = object()
WRONG: tuple[Any, ...] = (
    LEFT_OUT,
    None,
    "chữ",
    "",
    -1,
    1.5,
    10**6,
    True,
    [],
    {},
    [None],
    ["chữ"],
    {"chữ": 1},
    date(2024, 5, 1),
)
Path = tuple[Any, ...]


def _places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield every place of nested tables and lists, the whole first."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _places(part, (*path, key))


def _with(whole: Any, path: Path, value: Any) -> Any:
    """Return a copy with another value at a place."""
    changed = copy.deepcopy(whole)
    at = changed
    for key in path[:-1]:
        at = at[key]
    if value is LEFT_OUT:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return changed


def _told(read: Callable[[Any], Any], whole: Any) -> Iterator[str]:
    """Yield for each place and wrong value what is said of it; values that are said the same of in one line.

    … in a line stands for the value as it was typed.
    """
    for path in _places(whole):
        if not path:
            continue
        said: dict[str, list[str]] = {}
        for value in WRONG:
            words = "∅" if value is LEFT_OUT else str(value)
            try:
                read(_with(whole, path, value))
                said.setdefault("được", []).append(words)
            except RulesError as refused:
                line = f"{refused.message_vi} ▸ {refused.next_step_vi}".replace(f"“{words}”", "“…”")
                said.setdefault(line, []).append(words)
        place = ".".join(map(str, path))
        yield from (f"{place} = {' | '.join(values)} ▸ {line}" for line, values in said.items())


def _ask(raw: Any) -> None:
    read_questions(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False).encode(), shipped())


def test_each_fault_in_a_file_of_facts_is_told_as_kept() -> None:
    person, collective, _ = map(yaml.safe_load, EXAMPLES)
    lines = [*_told(_ask, {**person, "person": {}})]
    del collective["collective"]["years"][2024]["grade"]
    for subject, raw in (("person", person), ("collective", collective)):
        lines += _told(subject_from, {subject: raw[subject]})
    check_told("faults-facts", dict.fromkeys(lines))


def test_each_fault_in_a_draft_is_told_as_kept() -> None:
    rule, numbers = yaml.safe_load(RULE), yaml.safe_load(PARAMS)
    lines = [*_told(lambda raw: draft_book(shipped(), _written(raw), PARAMS), rule)]
    lines += _told(lambda raw: draft_book(shipped(), RULE, _written(raw)), numbers)
    check_told("faults-draft", dict.fromkeys(lines))


def _written(raw: Any) -> str:
    return yaml.safe_dump(raw, allow_unicode=True, sort_keys=False)
