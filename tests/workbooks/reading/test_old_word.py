"""Old binary Word files: through LibreOffice where it is installed, else a line that says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workbooks.reading.documents import LIST, word
from tests.workbooks.reading.test_reader import _compound
from thidua.workbooks.reading import Limits, Unreadable, UnreadableFile, read_file


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cp", "mkdir", "sleep"):
        (folder / name).symlink_to(shutil.which(name) or "")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def office(programs: Path, script: str) -> None:
    """Install a LibreOffice that does as told: ``$OUT`` is the folder asked for."""
    program = programs / "soffice"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != "--outdir" ]; do shift; done\nOUT=$2\n{script}\n')
    program.chmod(0o755)


def refused(path: Path, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as error:
        read_file(path, limits or Limits())
    return error.value


def test_without_libreoffice_the_line_says_what_to_do(programs: Path, tmp_path: Path) -> None:
    said = refused(_compound(tmp_path / "a.doc", "WordDocument"))
    assert said.kind is Unreadable.OLD_WORD
    assert ".docx" in said.next_step


def test_what_libreoffice_makes_is_read_like_any_word_file(programs: Path, tmp_path: Path) -> None:
    made = word(tmp_path / "made.docx", LIST)
    office(programs, f'mkdir -p "$OUT"; cp "{made}" "$OUT/old.docx"')
    (grid,) = read_file(_compound(tmp_path / "a.doc", "WordDocument"))
    assert [list(row) for row in grid.cells.rows()] == LIST


@pytest.mark.parametrize("script", ["exit 1", "sleep 60"])
def test_a_libreoffice_that_fails_leaves_a_clear_line(script: str, programs: Path, tmp_path: Path) -> None:
    office(programs, script)
    path = _compound(tmp_path / "a.doc", "WordDocument")
    assert refused(path, Limits(wall=6)).kind is Unreadable.OLD_WORD


def test_what_it_makes_is_trusted_no_more_than_any_file(programs: Path, tmp_path: Path) -> None:
    office(programs, 'mkdir -p "$OUT"; echo "PK no archive" > "$OUT/old.docx"')
    assert refused(_compound(tmp_path / "a.doc", "WordDocument")).kind is Unreadable.DAMAGED
