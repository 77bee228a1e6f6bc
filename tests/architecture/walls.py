"""How the house is measured: each function takes sources and returns what breaks a rule, one line per finding."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "thidua"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_TEMPLATE = 150
JUNK_DRAWERS = {"utils", "helpers", "common", "misc", "tools"}
# From the bottom up; rooms on one line do not know each other.
STACK = [
    {"kernel", "rules"}, {"people"}, {"lawbooks"}, {"honours"}, {"movements"},
    {"registration", "initiatives", "scoring"}, {"dossiers"}, {"nominations"}, {"consultations", "councils"},
    {"statistics"}, {"workbooks"}, {"merging"}, {"web"}, {"demo"}, {"config"},
]  # fmt: skip
WRITING = {
    "save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "add",
    "aupdate", "acreate", "asave", "adelete",
}  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: Path, pattern: str = "*.py") -> Iterator[tuple[str, str]]:
    """Yield the name and text of each file under the folders, migrations left out."""
    for folder in folders:
        for path in sorted(folder.rglob(pattern)):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                yield str(path.relative_to(PROJECT)), path.read_text(encoding="utf-8")


def functions(text: str) -> Iterator[Function]:
    """Yield every function of a module, methods too."""
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, Function))


def too_long(name: str, text: str, most: int = LONGEST_FILE) -> list[str]:
    """Return the file when it has ``most`` lines or more."""
    lines = len(text.splitlines())
    return [f"{name}: {lines} lines"] if lines >= most else []


def long_functions(name: str, text: str) -> list[str]:
    """Return functions of LONGEST_FUNCTION lines or more."""
    found = []
    for function in functions(text):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines >= LONGEST_FUNCTION:
            found.append(f"{name}: {function.name} has {lines} lines")
    return found


def signature_faults(name: str, text: str) -> list[str]:
    """Return services that take positional arguments or are not told who acts and when."""
    found = []
    for node in functions(text):
        decorators = {
            d.func.id for d in node.decorator_list if isinstance(d, ast.Call) and isinstance(d.func, ast.Name)
        }
        if "service" not in decorators:
            continue
        if node.args.args or node.args.posonlyargs or node.args.vararg:
            found.append(f"{name}: {node.name} takes positional arguments")
        if not {"by", "at"} <= {argument.arg for argument in node.args.kwonlyargs}:
            found.append(f"{name}: {node.name} does not take by and at")
    return found


def unguarded_doors(module: ModuleType) -> list[str]:
    """Return functions that a room's ``services`` offers though they are not services.

    A folder of services may share parts among its files; what its ``__init__`` offers is the door.
    """
    offered = [getattr(module, name) for name in dir(module) if not name.startswith("_")]
    ours = [
        thing for thing in offered if isinstance(thing, FunctionType) and thing.__module__.startswith(module.__name__)
    ]
    return [f"{module.__name__}.{thing.__name__}" for thing in ours if not hasattr(thing, "service_action")]


def reaching_behind_the_door(name: str, text: str) -> list[str]:
    """Return imports of another room's service files past the room's ``services``."""
    here = name.split("/")[1]
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            parts = node.module.split(".")
            if parts[0] == "thidua" and parts[1:2] != [here] and "services" in parts[2:-1]:
                found.append(f"{name}:{node.lineno} {node.module}")
    return found


def writes_in_pages(name: str, text: str) -> list[str]:
    """Return calls in a page's module that look like a write to a table.

    ``.add`` and ``.update`` on plain sets and dicts cannot be told from those on querysets, so only calls on something
    reached through ``objects`` or a filter, and calls that only tables know, count.
    """
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in WRITING:
            continue
        base = ast.unparse(node.func.value)
        if node.func.attr in {"add", "update"} and not any(mark in base for mark in (".objects", ".filter(", ".all()")):
            continue
        if base in {"messages", "form", "self.form"} and node.func.attr == "add":
            continue
        found.append(f"{name}:{node.lineno} {base}.{node.func.attr}(…)")
    return found


def calls_of_the_clock(name: str, text: str) -> list[str]:
    """Return calls of now() and today() in a module that must be told the time."""
    return [
        f"{name}:{node.lineno} {ast.unparse(node.func)}()"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"now", "today", "utcnow"}
    ]


def junk_drawers(paths: Iterator[str]) -> list[str]:
    """Return modules and folders whose name says nothing."""
    return [path for path in paths if JUNK_DRAWERS & {part.removesuffix(".py") for part in path.split("/")}]


def level(room: str) -> int:
    """Return how high a room stands; rooms beside each other stand equally high."""
    return next(height for height, rooms in enumerate(STACK) if room in rooms)


def points_up(from_room: str, to_room: str) -> bool:
    """Say whether a link from one room's table to another's goes up or sideways."""
    return from_room != to_room and level(to_room) >= level(from_room)
