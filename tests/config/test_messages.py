"""The catalogue of strings is level with the code, and its keeper notices when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from thidua.config.messages import faults, merge, read_catalogue, source_catalogue, write_catalogue

PYTHON = """
from django.utils.translation import gettext as _, ngettext_lazy
def f(n):
    return _("Đã lưu %(name)s.") % {"name": "a"}, ngettext_lazy("%(n)s đơn vị", "%(n)s đơn vị", n)
"""
TEMPLATE = """
<div>
      <c-page-header title="{% translate "Phong trào" %}">
  {% blocktranslate trimmed count n=items|length %}
     Có {{ n }} việc
  {% plural %}
     Có {{ n }} việc
  {% endblocktranslate %}
   {{ _("Người 'tốt' – việc tốt")|upper }} {% translate "Nghỉ" context "từ chức" %}
</div>
"""


@pytest.fixture
def source(tmp_path: Path) -> Catalog:
    """Strings of one planted module and one planted template."""
    (tmp_path / "views.py").write_text(PYTHON)
    (tmp_path / "page.html").write_text(TEMPLATE)
    return source_catalogue(tmp_path)


def test_strings_of_python_and_templates_are_found(source: Catalog) -> None:
    assert {(message.id, message.context) for message in source if message.id} == {
        ("Đã lưu %(name)s.", None),
        (("%(n)s đơn vị", "%(n)s đơn vị"), None),
        ("Phong trào", None),
        (("Có %(n)s việc", "Có %(n)s việc"), None),
        ("Người 'tốt' – việc tốt", None),
        ("Nghỉ", "từ chức"),
    }


def test_each_kind_of_fault_is_noticed(source: Catalog) -> None:
    kept = Catalog(locale="en")
    kept.add("Đã lưu %(name)s.", "Saved %(nam)s.")
    kept.add("Phong trào", "")
    kept.add("Không còn dùng", "No longer used")
    kept.add(("Có %(n)s việc",) * 2, ("One task", "%(n)s tasks"))
    found = faults(kept, source)
    assert [line.split(":")[0] for line in found] == [
        "chưa dịch", "sai chỗ điền (placeholder)", "thiếu", "thiếu", "thiếu", "thừa (không còn trong mã)",
    ]  # fmt: skip


def test_updating_keeps_translations_and_writes_the_same_file_twice(source: Catalog, tmp_path: Path) -> None:
    kept = Catalog(locale="en")
    kept.add("Phong trào", "Movement")
    kept.add("Không còn dùng", "No longer used")
    path = tmp_path / "django.po"
    write_catalogue(merge(kept, source), path)
    first = path.read_text()
    write_catalogue(merge(read_catalogue(path), source), path)
    assert path.read_text() == first
    assert read_catalogue(path).get("Phong trào").string == "Movement"
    assert "Không còn dùng" not in first
    assert "#:" not in first
