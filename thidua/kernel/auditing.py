"""The audit chain's pen: ``@service`` wraps each write in one transaction, ``audit`` leaves its one event.

A service is a function with keyword-only arguments that takes ``by`` (an Actor) and ``at`` (an aware datetime).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from .actors import Actor
from .models import AuditEvent, AuditHead

P = ParamSpec("P")
R = TypeVar("R")

_WRITES = ("INSERT", "UPDATE", "DELETE")
_OWN_TABLES = ("kernel_auditevent", "kernel_audithead", "kernel_job", "kernel_oncekey", "django_session")


class AuditFault(Exception):  # noqa: N818 - the word that the messages use
    """A service broke the rule “one write, one event”: a programming error, never shown to a person."""


@dataclass(slots=True)
class _Frame:
    action: str
    by: Actor
    at: datetime
    events: int = 0
    writes: int = 0


# One encoder for all: making one per value costs as much as the hash.
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

_frames: ContextVar[tuple[_Frame, ...]] = ContextVar("audit_frames", default=())


def service(action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a service: atomic, and audited once as ``action`` (``noun.verb``) when it writes.

    A call that finds nothing to change records nothing. A service called by another is part of the same transaction
    and leaves an event of its own. Raises AuditFault when a write went unrecorded or was recorded twice.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if args or "by" not in kwargs or "at" not in kwargs:
                raise TypeError(f"{function.__name__} takes keyword arguments, among them by and at")
            frame = _Frame(action, kwargs["by"], kwargs["at"])  # type: ignore[arg-type]
            token = _frames.set((*_frames.get(), frame))
            try:
                with transaction.atomic(), _watching_writes():
                    result = function(*args, **kwargs)
                    _check(frame)
                    return result
            finally:
                _frames.reset(token)

        run.service_action = action  # type: ignore[attr-defined]
        return run

    return wrap


def _check(frame: _Frame) -> None:
    if frame.events > 1:
        raise AuditFault(f"{frame.action} left {frame.events} audit events instead of one")
    if settings.AUDIT_GUARD and frame.writes and not frame.events:
        raise AuditFault(f"{frame.action} wrote {frame.writes} times and left no audit event")


@contextmanager
def _watching_writes() -> Iterator[None]:
    """Count writes of the innermost service, where the guard is on and not already watching."""
    if not settings.AUDIT_GUARD or len(_frames.get()) > 1:
        yield
        return

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.lstrip()[:6].upper() in _WRITES and not any(table in sql[:120] for table in _OWN_TABLES):
            _frames.get()[-1].writes += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def audit(
    obj: models.Model | type[models.Model],
    *,
    unit_id: int | None = None,
    label: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append the event of the running service to the chain.

    ``obj`` is what was written (or its model class for many rows at once), ``unit_id`` whose officers may read the
    event, ``details`` the values old → new in plain JSON. Raises AuditFault outside a service.
    """
    frames = _frames.get()
    if not frames:
        raise AuditFault("audit() outside a service")
    frame = frames[-1]
    frame.events += 1
    one = isinstance(obj, models.Model)
    return append_event(
        at=frame.at,
        by=frame.by,
        action=frame.action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk) if one else "",
        object_label=label or (str(obj) if one else ""),
        unit_id=unit_id,
        details=details or {},
    )


def append_event(*, at: datetime, by: Actor, details: dict[str, Any], **fields: Any) -> AuditEvent:
    """Write the next link under the head's lock; the caller is in a transaction."""
    head, _created = AuditHead.objects.select_for_update().get_or_create(id=1)
    salt = secrets.token_hex(16)
    plain = json.loads(json.dumps(details, cls=DjangoJSONEncoder, ensure_ascii=False))
    event = AuditEvent(
        seq=head.seq + 1,
        at=at,
        actor_id=by.pk,
        actor_label=by.audit_label[:200],
        details=plain,
        salt=salt,
        details_hash=hash_details(plain, salt),
        prev_hash=head.hash,
        **{**fields, "object_label": fields.get("object_label", "")[:300]},
    )
    event.hash = hash_event(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(id=1).update(seq=event.seq, hash=event.hash)
    return event


def hash_details(details: dict[str, Any] | None, salt: str) -> str:
    """Return the salted SHA-256 of an event's details; the salt keeps small values from being guessed back."""
    return hashlib.sha256((salt + _canonical(details)).encode()).hexdigest()


def hash_event(event: AuditEvent) -> str:
    """Return the SHA-256 of everything an event says and of the link before it."""
    said = [
        event.seq, event.at.timestamp(), event.actor_id, event.actor_label, event.action, event.object_type,
        event.object_id, event.object_label, event.unit_id, event.details_hash, event.prev_hash,
    ]  # fmt: skip
    return hashlib.sha256(_canonical(said).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return _encoder.encode(value)
