"""``evaluate`` and ``explain`` as an operator types them."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import City
from tests.dossiers.book import Book
from thidua.dossiers.models import EvaluationRun
from thidua.people.models import Membership


def say(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def test_evaluate_prints_counts_as_json(an: Membership) -> None:
    figures = json.loads(say("evaluate", "--year", "2018", "--format", "json"))
    assert (figures["year"], figures["people"], figures["regime"]) == (2018, 6, "L03")
    assert figures["titles"]["advanced_worker"] == {"met": 1, "not_met": 2, "missing_data": 3, "needs_person": 0}


def test_evaluate_prints_a_table_for_one_unit(city: City, an: Membership) -> None:
    text = say("evaluate", "--year", "2018", "--unit", "cdcs-a", "--decided-on", "2018-12-20")
    assert "xét 3 người theo luật ngày 20/12/2018 (thời kỳ L03)" in text
    assert "Lao động tiên tiến" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--year", "2018", "--unit", "khong-co"], "Không có đơn vị"),
        (["--year", "2005", "--unit", "cdcs-a"], "chưa được đưa vào phần mềm"),
        (["--year", "0"], "không hợp lệ"),
        (["--year", "2018", "--decided-on", "2017-11-01"], "ở trước năm"),
    ],
)
def test_evaluate_says_what_is_wrong(city: City, book: Book, words: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        say("evaluate", *words)


@pytest.mark.parametrize("who", ["Nguyễn Văn Hải", "nguyen van hai", "code", "id"])
def test_explain_finds_the_person_however_named(an: Membership, who: str) -> None:
    named = {"code": an.person.code.lower(), "id": str(an.person_id)}.get(who, who)
    text = say("explain", named, "--title", "grassroots_fighter", "--year", "2018")
    assert f"Nguyễn Văn Hải ({an.person.code})" in text
    assert "sáng kiến" in text
    assert "NĐ 91/2017/NĐ-CP, Điều 9, khoản 3" in text


def test_explain_as_json_carries_the_tree(an: Membership) -> None:
    said = json.loads(
        say("explain", an.person.code, "--title", "advanced_worker", "--year", "2018", "--format", "json")
    )
    assert (said["person"]["code"], said["answer"], said["rule"]) == (an.person.code, "met", "I-LDTT-03")
    assert said["tree"]["children"]


def test_explain_lists_several_people_of_a_name_and_exits_with_two(city: City, book: Book) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="nhiều người") as refusal:
        call_command("explain", "thị", "--title", "advanced_worker", "--year", "2018", stdout=out, stderr=out)
    assert refusal.value.returncode == 2
    assert city.members_a[1].person.code in out.getvalue()


def test_explain_says_when_nobody_or_no_title_is_meant(city: City, an: Membership) -> None:
    with pytest.raises(CommandError, match="Không tìm thấy ai") as refusal:
        say("explain", "Vô Danh", "--title", "advanced_worker", "--year", "2018")
    assert refusal.value.returncode == 1
    with pytest.raises(CommandError, match="khong-co"):
        say("explain", an.person.code, "--title", "khong-co", "--year", "2018")


def test_old_runs_are_purged_and_the_newest_of_each_year_stay(city: City, an: Membership) -> None:
    for _ in range(3):
        say("evaluate", "--year", "2018")
    say("evaluate", "--year", "2018", "--unit", "cdcs-a")
    assert "Đã xóa 1 lượt xét cũ." in say("purge_runs", "--keep", "2")
    assert "Đã xóa 0 lượt xét cũ." in say("purge_runs", "--unit", "cdcs-a", "--keep", "1")
    assert EvaluationRun.objects.count() == 3
    for words, message in ((["--keep", "0"], "ít nhất một"), (["--unit", "khong-co"], "Không có đơn vị")):
        with pytest.raises(CommandError, match=message):
            say("purge_runs", *words)


def test_evaluate_counts_forms_and_collectives_apart(city: City, an: Membership) -> None:
    figures = json.loads(say("evaluate", "--year", "2018", "--format", "json"))
    assert figures["collectives"] == 4, "the federation, the city union, and its two grassroots unions"
    assert sum(figures["forms"]["ministerial_provincial_merit_certificate"].values()) == 6
    assert sum(figures["of_collectives"]["advanced_collective"].values()) == 4
    assert not figures["titles"].keys() & (figures["forms"].keys() | figures["of_collectives"].keys())
