"""Measures how many planted faults in the code of the law are noticed by its tests: the mutation score.

``python scripts/mutants.py [--sample N] [--seed S] [--only MODULE…] [--keep FOLDER]``. Works in a copy, never in the
tree. A whole run takes hours; a sample drawn over all mutants tells the score within a few per cent. Each mutant is one
small change (a comparison turned, a number or a word changed); it is noticed when a test fails or never ends.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests" / "rules"
# Spark is another engine for the same columns.
LEFT_OUT = ("test_bulk_spark.py",)
# What is read once in a process and kept is reached, as far as can be seen, by the first test alone. While it is being
# found out which test reaches what, everything kept is forgotten before each test of these files.
READ_ALL = ("test_told.py", "test_told_tables.py", "test_lawpages.py", "test_refused_rules.py", "test_profiles.py")
FORGET = """
import functools, os, sys

def pytest_runtest_setup(item):
    if os.environ.get("MUTANT_UNDER_TEST") == "stats" and item.path.name in {names}:
        for name, module in list(sys.modules.items()):
            if name.startswith("thidua.rules"):
                for value in list(vars(module).values()):
                    if isinstance(value, functools._lru_cache_wrapper):
                        value.cache_clear()
"""
# How a test run's exit code is read: a failed test, an error, a run that never ended or crashed.
ENDLESS = frozenset({24, -24, 36, 152})
KILLED = ENDLESS | {1, 3, 255, -9, -11}
OTHER = {0: "survived", 5: "no tests", 33: "no tests", None: "not run"}
CONFIG = """
[tool.pytest.ini_options]
addopts = "-q --noconftest --import-mode=importlib -p no:cacheprovider -p no:xdist"
DJANGO_SETTINGS_MODULE = "thidua.config.settings.test"
pythonpath = ["."]
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true
[tool.mutmut]
source_paths = ["thidua/rules"]
do_not_mutate = ["thidua/rules/bulk/spark.py"]
# The law is read once in a process and kept: each mutant needs a process in which nothing was read yet.
process_isolation = "forkserver"
forkserver_warmup = "none"
also_copy = ["thidua", "tests", "docs"]
pytest_add_cli_args = ["--noconftest", "-p", "tests.rules.refusals", "-p", "tests.forget"]
pytest_add_cli_args_test_selection = {selection}
"""


def main(arguments: list[str]) -> int:
    """Run the mutants asked for, print the score, and return 1 when it is below the least one asked for."""
    asked = _parser().parse_args(arguments)
    home = Path(asked.keep or tempfile.mkdtemp(prefix="thidua-mutants-"))
    try:
        _copy_tree(home)
        _mutmut(home, ["thidua.rules.answers*"])  # also writes every mutant
        names = sorted(name for name in _outcomes(home) if not asked.only or _module(name) in asked.only)
        if asked.sample and asked.sample < len(names):
            names = sorted(random.Random(asked.seed).sample(names, asked.sample))  # noqa: S311 - no secret
        _mutmut(home, names, children=asked.children)
        return _report({name: code for name, code in _outcomes(home).items() if name in set(names)}, asked.least)
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


def _copy_tree(home: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "static", "e2e", "*.png")
    for name in ("thidua", "tests", "docs"):
        shutil.copytree(ROOT / name, home / name, ignore=ignored)
    files = (path for path in sorted(TESTS.rglob("test_*.py")) if path.name not in LEFT_OUT)
    selection = [*(str(path.relative_to(ROOT)) for path in files), "tests/docs/test_lawpages.py"]
    (home / "tests" / "forget.py").write_text(FORGET.format(names=READ_ALL), encoding="utf-8")
    (home / "pyproject.toml").write_text(CONFIG.format(selection=json.dumps(selection)), encoding="utf-8")


def _mutmut(home: Path, names: list[str], children: int = 1) -> None:
    program = Path(sys.executable).with_name("mutmut")
    with (home / "mutmut.log").open("ab") as log:
        command: list[str] = [str(program), "run", "--max-children", str(children), *names]
        subprocess.run(command, cwd=home, stdout=log, stderr=log, check=False)  # noqa: S603 - our own arguments


def _outcomes(home: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for path in (home / "mutants" / "thidua" / "rules").rglob("*.meta"):
        found.update(json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"])
    return found


def _module(name: str) -> str:
    """Return ``looks`` for ``thidua.rules.looks.x_count__mutmut_3``."""
    return name.removeprefix("thidua.rules.").split(".x", 1)[0]


def _report(outcomes: dict[str, int | None], least: float) -> int:
    counts: dict[str, Counter[str]] = {}
    for name, code in outcomes.items():
        counts.setdefault(_module(name), Counter())[_word(code)] += 1
    for module, found in sorted(counts.items()):
        print(f"{module:32} {found['killed']:5} / {found.total():5}  {dict(found)}")
    survivors = sorted(name for name, code in outcomes.items() if _word(code) != "killed")
    print("\n".join(survivors))
    total, killed = len(outcomes), len(outcomes) - len(survivors)
    score = killed / total if total else 0.0
    half = 1.96 * math.sqrt(score * (1 - score) / total) if total else 0.0
    stopped = sum(code in ENDLESS for code in outcomes.values())
    print(f"{killed} / {total} = {100 * score:.1f} % (± {100 * half:.1f}); of them {stopped} that never ended")
    return int(score < least)


def _word(code: int | None) -> str:
    return "killed" if code in KILLED else OTHER.get(code, "suspicious")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
