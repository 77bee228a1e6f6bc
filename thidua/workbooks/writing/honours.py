"""The workbook of the register of honours: what stands in it, to be read, and free rows below for what is missing."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thidua.honours.models import Honour
from thidua.honours.selectors import forms_on, titles_on
from thidua.honours.states import Subject

from ..kinds.titles import BASE_FIELDS
from .guided import GuidedColumn, GuidedRow, guidance, write_guided

_AT_ONCE = 2000


def write_honours_list(target: IO[bytes], rows: QuerySet[Honour], today: date) -> int:
    """Write these entries in their order; return how many."""
    return write_guided(
        target,
        _("Sổ khen thưởng"),
        _columns(today),
        map(_row, rows.iterator(_AT_ONCE)),
        base_fields=BASE_FIELDS,
        guidance=guidance(
            _("Sổ khen thưởng tính đến ngày %(day)s") % {"day": f"{today:%d/%m/%Y}"},
            _("Thêm khen thưởng còn thiếu ở các dòng trống phía dưới: ai, danh hiệu, năm, quyết định số và ngày."),
            _("Dòng đã có chỉ để đối chiếu; muốn sửa, mở mục đó trong sổ và bấm “Điều chỉnh”."),
        ),
    )


def _columns(today: date) -> list[GuidedColumn]:
    names = [one.name for found in (titles_on(today), forms_on(today)) for one in found.order_by("order", "name")]
    return [
        GuidedColumn("row_id", hidden=True),
        GuidedColumn("person_code", 16, locked=True),
        GuidedColumn("subject_name", 30, locked=True),
        GuidedColumn("subject_kind", 14, tuple(str(subject.label) for subject in Subject), locked=True),
        GuidedColumn("unit", 36, locked=True),
        GuidedColumn("title", 36, tuple(names), locked=True),
        GuidedColumn("year", 8, prompt=_("Năm thành tích, không phải năm ký quyết định."), locked=True),
        GuidedColumn("decision_number", 22, locked=True),
        GuidedColumn("decision_date", 13, locked=True),
        GuidedColumn("issuer", 34, locked=True),
        GuidedColumn("certificate_number", 14, locked=True),
        GuidedColumn("note", 30, locked=True),
    ]


def _row(honour: Honour) -> GuidedRow:
    kind, distinction = ("title", honour.title) if honour.title else ("form", honour.form)
    name = honour.person.full_name if honour.person else honour.household or honour.unit.name
    cells = (
        honour.pk, honour.person.code if honour.person else "", name, str(Subject(honour.subject).label),
        honour.unit.name, distinction.name if distinction else "", honour.year, honour.decision_number,
        honour.decision_date, honour.issuer, honour.certificate_number, honour.note,
    )  # fmt: skip
    keys = (
        f"{kind}:{distinction.code}" if distinction else "", str(honour.year), honour.decision_number,
        honour.decision_date.isoformat(), honour.issuer, honour.certificate_number, honour.note,
    )  # fmt: skip
    return GuidedRow(cells, dict(zip(BASE_FIELDS, keys, strict=True)))
