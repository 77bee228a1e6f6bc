"""``thidua dossier list|show``."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import City
from tests.nominations.stage import moved, prepare, put_up


def _run(*args: str) -> str:
    out = StringIO()
    call_command("dossier", *args, stdout=out)
    return out.getvalue()


def test_dossiers_are_listed_and_one_is_shown_with_its_steps(city: City, at: datetime) -> None:
    prepare(city)
    assert _run("list") == "Chưa có hồ sơ nào.\n"
    rows = moved(put_up(city, count=2), "submit", city.user("grassroots_officer"), at)
    code = rows[0].dossier.code
    (one,) = json.loads(_run("list", "--format", "json"))
    assert (one["code"], one["state"], one["nominations"]) == (code, "received", {"received": 2})
    assert json.loads(_run("list", "--format", "json", "--unit", city.b.code)) == []
    assert f"{code}  2017  {city.a.code}  2 đề nghị, đã tiếp nhận" in _run("list", "--year", "2017")
    shown = json.loads(_run("show", code, "--format", "json"))
    assert [line["steps"][0]["move"] for line in shown["nominations"]] == ["submit", "submit"]
    assert "Nguyễn Văn Hải: Chiến sĩ thi đua Thành phố – đã tiếp nhận" in _run("show", code)


def test_a_code_that_nothing_bears_says_what_to_do(city: City) -> None:
    for args in (["show"], ["show", "hs-khong"]):
        with pytest.raises(CommandError, match="thidua dossier list"):
            _run(*args)
