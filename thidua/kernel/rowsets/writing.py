"""Inserting, updating and deleting many rows in a number of statements that does not grow with them.

Columns go by their attribute names (``unit_id``); values are text, numbers, truth, days or None. The caller is in a
transaction, and has checked what a model's ``save`` would have: of a model only its columns and defaults are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from ..errors import StaleVersion
from ..lookups import condition, one_parameter
from ..versions import Versioned
from .traces import Action, Trace, plain_row


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Trace:
    """Insert ``rows``, values in the order of ``columns``; the other columns get their defaults. Keys ascend."""
    values = [plain_row(row) for row in rows]
    given = set(columns)
    left_out = (f for f in model._meta.concrete_fields if not f.primary_key and f.attname not in given)
    spare = [f for f in left_out if f.has_default() or not f.has_db_default()]
    rest = plain_row([f.get_default() for f in spare])
    keys = _free_keys(model, len(values))
    names = [*columns, *(f.attname for f in spare), _key_name(model)]
    _insert(model, names, [(*row, *rest, key) for row, key in zip(values, keys, strict=True)])
    return Trace(model._meta.label_lower, Action.INSERTED, keys)


def insert_again(trace: Trace) -> None:
    """Put rows back that ``delete_rows`` took, under their old keys and with a version of their own."""
    model = trace.model_class
    names = [*trace.columns, _key_name(model)]
    rows = [[*row, key] for row, key in zip(trace.before, trace.keys, strict=True)]
    if trace.versions:
        place = names.index("version")
        for row, version in zip(rows, trace.versions, strict=True):
            row[place] = version + 1
    _insert(model, names, rows)


def update_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    expected: dict[int, int] | None = None,
) -> Trace:
    """Set ``columns`` of the rows given as (key, value, …); a versioned row's version rises by one.

    ``expected`` is key → version that the caller saw. Raises StaleVersion, with the keys under ``current``, when a row
    is gone or at another version; nothing is written then.
    """
    values = {int(row[0]): plain_row(row[1:]) for row in rows}
    found = read_rows(model, columns, list(values), lock=True)
    if expected is not None or len(found.keys) != len(values):
        _check(values, found, expected or {})
    _update(model, columns, values)
    return found


def _check(values: dict[int, list[Any]], found: Trace, expected: dict[int, int]) -> None:
    versions = dict(zip(found.keys, found.versions, strict=False))
    present = set(found.keys)
    stale = [key for key in values if key not in present or expected.get(key, versions.get(key)) != versions.get(key)]
    if stale:
        raise StaleVersion(
            _("%(count)s dòng vừa được người khác sửa hoặc xóa.") % {"count": len(stale)},
            _("Chưa có gì được ghi. Xem lại các dòng này rồi làm lại."),
            current={"keys": stale},
        )


def delete_rows(model: type[models.Model], keys: Sequence[int]) -> Trace:
    """Delete rows by key, without looking who refers to them; the trace holds everything they held."""
    columns = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    found = read_rows(model, columns, keys, lock=True)
    _run(f"DELETE FROM {_table(model)} WHERE {_among_keys(model)}", [_keys_param(found.keys)])  # noqa: S608 - own names
    return Trace(found.model, Action.DELETED, found.keys, found.columns, found.before, found.versions)


def read_rows(model: type[models.Model], columns: Sequence[str], keys: Sequence[int], *, lock: bool) -> Trace:
    """Return what the rows hold now, as the trace an update leaves; rows that are gone are left out. One query."""
    versioned = issubclass(model, Versioned)
    names = [_key_column(model), *([_column(model, "version")] if versioned else [])]
    names += [_column(model, name) for name in columns]
    sql = f"SELECT {', '.join(names)} FROM {_table(model)} WHERE {_among_keys(model)} ORDER BY 1"  # noqa: S608
    if lock and connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(sql, [_keys_param(keys)])
        rows = cursor.fetchall()
    start = 2 if versioned else 1
    return Trace(
        model._meta.label_lower,
        Action.UPDATED,
        [row[0] for row in rows],
        list(columns),
        [plain_row(row[start:]) for row in rows],
        [row[1] for row in rows] if versioned else [],
    )


def _update(model: type[models.Model], columns: Sequence[str], values: dict[int, list[Any]]) -> None:
    if not values or not columns:
        return
    names = [_column(model, name) for name in columns]
    bump = ""
    if issubclass(model, Versioned):
        bump = f", {_column(model, 'version')} = {_table(model)}.{_column(model, 'version')} + 1"
    if connection.vendor != "postgresql":
        sets = ", ".join(f"{name} = %s" for name in names)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {_table(model)} SET {sets}{bump} WHERE {_key_column(model)} = %s",  # noqa: S608 - own names
                [(*row, key) for key, row in values.items()],
            )
        return
    types = [model._meta.get_field(name).db_type(connection) for name in columns]
    arrays = ", ".join(["unnest(%s::bigint[])", *(f"unnest(%s::{db_type}[])" for db_type in types)])
    aliases = ", ".join(["k", *(f"v{i}" for i in range(len(names)))])
    sets = ", ".join(f"{name} = n.v{i}" for i, name in enumerate(names))
    turned = [list(column) for column in zip(*values.values(), strict=True)]
    _run(
        f"UPDATE {_table(model)} SET {sets}{bump} FROM (SELECT {arrays}) AS n({aliases})"  # noqa: S608 - own names
        f" WHERE {_table(model)}.{_key_column(model)} = n.k",
        [list(values), *turned],
    )


def _insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    columns = ", ".join(_column(model, name) for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_table(model)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - own names


def _free_keys(model: type[models.Model], count: int) -> list[int]:
    """Take ``count`` keys that nothing else will get. On SQLite the writer is alone, so the next ones are free."""
    if not count:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [model._meta.db_table, model._meta.pk.column, count],
            )
            return sorted(key for (key,) in cursor.fetchall())
        # Where keys are never used twice, the counter knows of rows that are gone.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        (last,) = cursor.fetchone() or (0,)
        cursor.execute(f"SELECT MAX({_key_column(model)}) FROM {_table(model)}")  # noqa: S608 - own names
        (highest,) = cursor.fetchone()
    first = max(last, highest or 0) + 1
    return list(range(first, first + count))


def _run(sql: str, params: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _among_keys(model: type[models.Model]) -> str:
    return f"{_key_column(model)} {condition(connection.vendor)}"


def _keys_param(keys: Sequence[int]) -> Any:
    return one_parameter(connection.vendor, keys)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(model: type[models.Model], name: str) -> str:
    field = next(f for f in model._meta.concrete_fields if f.attname == name)
    return connection.ops.quote_name(str(field.column))


def _key_column(model: type[models.Model]) -> str:
    return connection.ops.quote_name(str(model._meta.pk.column))


def _key_name(model: type[models.Model]) -> str:
    return model._meta.pk.attname
