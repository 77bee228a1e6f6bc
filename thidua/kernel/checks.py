"""System checks: the embedded database must be a version and a setting that keep what was acknowledged.

Two of them: of the settings (no connection needed, so every command runs it) and of the open connection (migrate and
``check --database default``).
"""

from __future__ import annotations

import sqlite3  # the repaired one: settings put pysqlite3 in its place
from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .triggers import missing_triggers

# The first SQLite release without the "WAL-reset" fault, by which several writers could corrupt a WAL database.
SAFE_SQLITE = (3, 51, 3)
_FULL = 2


@register(Tags.security)
def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Look at the settings of each embedded database."""
    found: list[CheckMessage] = []
    for alias in connections:
        database = connections[alias]
        if database.vendor == "sqlite":
            found += settings_faults(database.settings_dict.get("OPTIONS", {}), sqlite3.sqlite_version_info)
    return found


def settings_faults(options: dict[str, Any], version: tuple[int, ...]) -> list[CheckMessage]:
    """Return what is unsafe in the OPTIONS of an SQLite database served by SQLite ``version``."""
    init = "".join(str(options.get("init_command", "")).upper().split())
    found: list[CheckMessage] = []
    if "JOURNAL_MODE=WAL" in init and version < SAFE_SQLITE:
        found.append(_too_old(version))
    if options.get("transaction_mode") != "IMMEDIATE":
        found.append(
            Error(
                "Cơ sở dữ liệu nhúng phải mở giao dịch ở chế độ IMMEDIATE.",
                hint="Đặt OPTIONS['transaction_mode'] = 'IMMEDIATE'.",
                id="kernel.E002",
            )
        )
    if "SYNCHRONOUS=FULL" not in init and "SYNCHRONOUS=2" not in init:
        found.append(_not_full())
    if "FOREIGN_KEYS=OFF" in init or "FOREIGN_KEYS=0" in init:
        found.append(_no_foreign_keys())
    if "MMAP_SIZE" in init:
        found.append(_mapped())
    return found


@register(Tags.database)
def check_connections(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Look at what each embedded database really runs with, and whether the audit chain is guarded."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        found += connection_faults(connections[alias])
        found += trigger_faults(connections[alias])
    return found


def connection_faults(database: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Return what is unsafe in an open connection; nothing for other databases than SQLite."""
    if database.vendor != "sqlite":
        return []
    found: list[CheckMessage] = []
    if _pragma(database, "journal_mode") == "wal" and sqlite3.sqlite_version_info < SAFE_SQLITE:
        found.append(_too_old(sqlite3.sqlite_version_info))
    if _pragma(database, "synchronous") != _FULL:
        found.append(_not_full())
    if _pragma(database, "foreign_keys") != 1:
        found.append(_no_foreign_keys())
    if _pragma(database, "mmap_size"):
        found.append(_mapped())
    return found


def trigger_faults(database: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Return an error when the chain's table exists and nothing keeps it from being changed."""
    missing = missing_triggers(database)
    if not missing:
        return []
    return [
        Error(
            f"Nhật ký không còn được cơ sở dữ liệu bảo vệ: thiếu {', '.join(missing)}.",
            hint="Chạy lệnh: manage.py audit guard. Sau đó chạy: manage.py audit verify.",
            id="kernel.E006",
        )
    ]


def _pragma(database: BaseDatabaseWrapper, name: str) -> Any:
    with database.cursor() as cursor:
        row = cursor.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def _too_old(version: tuple[int, ...]) -> Error:
    running, safe = (".".join(map(str, numbers)) for numbers in (version, SAFE_SQLITE))
    return Error(
        f"SQLite {running} có thể làm hỏng cơ sở dữ liệu WAL khi nhiều tiến trình cùng ghi.",
        hint=f"Cài gói pysqlite3 từ 0.6.1 (SQLite từ {safe}).",
        id="kernel.E001",
    )


def _not_full() -> Error:
    return Error(
        "Cơ sở dữ liệu nhúng phải ghi ở mức synchronous=FULL, nếu không mất điện có thể làm mất dữ liệu đã báo là lưu.",
        hint="Thêm PRAGMA synchronous=FULL vào init_command.",
        id="kernel.E003",
    )


def _no_foreign_keys() -> Error:
    return Error(
        "Cơ sở dữ liệu nhúng đang tắt kiểm tra khóa ngoại.",
        hint="Bỏ PRAGMA foreign_keys=OFF khỏi init_command.",
        id="kernel.E004",
    )


def _mapped() -> Error:
    return Error(
        "Không được đặt mmap_size: khi có lỗi ghi, bản đồ bộ nhớ làm hỏng nặng thêm.",
        hint="Bỏ PRAGMA mmap_size khỏi init_command.",
        id="kernel.E005",
    )
