"""Measures how many planted faults in the code of the law are noticed by its tests: the mutation score.

``python scripts/mutants.py [--sample N] [--seed S] [--only MODULE…] [--keep FOLDER]``. Works in a copy, never in the
tree. A whole run takes hours; a sample drawn over all mutants tells the score within a few per cent. Each mutant is one
small change (a comparison turned, a number or a word changed); it is noticed when a test fails or never ends. A change
in the type that ``typing.cast`` names is left out: it is the same program, for ``cast`` returns its second argument
(https://docs.python.org/3/library/typing.html#typing.cast).
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parent.parent
# The tests with every sentence and table of the law, word for word.
TOLD = ("told", "told_tables", "refused_rules", "profiles")
# A mutant first meets the quickest tests that call its function: so many, and together not much longer than this.
MOST_FIRST, SECONDS_FIRST = 40, 8.0
# Spark is another engine for the same columns.
LEFT_OUT = ("test_bulk_spark.py",)
# Seconds of processor time after which a run of tests is one that never ends; the longest takes a third of it. Not of
# the clock: on a busy machine a run that only waits for its turn would count as a fault noticed. One that waits without
# working is given an hour.
ENDLESS, WAITING = 600, 3600
LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2); "
    "import pytest; sys.exit(pytest.main(sys.argv[2:]))"
)
CONFIG = """
[tool.pytest.ini_options]
addopts = "-q --noconftest --import-mode=importlib -p no:cacheprovider -p no:xdist"
DJANGO_SETTINGS_MODULE = "thidua.config.settings.test"
pythonpath = ["."]
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true
[tool.mutmut]
source_paths = ["thidua/rules"]
do_not_mutate = ["thidua/rules/bulk/spark.py"]
also_copy = ["thidua", "tests", "docs"]
pytest_add_cli_args = ["--noconftest"]
pytest_add_cli_args_test_selection = ["tests/rules/test_answers.py"]
"""


def main(arguments: list[str]) -> int:
    """Run the mutants asked for, print the score, and return 1 when it is below the least one asked for."""
    asked = _parser().parse_args(arguments)
    home = Path(asked.keep or tempfile.mkdtemp(prefix="thidua-mutants-"))
    try:
        names = sorted(name for name in _planted(home) if not asked.only or _module(name) in asked.only)
        if asked.sample and asked.sample < len(names):
            names = random.Random(asked.seed).sample(names, asked.sample)  # noqa: S311 - no secret
        tree = home / "mutants"
        if not _passes(tree, "", _all_files(tree)):
            print("Bài kiểm thử không qua ngay cả khi chưa gài lỗi; xem bằng make test.")
            return 1
        met = _met(tree)
        with ThreadPoolExecutor(asked.children) as pool:
            outcomes = {}
            for name, outcome in zip(names, pool.map(lambda name: _outcome(tree, name, met), names), strict=True):
                outcomes[name] = outcome
                print(f"{outcome} {name}", file=sys.stderr, flush=True)
            return _report(outcomes, asked.least)
    finally:
        if not asked.keep:
            shutil.rmtree(home, ignore_errors=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Đo phần lỗi gài vào mã của luật mà bài kiểm thử nhận ra.")
    parser.add_argument("--sample", type=int, default=0, help="số lỗi gài chọn ngẫu nhiên (0: tất cả)")
    parser.add_argument("--seed", type=int, default=1, help="hạt giống của lần chọn")
    parser.add_argument("--only", nargs="*", default=[], help="chỉ các mô-đun này, ví dụ looks money.amounts")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1, help="số tiến trình cùng lúc")
    parser.add_argument("--keep", default="", help="thư mục làm việc, giữ lại sau khi chạy")
    parser.add_argument("--least", type=float, default=0.95, help="tỷ lệ thấp nhất chấp nhận được")
    return parser


def _planted(home: Path) -> list[str]:
    """Copy the tree, let mutmut write every mutant beside its original, and return their names."""
    ignored = shutil.ignore_patterns("__pycache__", "static", "e2e", "*.png")
    for name in ("thidua", "tests", "docs"):
        shutil.copytree(ROOT / name, home / name, ignore=ignored, dirs_exist_ok=True)
    (home / "pyproject.toml").write_text(CONFIG, encoding="utf-8")
    program = Path(sys.executable).with_name("mutmut")
    with (home / "mutmut.log").open("ab") as log:
        command: list[str] = [str(program), "run", "thidua.rules.errors*"]
        subprocess.run(command, cwd=home, stdout=log, stderr=log, check=False)  # noqa: S603 - our own arguments
    kept = (home / "mutants" / "thidua" / "rules").rglob("*.meta")
    return [name for path in kept for name in _other_programs(path)]


def _other_programs(meta: Path) -> list[str]:
    """Return the mutants of a module that are another program than their original."""
    names = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    bodies = {
        node.name: ast.unparse(_WithoutCasts().visit(ast.Module(node.body, []))) + ast.unparse(node.args)
        for node in ast.walk(ast.parse(meta.with_suffix("").read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [name for name in names if bodies[_function(name)] != bodies[_function(name).rsplit("_", 1)[0] + "_orig"]]


def _function(name: str) -> str:
    """Return ``x_count__mutmut_3`` for ``thidua.rules.looks.x_count__mutmut_3``."""
    return name.rsplit(".", 1)[1]


class _WithoutCasts(ast.NodeTransformer):
    """Takes the second argument of ``cast(type, value)`` for the whole."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        is_cast = isinstance(node.func, ast.Name) and node.func.id == "cast" and len(node.args) == 2
        return node.args[1] if is_cast else node


