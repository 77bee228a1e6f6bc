"""A list that belongs to a decision: what the decision's text says once is taken for every row that says nothing."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

from ..finding.around import SaidDecision
from .cleaned import CleanTable
from .plans import Level, Note

_NUMBER, _DAY = "decision_number", "decision_date"


def take_decision(table: CleanTable, decision: SaidDecision | None) -> None:
    """Put number and day where a row names neither, with a remark; a row that names one of them is left as it is."""
    if decision is None:
        return
    for name in (_NUMBER, _DAY):
        if not table.has(name):
            table.frame = table.frame.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    is_empty = (pl.col(_NUMBER).fill_null("") == "") & (pl.col(_DAY).fill_null("") == "")
    rows = table.frame.filter(is_empty)["row"].unique(maintain_order=True)
    said = {_NUMBER: decision.number, _DAY: decision.day.isoformat() if decision.day else None}
    table.frame = table.frame.with_columns(
        pl.when(is_empty).then(pl.lit(value, dtype=pl.String)).otherwise(pl.col(name)).alias(name)
        for name, value in said.items()
    )
    words = _("Theo lời văn (%(sheet)s): Quyết định số %(number)s, ngày %(day)s.") % {
        "sheet": decision.sheet or _("trên bảng"),
        "number": decision.number,
        "day": f"{decision.day:%d/%m/%Y}" if decision.day else "…",
    }
    table.remark(Note(row, _NUMBER, Level.INFO, words, value=decision.number) for row in rows)
