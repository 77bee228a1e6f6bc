"""Find figures in the source of a title file that belong in its params file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_RULE_ID = re.compile(r"[A-Z]-[A-Z0-9]+-[0-9]{2}[a-z0-9]*")


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of docstrings, which may name laws and years."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            yield first.value


def _citations(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield everything inside ``Citation(...)`` and the names of texts kept in capitals for it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Citation":
            yield from ast.walk(node)
        if isinstance(node, ast.Assign) and [ast.unparse(name) for name in node.targets] in (["_LAW"], ["_DECREE"]):
            yield node.value


def _is_figure(value: object) -> bool:
    """Say whether a constant is a number or a text with a digit in it."""
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return any(sign.isdigit() for sign in value) and not _RULE_ID.fullmatch(value)
    return isinstance(value, int | float | complex)


def planted_numbers(source: str) -> list[str]:
    """Return each figure outside docstrings, citations and rule ids, with its line."""
    tree = ast.parse(source)
    allowed = {id(node) for node in (*_docstrings(tree), *_citations(tree))}
    return [
        f"{node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in allowed and _is_figure(node.value)
    ]
