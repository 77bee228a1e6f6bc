"""What keeps the audit chain from being changed by accident or through the application: database triggers.

They forbid deleting events and changing them, save for blanking ``details`` and ``salt`` (a person's right), and allow
the head only to go forward. Whoever owns the database can drop them: ``verify_chain`` and a kept checkpoint find that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS = "kernel_auditevent"
HEAD = "kernel_audithead"
_KEPT = (
    "id", "seq", "at", "actor_id", "actor_label", "action", "object_type", "object_id", "object_label", "unit_id",
    "details_hash", "prev_hash", "hash",
)  # fmt: skip
_MESSAGE = "audit chain: append only"

_SQLITE_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _KEPT)
_SQLITE = {
    "kernel_audit_no_delete": f"""
        CREATE TRIGGER IF NOT EXISTS kernel_audit_no_delete BEFORE DELETE ON {EVENTS}
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
    "kernel_audit_no_update": f"""
        CREATE TRIGGER IF NOT EXISTS kernel_audit_no_update BEFORE UPDATE ON {EVENTS}
        WHEN {_SQLITE_CHANGED} OR NEW.details IS NOT NULL OR NEW.salt <> ''
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
    # REPLACE takes the old row away without its delete trigger.
    "kernel_audit_no_replace": f"""
        CREATE TRIGGER IF NOT EXISTS kernel_audit_no_replace BEFORE INSERT ON {EVENTS}
        WHEN EXISTS (SELECT 1 FROM {EVENTS} WHERE id = NEW.id OR seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",  # noqa: S608 - own names
    "kernel_audit_head_no_replace": f"""
        CREATE TRIGGER IF NOT EXISTS kernel_audit_head_no_replace BEFORE INSERT ON {HEAD}
        WHEN EXISTS (SELECT 1 FROM {HEAD} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",  # noqa: S608 - own names
    "kernel_audit_head_no_delete": f"""
        CREATE TRIGGER IF NOT EXISTS kernel_audit_head_no_delete BEFORE DELETE ON {HEAD}
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
    "kernel_audit_head_forward": f"""
        CREATE TRIGGER IF NOT EXISTS kernel_audit_head_forward BEFORE UPDATE ON {HEAD}
        WHEN NEW.seq <> OLD.seq + 1
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
}

_POSTGRES_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _KEPT)
_POSTGRES_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION kernel_audit_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$ LANGUAGE plpgsql"""
_POSTGRES = {
    "kernel_audit_no_delete": f"""
        CREATE TRIGGER kernel_audit_no_delete BEFORE DELETE ON {EVENTS}
        FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse()""",
    "kernel_audit_no_truncate": f"""
        CREATE TRIGGER kernel_audit_no_truncate BEFORE TRUNCATE ON {EVENTS}
        FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse()""",
    "kernel_audit_no_update": f"""
        CREATE TRIGGER kernel_audit_no_update BEFORE UPDATE ON {EVENTS} FOR EACH ROW
        WHEN ({_POSTGRES_CHANGED} OR NEW.details IS NOT NULL OR NEW.salt <> '')
        EXECUTE FUNCTION kernel_audit_refuse()""",
    "kernel_audit_head_no_delete": f"""
        CREATE TRIGGER kernel_audit_head_no_delete BEFORE DELETE ON {HEAD}
        FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse()""",
    "kernel_audit_head_forward": f"""
        CREATE TRIGGER kernel_audit_head_forward BEFORE UPDATE ON {HEAD} FOR EACH ROW
        WHEN (NEW.seq <> OLD.seq + 1) EXECUTE FUNCTION kernel_audit_refuse()""",
}
_TRIGGERS = {"sqlite": _SQLITE, "postgresql": _POSTGRES}


def install_triggers(database: BaseDatabaseWrapper) -> None:
    """Put in place whatever is missing. Safe to repeat."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for name in missing_triggers(database):
            cursor.execute(_TRIGGERS[database.vendor][name])


def drop_triggers(database: BaseDatabaseWrapper) -> None:
    """Take the guard away: for emptying a database on purpose, and for tests of tampering. Safe to repeat."""
    with database.cursor() as cursor:
        for name in _TRIGGERS[database.vendor]:
            table = HEAD if "head" in name else EVENTS
            on = f" ON {table}" if database.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_triggers(database: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that should be there and are not; none before the tables exist."""
    with database.cursor() as cursor:
        if EVENTS not in database.introspection.table_names(cursor):
            return []
        if database.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in _TRIGGERS[database.vendor] if name not in present]


@contextmanager
def triggers_lifted(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Work without the guard and put it back, also after an error."""
    drop_triggers(database)
    try:
        yield
    finally:
        install_triggers(database)