def _met(tree: Path) -> dict[str, list[tuple[float, str]]]:
    """Run every test once and return the tests that call each function, with their seconds, quickest first."""
    shutil.copy(Path(__file__).with_name("mutants_met.py"), tree)
    path = tree / "met.json"
    # Noting every call takes several times as long as the tests alone.
    _passes(tree, "stats", ["-p", "mutants_met", *_all_files(tree)], {"MUTANTS_MET": str(path)}, 4 * ENDLESS)
    met: dict[str, list[tuple[float, str]]] = json.loads(path.read_text(encoding="utf-8"))
    return met


def _first(name: str, met: dict[str, list[tuple[float, str]]]) -> list[str]:
    """Return the quickest tests that call a mutant's function; of one that only the reading of the law calls, none."""
    chosen: list[str] = []
    seconds = 0.0
    for took, test in met.get(name.rpartition("__mutmut_")[0], ())[:MOST_FIRST]:
        seconds += took
        if chosen and seconds > SECONDS_FIRST:
            break
        chosen.append(test)
    return chosen


def _outcome(tree: Path, name: str, met: dict[str, list[tuple[float, str]]]) -> str:
    """Return ``killed``, ``endless`` or ``survived``; a survivor has met every test of the law.

    Each run of tests is a process of its own: the law is read once in a process and kept, so a process that has read
    it already would not notice a mutant in the reading.
    """
    for tests in filter(None, (_first(name, met), _named(TOLD), _all_files(tree))):
        try:
            if not _passes(tree, name, tests):
                return "killed"
        except subprocess.TimeoutExpired:
            return "endless"
    return "survived"


def _named(names: tuple[str, ...]) -> list[str]:
    return [f"tests/rules/test_{name}.py" for name in names]


def _all_files(tree: Path) -> list[str]:
    files = (path for path in sorted((tree / "tests" / "rules").rglob("test_*.py")) if path.name not in LEFT_OUT)
    return [*(str(path.relative_to(tree)) for path in files), "tests/docs/test_lawpages.py"]


def _passes(
    tree: Path, name: str, tests: list[str], more: Mapping[str, str] = MappingProxyType({}), seconds: int = ENDLESS
) -> bool:
    """Say whether tests pass with a mutant; raises ``TimeoutExpired`` when they do not end."""
    # Byte code is kept: a module with all its mutants takes seconds to compile.
    told = {"MUTANT_UNDER_TEST": name, "THIDUA_DATA_DIR": str(tree / "var"), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", LIMITED, str(seconds), "-x", "-p", "tests.rules.refusals", *tests]
    run = subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=tree, env={**os.environ, **told, **more}, capture_output=True, timeout=WAITING, check=False
    )
    if run.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise subprocess.TimeoutExpired(command, seconds)
    # 4 and 5: no such test, which says nothing; the runs of whole files then decide.
    return run.returncode in (0, 4, 5)


def _module(name: str) -> str:
    """Return ``looks`` for ``thidua.rules.looks.x_count__mutmut_3``."""
    return name.removeprefix("thidua.rules.").split(".x", 1)[0]


def _report(outcomes: dict[str, str], least: float) -> int:
    counts: dict[str, Counter[str]] = {}
    for name, outcome in outcomes.items():
        counts.setdefault(_module(name), Counter())[outcome] += 1
    for module, found in sorted(counts.items()):
        print(f"{module:32} {found.total() - found['survived']:5} / {found.total():5}  {dict(found)}")
    survivors = sorted(name for name, outcome in outcomes.items() if outcome == "survived")
    print("\n".join(survivors))
    total, killed = len(outcomes), len(outcomes) - len(survivors)
    score = killed / total if total else 0.0
    half = 1.96 * math.sqrt(score * (1 - score) / total) if total else 0.0
    endless = sum(outcome == "endless" for outcome in outcomes.values())
    print(f"{killed} / {total} = {100 * score:.1f} % (± {100 * half:.1f}); of them {endless} that never ended")
    return int(score < least)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
