"""YAML of a stranger who may use aliases, as stories do: its length, depth and size once written out are limited.

A few lines of aliases can describe a value larger than any memory, so the size is counted before anything is built.
"""

from __future__ import annotations

from typing import Any

import yaml

from thidua.rules.errors import BadFactError, RulesError
from thidua.rules.yamls import StrictLoader

LONGEST_FILE = 1_000_000  # bytes; the longest file of stories here has 40,000
LARGEST = 100_000  # values, with every alias written out
DEEPEST = 30  # levels of nesting
_FIX = "Sửa chỗ này rồi chạy lại; xem ví dụ trong docs/ho-so-viet-tay.md."


def read_typed(data: bytes) -> Any:
    """Read a file's bytes; raises ``BadFactError`` with the line and what to do. An empty file gives ``None``."""
    if len(data) > LONGEST_FILE:
        raise BadFactError(f"Tệp dài quá {LONGEST_FILE:,} byte.".replace(",", "."), "Chia thành nhiều tệp.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFactError("Tệp không phải văn bản UTF-8.", "Lưu lại với bảng mã UTF-8.") from None
    try:
        _check_depth(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is not None:
            _size(node, {})
        return yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a subclass of SafeLoader
    except RulesError as error:
        raise BadFactError(error.message_vi, error.next_step_vi) from None
    except (yaml.YAMLError, ValueError, TypeError) as error:  # ValueError: 30/02; TypeError: a list as a key
        raise BadFactError(_fault(error), _FIX) from None


def _check_depth(text: str) -> None:
    """Refuse deep nesting while reading along, before PyYAML recurses into it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            mark: Any = event.start_mark
            raise BadFactError(f"Dòng {mark.line + 1}: lồng quá {DEEPEST} tầng.", "Ghi gọn lại.")


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Count the values below a node with aliases written out; refuse too many, and an alias inside itself."""
    if id(node) in known:
        return known[id(node)]
    mark: Any = node.start_mark
    known[id(node)] = LARGEST + 1  # met again before it is counted: an alias inside itself
    parts = node.value if isinstance(node, yaml.CollectionNode) else ()
    flat = [part for item in parts for part in (item if isinstance(item, tuple) else (item,))]
    size = 1 + sum(_size(part, known) for part in flat)
    if size > LARGEST:
        raise BadFactError(f"Dòng {mark.line + 1}: chỗ dùng lại (“&”, “*”) lặp quá nhiều.", "Chép lại đoạn ấy đầy đủ.")
    known[id(node)] = size
    return size


def _fault(error: Exception) -> str:
    """Say what YAML could not read, with its place where it gives one."""
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None:
        what = (
            "có ký tự không được phép" if isinstance(error, yaml.YAMLError) else "có ngày không tồn tại hoặc khóa sai"
        )
        return f"Tệp không đọc được: {what}."
    where = f"Dòng {mark.line + 1}, cột {mark.column + 1}"
    if "\\t" in str(getattr(error, "problem", "")):
        return f"{where}: có dấu tab; YAML chỉ dùng dấu cách để thụt lề."
    return f"{where}: không đúng cú pháp YAML."
