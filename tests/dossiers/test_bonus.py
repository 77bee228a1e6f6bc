"""``bonus`` as an operator types it. No test here may touch the database: none asks for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

PROJECT = Path(__file__).resolve().parents[2]
FACTS = """decided_on: 2025-12-20
grants:
  - {award: advanced_worker, subject: person, period: 2025}
  - {award: grassroots_fighter, subject: person, period: 2025}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "khen-thuong.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def say(*words: str) -> str:
    out = StringIO()
    call_command("bonus", *words, stdout=out)
    return out.getvalue()


def test_it_says_what_is_paid_and_why(facts: Path) -> None:
    text = say("--facts", str(facts))
    assert "Lao động tiên tiến (thành tích 2025): KHÔNG CHI (mức 710.000 đồng)" in text
    assert "Tổng được chi: 2.340.000 đồng" in text


def test_it_prints_json_of_another_day(facts: Path) -> None:
    said = json.loads(say("--facts", str(facts), "--date", "2026-07-01", "--format", "json"))
    assert (said["decided_on"], said["total"]) == ("2026-07-01", 2_530_000)


def test_a_byte_order_mark_of_a_windows_editor_does_no_harm(facts: Path) -> None:
    facts.write_text(FACTS, encoding="utf-8-sig")
    assert "Tổng được chi: 2.340.000 đồng" in say("--facts", str(facts))


def test_a_fault_in_the_file_names_the_file(facts: Path) -> None:
    facts.write_text(FACTS.replace("advanced_worker", "advanced_work"), encoding="utf-8")
    with pytest.raises(
        CommandError, match=r"^khen-thuong.yaml: Dòng 1 của “grants”: Chưa ghi mức tiền thưởng"
    ) as error:
        say("--facts", str(facts))
    assert error.value.returncode == 1


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không có tệp"):
        say("--facts", str(tmp_path / "khong-co.yaml"))
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        say("--facts", str(tmp_path))
    binary = tmp_path / "anh.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="không phải văn bản UTF-8"):
        say("--facts", str(binary))


def test_a_day_that_is_none_is_refused(facts: Path) -> None:
    with pytest.raises(CommandError, match="“20/12/2025” không phải một ngày"):
        say("--facts", str(facts), "--date", "20/12/2025")


def thidua(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thidua.config.cli", *words],
        cwd=PROJECT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "thidua.config.settings.dev",
            "THIDUA_DATA_DIR": str(data),
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_it_runs_where_there_is_no_database(facts: Path, tmp_path: Path) -> None:
    done = thidua("bonus", "--facts", str(facts), data=tmp_path / "du-lieu")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Tổng được chi: 2.340.000 đồng" in done.stdout
    facts.write_text("grants: []", encoding="utf-8")
    failed = thidua("bonus", "--facts", str(facts), data=tmp_path / "du-lieu")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("Lỗi: khen-thuong.yaml: Tệp thiếu ngày quyết định")
