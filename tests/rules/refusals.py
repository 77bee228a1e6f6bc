"""Every refusal that any test of the law meets is, word for word, one of the sentences kept in ``told/refusals.txt``.

A line there is the message, ▸, and what to do next; … stands for a name, a number or what was typed. So a sentence
cannot change, lose its next step or show a ``None`` unnoticed, in whatever test it comes up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from thidua.rules import errors

KEPT = Path(__file__).with_name("told") / "refusals.txt"
# Where in a text of several parts the fault stands; may come before any of the messages.
_PLACE = re.compile(
    r"(?:Quy tắc|Số liệu(?: “[^”]*”)?|Chuyện mẫu), (?:dòng \d+: )?|(?:Tệp|Dòng \d+ của “\w+”|stories ▸ dòng \d+): "
)


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Return the sentences kept, as patterns."""
    lines = KEPT.read_text(encoding="utf-8").splitlines()
    return tuple(re.compile(re.escape(line).replace("…", "(.*?)"), re.DOTALL) for line in lines)


def is_kept(message: str, next_step: str) -> bool:
    """Say whether a refusal is one of the sentences kept; what stands for … may be anything but nothing or None."""
    said = f"{_PLACE.sub('', message, count=1) if _PLACE.match(message) else message} ▸ {next_step}"
    found = (pattern.fullmatch(said) for pattern in patterns())
    return any(match and "None" not in match.groups() for match in found)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Watch what is refused while a test runs, and fail it for a sentence that is not kept."""
    met: list[tuple[str, str]] = []
    write = errors.RulesError.__init__

    def watched(self: errors.RulesError, message_vi: str, next_step_vi: str) -> None:
        met.append((message_vi, next_step_vi))
        write(self, message_vi, next_step_vi)

    errors.RulesError.__init__ = watched  # type: ignore[method-assign]
    try:
        outcome = yield
    finally:
        errors.RulesError.__init__ = write  # type: ignore[method-assign]
    unknown = [pair for pair in dict.fromkeys(met) if not is_kept(*map(str, pair))]
    if unknown and outcome.excinfo is None:  # type: ignore[attr-defined]
        outcome.force_exception(AssertionError(f"refusals that are not kept: {unknown[:5]}"))  # type: ignore[attr-defined]
