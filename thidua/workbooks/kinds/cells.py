"""Cells that several kinds of list share: a name or a sex in two columns, days, units, yes and no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
from django.utils.translation import gettext as _

from thidua.people.models import UnitPair
from thidua.people.permissions import Permission
from thidua.people.selectors import units_below, visible_units
from thidua.people.states import Sex, Tree

from ..cleaning.chains import chain
from ..cleaning.dates import PartialDate, date_reader
from ..cleaning.lexicon import Lexicon
from ..cleaning.names import join_name
from ..cleaning.readings import Reading, Sureness
from ..cleaning.text import text_reader
from ..cleaning.years import read_year
from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note
from .asked import Asked

_YES = frozenset({"x", "có", "co", "1", "true", "đoàn viên", "✓"})
_NO = frozenset({"không", "khong", "0", "false", "chưa"})
_SEXES = (("male", Sex.MALE), ("female", Sex.FEMALE))


def join_parts(table: CleanTable) -> None:
    """Make one column of a name, a sex or a birth day that the file keeps in two."""
    if not table.has("full_name") and table.has("family_name") and table.has("given_name"):
        parts = zip(table.keys("family_name"), table.keys("given_name"), strict=True)
        whole = [join_name(family or "", given or "") for family, given in parts]
        table.frame = table.frame.with_columns(pl.Series("full_name", whole, dtype=pl.String))
    for name, sex in _SEXES:
        for column in (f"sex_{name}", f"birth_date_{name}"):
            if table.has(column):
                _add(table, "sex", pl.when(pl.col(column).is_not_null()).then(pl.lit(str(sex.label))))
    for name, _sex in _SEXES:
        if table.has(f"birth_date_{name}"):
            _add(table, "birth_date", pl.col(f"birth_date_{name}"))


def _add(table: CleanTable, name: str, values: pl.Expr) -> None:
    """Fill the empty cells of a column, made where there is none."""
    table.frame = table.frame.with_columns(pl.coalesce(pl.col(name), values) if table.has(name) else values.alias(name))


def text_of(table: CleanTable, name: str) -> Callable[[str], Reading[str]]:
    """Return the reader of a column's texts."""
    return text_reader(table.texts(name))


def whole_days(table: CleanTable, name: str, last: date) -> Callable[[str], Reading[date]]:
    """Return the reader of a column of days up to ``last``. Only whole ones are kept: a year alone is told."""
    read = date_reader(table.texts(name), last=last)

    def whole(text: str) -> Reading[date]:
        reading: Reading[PartialDate] = read(text)
        if reading.value is not None and reading.value.full is None:
            why = _("Chỉ có “%(said)s”, chưa đủ ngày, tháng, năm nên không ghi.") % {"said": reading.value}
            return Reading(None, Sureness.TIDIED, why)
        others = tuple(other.full for other in reading.others if other.full)
        value = reading.value.full if reading.value else None
        return Reading(value, reading.sureness, reading.why_vi, others, reading.share)

    return chain(text_of(table, name), whole)


def achievement_year(text: str) -> Reading[int]:
    """Read the year of achievement. A school year is asked about: lists file it under either of its two years."""
    reading = read_year(text)
    if reading.value is None:
        return Reading(None, reading.sureness, reading.why_vi)
    first, last = reading.value
    if first == last:
        return Reading(last, reading.sureness, reading.why_vi)
    why = _("“%(said)s” là năm học: chọn năm thành tích.") % {"said": text}
    return Reading(last, Sureness.GUESSED, why, (first,))


def year_of_rows(table: CleanTable, asked: Asked) -> list[int | None]:
    """Return for each line of the frame its year: its own, else that of the list; remark the rows that have none."""
    broken = table.broken_rows()
    years = [int(year) if year else asked.year for year in table.keys("year")]
    said = _("Chưa có năm: thêm cột “Năm”, hoặc chọn năm khi gửi tệp.")
    none = (row for row, year in zip(table.rows(), years, strict=True) if year is None and row not in broken)
    table.remark(Note(row, "year", Level.ERROR, said) for row in dict.fromkeys(none))
    return years


def yes_no(text: str) -> Reading[bool]:
    """Read yes or no."""
    said = text.lower()
    if said in _YES | _NO:
        return Reading(said in _YES)
    return Reading(None, Sureness.REFUSED, _("“%(said)s”: ghi “có” hoặc “không”.") % {"said": text})


def said_day(day: date) -> str:
    """Return a day as people write it."""
    return f"{day:%d/%m/%Y}"


def said_truth(value: bool) -> str:
    """Return yes or no."""
    return _("có") if value else _("không")


def unions_of(asked: Asked, permission: Permission) -> Lexicon[int]:
    """Return the unions at and below the list's unit where the actor holds ``permission``, by all their names.

    A list often names the agency: that of a union means the union.
    """
    reach = visible_units(asked.by, asked.day, permission).values("pk")
    found = units_below([asked.unit_id], asked.day).filter(kind__tree=Tree.UNION, pk__in=reach)
    names = {pk: called for pk, *called in found.order_by("pk").values_list("pk", "name", "short_name", "code")}
    pairs = UnitPair.objects.at(asked.day).filter(union__in=found.values("pk")).order_by("pk")
    for union, *called in pairs.values_list("union_id", "agency__name", "agency__short_name"):
        names[union].extend(called)
    return Lexicon({pk: [name for name in called if name] for pk, called in names.items()}, _("đơn vị"))


def read_units(table: CleanTable, units: Lexicon[int]) -> None:
    """Clean the columns that name a unit."""
    for name in ("unit", "unit_code"):
        table.read(name, chain(text_of(table, name), units.read), say=units.label)


def unit_of_rows(table: CleanTable, units: Lexicon[int], asked: Asked) -> dict[int, int]:
    """Return for each row its unit: the one named, else the list's own."""
    return {row: unit or asked.unit_id for row, unit in units_named(table, units).items()}


def units_named(table: CleanTable, units: Lexicon[int]) -> dict[int, int | None]:
    """Return for each row the unit that it names: by code, by name, or by the sub-heading above it."""
    columns = (table.rows(), table.keys("unit_code"), table.keys("unit"), table.keys("group"))
    groups = {text: units.named(text) for text in table.texts("group")}
    return {
        row: int(named) if (named := code or name or groups.get(group or "")) else None
        for row, code, name, group in zip(*columns, strict=True)
    }
