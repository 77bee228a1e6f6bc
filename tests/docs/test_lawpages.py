"""The printed law (docs/luat) is the law of the files; whoever changes a rule prints it anew: ``thidua lawpages``."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from thidua.lawbooks.printing import pages
from thidua.rules import registry
from thidua.rules.library import shipped

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "luat"


def test_the_printed_law_is_the_law() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    wanted = pages(shipped())
    stale = [name for name in sorted(kept.keys() | wanted.keys()) if kept.get(name) != wanted.get(name)]
    assert stale == [], "run: thidua lawpages"


def test_every_row_of_the_law_is_printed_once() -> None:
    book = shipped()
    ids = {row.id for row in registry.rows(book)}
    text = "\n".join(pages(book).values())
    assert {row_id: text.count(f"\n## {row_id}: ") for row_id in ids} == dict.fromkeys(ids, 1)


def test_a_stale_page_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lawpages", to=tmp_path)
    call_command("lawpages", to=tmp_path, check=True)
    assert "đều đúng" in capsys.readouterr().out
    (tmp_path / "README.md").write_text("khác")
    (tmp_path / "thua.md").write_text("thừa")
    with pytest.raises(CommandError, match=r"README\.md, thua\.md"):
        call_command("lawpages", to=tmp_path, check=True)
    call_command("lawpages", to=tmp_path)
    assert not (tmp_path / "thua.md").exists()
    call_command("lawpages", to=tmp_path, check=True)
