"""``thidua rules``: every row by the id that papers cite, without a database."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from thidua.rules.registry import rows


def _said(*arguments: str) -> str:
    out = StringIO()
    call_command("rules", *arguments, stdout=out)
    return out.getvalue()


def test_the_list_has_every_row_once() -> None:
    listed = [line.split()[0] for line in _said("list").splitlines()[:-1]]
    assert listed == [row.id for row in rows()]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_each_row_is_shown_with_its_source_and_days(row) -> None:
    text = _said("show", row.id)
    assert text.startswith(f"## {row.id}:")
    assert str(row.citation) in text
    assert f"{row.versions[0].period.start:%d/%m/%Y}" in text
    if row.disabled_vi:
        assert row.disabled_vi in text


def test_the_same_as_data() -> None:
    data = json.loads(_said("show", "I-BK-22d1", "--format", "json"))
    assert data["confidence"] == "R"
    assert [version["regimes"] for version in data["versions"]] == [["L22a", "L22b"], ["L26"]]
    assert data["versions"][1]["carried"]
    assert len(json.loads(_said("list", "--format", "json"))) == len(rows())


@pytest.mark.parametrize("arguments", [("show",), ("show", "I-XX-99")])
def test_an_unknown_or_missing_id_says_where_to_look(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="thidua rules list"):
        _said(*arguments)
