"""YAML typed by people: size and depth limited, no aliases, every mapping knows its line, every fault is told in words.

The files of this room are trusted and may use aliases; a draft may not, since a few lines of aliases can describe a
value larger than any memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from thidua.rules.errors import RuleDataError, RulesError
from thidua.rules.yamls import StrictLoader

LONGEST_TEXT = 64_000  # characters
DEEPEST = 24  # levels of nesting; the deepest rule of the law has nine
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
# What reading malformed data can raise; each is a fault of the text, never of the reader's machine.
_FAULTS = (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, IndexError, yaml.YAMLError)


class Lined(dict[Any, Any]):
    """A mapping that knows the line it begins on, counted from 1."""

    line = 0


class _Loader(StrictLoader):
    """A strict loader whose mappings know their line."""

    def construct_lined(self, node: yaml.MappingNode) -> Iterator[Lined]:
        """Build the mapping in two steps, as PyYAML does."""
        found = Lined()
        found.line = node.start_mark.line + 1
        yield found
        found.update(self.construct_mapping(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_lined)


def read_untrusted(text: str, what_vi: str) -> Any:
    """Read YAML of a stranger; ``what_vi`` names the text in messages. Raises ``RuleDataError`` with the line."""
    if len(text) > LONGEST_TEXT:
        raise RuleDataError(
            f"{what_vi} dài quá {LONGEST_TEXT:,} ký tự.".replace(",", "."), "Chia thành nhiều phần ngắn hơn."
        )
    with told(what_vi):
        _check_events(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of SafeLoader


def _check_events(text: str) -> None:
    """Refuse aliases and deep nesting before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise RuleDataError(f"Dòng {line}: không dùng “&” và “*” (chỗ dùng lại) ở đây.", "Chép lại đoạn ấy đầy đủ.")
        if depth > DEEPEST:
            raise RuleDataError(f"Dòng {line}: lồng quá {DEEPEST} tầng.", "Viết điều kiện gọn hơn.")


@contextmanager
def told(what_vi: str, line: int = 0) -> Iterator[None]:
    """Turn any fault of the data met inside into a ``RuleDataError`` that names the line, where one is known."""
    at = f"dòng {line}: " if line else ""
    try:
        yield
    except RulesError as error:
        if not line or "dòng" in error.message_vi.lower():
            raise
        raise RuleDataError(f"{what_vi}, {at}{error.message_vi}", error.next_step_vi) from error
    except _FAULTS as error:
        raise RuleDataError(
            f"{what_vi}, {at}{_words(error)}", "Sửa chỗ này rồi thử lại; xem ví dụ trong tài liệu."
        ) from error


def _words(error: Exception) -> str:
    """Say a fault in Vietnamese, with the place YAML gives."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return f"không đọc được YAML ở dòng {mark.line + 1}, cột {mark.column + 1}."
    if isinstance(error, yaml.YAMLError):
        return "không đọc được YAML: có ký tự không được phép."
    if isinstance(error, KeyError):
        return f"thiếu hoặc không hiểu {error}."
    return "giá trị sai kiểu."
