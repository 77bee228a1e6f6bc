"""``explain --facts`` and ``plan`` as an operator types them: no database is touched (none is allowed here)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from thidua.rules.library import profiles

GOOD = """
year: 2025
title: grassroots_fighter
answer: met
person:
  years: {2025: {grade: excellent, months_worked: 12, findings: {united: true, active: true}}}
  disciplines: []
  open_cases: []
"""
STORIES = """
title: certificate
stories:
  - {name: "một", year: 2025, answer: missing_data, person: {}}
  - {name: "hai", year: 2025, answer: met, person: {}}
  - {name: "ba", year: 2025, person: {}}
"""


def say(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def good(tmp_path: Path) -> str:
    return written(tmp_path, GOOD)


def written(folder: Path, text: str) -> str:
    path = folder / "ho-so.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_explain_reads_a_file_and_judges_the_title_it_names(good: str) -> None:
    text = say("explain", "--facts", good)
    assert "Chiến sĩ thi đua cơ sở năm 2025: đủ điều kiện đề nghị." in text
    assert "Khớp với kết luận ghi trong tệp: Đạt." in text


def test_explain_as_json_lists_the_titles_asked_for(good: str) -> None:
    said = json.loads(say("explain", "--facts", good, "--title", "certificate", "advanced_worker", "--format", "json"))
    assert (said["v"], said["subject"], said["date"]) == (1, "person", "2025-12-31")
    assert [item["title"] for item in said["judgements"]] == ["certificate", "advanced_worker"]


def test_an_answer_that_does_not_agree_names_the_file(good: str) -> None:
    with pytest.raises(CommandError, match=r"^1 kết luận không khớp với tệp: ho-so.yaml"):
        say("explain", "--facts", good, "--date", "2018-12-20")


def test_explain_judges_by_another_day_or_one_rule(tmp_path: Path) -> None:
    good = written(tmp_path, GOOD.replace("answer: met", ""))
    by_day = json.loads(say("explain", "--facts", good, "--date", "2018-12-20", "--format", "json"))
    assert (by_day["regime"], by_day["year"]) == ("L03", 2025)
    by_rule = json.loads(say("explain", "--facts", good, "--rule", "I-BK-22d1", "--title",
                             "ministerial_provincial_merit_certificate", "--format", "json"))  # fmt: skip
    assert [item["rule"] for item in by_rule["judgements"]] == ["I-BK-22d1"]


def test_a_rule_names_its_award(tmp_path: Path) -> None:
    path = written(tmp_path, "year: 2025\nperson: {}\n")
    said = json.loads(say("explain", "--facts", path, "--rule", "I-CSCS-22", "--format", "json"))
    assert [item["title"] for item in said["judgements"]] == ["grassroots_fighter"]
    with pytest.raises(CommandError, match="là của danh hiệu grassroots_fighter"):
        say("explain", "--facts", path, "--rule", "I-CSCS-22", "--title", "certificate")
    with pytest.raises(CommandError, match="không có hiệu lực vào ngày 31/12/2025"):
        say("explain", "--facts", path, "--rule", "I-CSCS-03")


def test_explain_applies_a_profile(good: str) -> None:
    code = profiles()[0].code
    assert say("explain", "--facts", good, "--profile", code)
    with pytest.raises(CommandError, match="“khong-co”"):
        say("explain", "--facts", good, "--profile", "khong-co")


def test_explain_counts_the_stories_that_agree_and_fails_for_one_that_does_not(tmp_path: Path) -> None:
    path, out = written(tmp_path, STORIES), StringIO()
    with pytest.raises(CommandError, match=r"^1 kết luận không khớp với tệp: hai") as refusal:
        call_command("explain", "--facts", path, "--format", "json", stdout=out)
    said = json.loads(out.getvalue())
    assert refusal.value.returncode == 1
    assert said["agreeing"] == 1
    assert [item.get("agrees") for item in said["stories"]] == [True, False, None]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["explain"], "Ghi NGƯỜI"),
        (["explain", "An", "--facts", "x"], "không ghi cả hai"),
        (["explain", "--facts", "khong-co.yaml"], "Không có tệp"),
        (["explain", "--facts", "/"], "Không đọc được tệp"),
        (["explain", "--facts", "x", "--year", "0"], "không hợp lệ"),
        (["explain", "An"], "Cần --year và đúng một --title"),
        (["explain", "An", "--year", "2018", "--title", "a", "b"], "Cần --year và đúng một --title"),
        (["explain", "An", "--year", "2018", "--title", "a", "--rule", "b"], "chỉ dùng cùng với --facts"),
        (["plan", "--facts", "x", "--horizon", "0"], "--horizon"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(words: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        say(*words)


def test_a_day_that_is_none_is_told(good: str) -> None:
    with pytest.raises(CommandError, match="không phải một ngày"):
        say("explain", "--facts", good, "--date", "20/12/2018")


def test_a_bad_file_names_itself(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("excellent", "5"))
    with pytest.raises(CommandError, match=r"^ho-so.yaml: Ở “person ▸ years ▸ 2025 ▸ grade”: “5” không đúng"):
        say("explain", "--facts", path)


def test_plan_says_the_earliest_year(good: str) -> None:
    assert say("plan", "--facts", good).startswith("Chiến sĩ thi đua cơ sở: sớm nhất là năm 2025.")
    said = json.loads(say("plan", "--facts", good, "--title", "national_fighter", "--year", "2027", "--format", "json"))
    assert (said["from_year"], said["year"], said["steps"][-1]["title"]) == (2027, 2033, "national_fighter")
    short = json.loads(
        say("plan", "--facts", good, "--title", "national_fighter", "--horizon", "3", "--format", "json")
    )
    assert short["year"] is None
    assert short["blocked"]


def test_plan_wants_one_title_of_one_subject(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="đúng một --title"):
        say("plan", "--facts", written(tmp_path, "year: 2025\nperson: {}\n"))
    with pytest.raises(CommandError, match="đúng một --title"):
        say("plan", "--facts", written(tmp_path, STORIES))


def test_the_commands_run_where_no_database_can_be_made(tmp_path: Path, good: str) -> None:
    folder = tmp_path / "data"
    nowhere = {"THIDUA_DATA_DIR": str(folder), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    for words in (["explain", "--facts", good], ["plan", "--facts", good]):
        done = subprocess.run(
            [sys.executable, "-m", "thidua.config.cli", *words],
            env=os.environ | nowhere | {"DJANGO_SETTINGS_MODULE": "thidua.config.settings.dev"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "Chiến sĩ thi đua cơ sở" in done.stdout
