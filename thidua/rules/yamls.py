"""Strict reading of the room's YAML files: a repeated key is an error, not a silent last-one-wins."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from thidua.rules.errors import RuleDataError

ROOM = Path(__file__).parent


class StrictLoader(yaml.SafeLoader):
    """A safe loader which refuses repeated keys; in a table of the law they hide a number."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build the mapping; raise ``RuleDataError`` naming the repeated key and its line."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:merge" and key.value in seen:
                line = key.start_mark.line + 1
                raise RuleDataError(f"Khóa “{key.value}” lặp lại ở dòng {line}.", "Xóa một trong hai dòng.")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def parse_yaml(text: str) -> Any:
    """Read YAML text strictly."""
    return yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a subclass of SafeLoader


@cache
def read_yaml(relative: str) -> Any:
    """Read a YAML file of this room once per process; callers must not change the result."""
    return parse_yaml((ROOM / relative).read_text(encoding="utf-8"))
