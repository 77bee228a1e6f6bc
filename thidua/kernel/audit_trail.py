"""Reading the audit chain: is it whole, and what happened to one thing.

The chain alone finds changed, removed, inserted and reordered events. Somebody who owns the database could rewrite its
tail and the head with it, or cut both off: only a checkpoint (``seq:hash``) kept elsewhere finds that, so keep one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Max, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .auditing import hash_details, hash_event
from .errors import InvalidInput
from .models import AuditEvent, AuditHead

NO_HASH = "0" * 64
SHOWN_FAULTS = 20
_CHUNK = 2000
_COLUMNS = (
    "seq", "at", "actor_id", "actor_label", "action", "object_type", "object_id", "object_label", "unit_id", "salt",
    "details_hash", "prev_hash", "hash",
)  # fmt: skip


class FaultKind(StrEnum):
    """What can be wrong with a chain."""

    ALTERED = "altered"
    DETAILS_ALTERED = "details_altered"
    DETAILS_MISSING = "details_missing"
    REMOVED = "removed"
    NOT_LINKED = "not_linked"
    TRUNCATED = "truncated"
    BEYOND_HEAD = "beyond_head"
    WRONG_HEAD = "wrong_head"
    CHECKPOINT = "checkpoint"
    CUT_BEFORE_CHECKPOINT = "cut_before_checkpoint"


_MESSAGES = {
    FaultKind.ALTERED: _lazy("Nội dung sự kiện số %(seq)s không khớp với dấu của nó: đã bị sửa, chèn hoặc đổi chỗ."),
    FaultKind.DETAILS_ALTERED: _lazy("Chi tiết của sự kiện số %(seq)s đã bị sửa."),
    FaultKind.DETAILS_MISSING: _lazy("Chi tiết của sự kiện số %(seq)s bị xóa mà không có sự kiện xóa kèm theo."),
    FaultKind.REMOVED: _lazy("Thiếu các sự kiện từ số %(seq)s đến số %(last)s: đã bị xóa."),
    FaultKind.NOT_LINKED: _lazy(
        "Sự kiện số %(seq)s không nối với sự kiện ngay trước: có sự kiện đã bị chèn, thay hoặc sửa."
    ),
    FaultKind.TRUNCATED: _lazy("Thiếu các sự kiện từ số %(seq)s đến số %(last)s ở cuối: đã bị cắt."),
    FaultKind.BEYOND_HEAD: _lazy(
        "Sự kiện số %(seq)s nằm sau điểm cuối đã ghi: đã bị chèn thêm, hoặc điểm cuối đã bị sửa lùi."
    ),
    FaultKind.WRONG_HEAD: _lazy("Điểm cuối đã ghi không khớp với sự kiện cuối cùng (số %(seq)s)."),
    FaultKind.CHECKPOINT: _lazy(
        "Sự kiện số %(seq)s không khớp với mốc đã giữ: nhật ký đã bị viết lại từ sự kiện này hoặc trước đó."
    ),
    FaultKind.CUT_BEFORE_CHECKPOINT: _lazy(
        "Mốc đã giữ ghi đến sự kiện số %(last)s nhưng nhật ký bị cắt từ sự kiện số %(seq)s."
    ),
}


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One fault: the number of the first event it shows at, its kind, and a sentence that says why."""

    seq: int
    kind: FaultKind
    message: str


@dataclass(slots=True)
class ChainReport:
    """What a verification found. ``faults`` holds the first ones in order; ``fault_count`` counts all."""

    checked: int = 0
    faults: list[ChainFault] = field(default_factory=list)
    fault_count: int = 0
    head_seq: int = 0
    head_hash: str = NO_HASH

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault_count

    @property
    def first(self) -> ChainFault | None:
        """The fault at the earliest event."""
        return self.faults[0] if self.faults else None

    @property
    def checkpoint(self) -> str:
        """The head as ``seq:hash``, to be kept outside this database."""
        return f"{self.head_seq}:{self.head_hash}"

    def add(self, seq: int, kind: FaultKind, message: str) -> None:
        """Count a fault and keep it when it is among the earliest."""
        self.fault_count += 1
        self.faults.append(ChainFault(seq, kind, message))
        self.faults.sort(key=lambda fault: fault.seq)
        del self.faults[SHOWN_FAULTS:]


class Checkpoint(NamedTuple):
    """A head that somebody kept elsewhere."""

    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read ``seq:hash``; raises InvalidInput."""
        seq, _colon, digest = text.strip().partition(":")
        if not seq.isdigit() or len(digest) != len(NO_HASH):
            raise InvalidInput(
                _("Mốc kiểm tra phải có dạng SỐ:MÃ, ví dụ “1205:” rồi đến 64 ký tự."),
                _("Chép lại nguyên dòng mà lệnh audit checkpoint đã in."),
            )
        return cls(int(seq), digest.lower())


def checkpoint() -> Checkpoint:
    """Return the present head, to be kept outside this database."""
    head = AuditHead.objects.filter(id=1).first() or AuditHead()
    return Checkpoint(head.seq, head.hash)


def verify_chain(*, start: int = 1, kept: Checkpoint | None = None) -> ChainReport:
    """Walk the chain from event ``start`` to its head and report every fault.

    Reads in chunks, so memory stays flat; writers may go on meanwhile. ``kept`` is a checkpoint from outside.
    """
    # The end of the walk is fixed first: events appended later are not part of it.
    last = AuditEvent.objects.aggregate(last=Max("seq"))["last"] or 0
    head = checkpoint()
    walk = _Walk(ChainReport(head_seq=head.seq, head_hash=head.hash), kept)
    walk.begin_after(start - 1)
    for row in _rows(start, max(last, head.seq)):
        if row.seq > head.seq:
            walk.beyond_head(row)
        else:
            walk.step(row)
    walk.end(head, begun=start)
    return walk.report


def history_of(obj: models.Model) -> QuerySet[AuditEvent]:
    """Return the events of one thing, the newest first."""
    return AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


def _rows(start: int, last: int) -> Iterator[Any]:
    """Yield the events as light rows, ``details`` as raw text so that even spoiled JSON can be judged."""
    events = AuditEvent.objects.filter(seq__gte=start, seq__lte=last).order_by("seq")
    return (
        events.annotate(raw=Cast("details", TextField()))
        .values_list(*_COLUMNS, "raw", named=True)
        .iterator(chunk_size=_CHUNK)
    )


class _Walk:
    """The state of one verification: the link before, and erasures seen so far."""

    def __init__(self, report: ChainReport, kept: Checkpoint | None) -> None:
        self.report = report
        self.kept = kept
        self.seq = 0
        self.hash = NO_HASH
        self.erased: set[int] = set()
        self.accounted: set[int] = set()

    def begin_after(self, seq: int) -> None:
        """Take the link before the first event to check as given."""
        self.seq = max(seq, 0)
        if self.seq:
            self.hash = AuditEvent.objects.filter(seq=self.seq).values_list("hash", flat=True).first() or ""

    def step(self, row: Any) -> None:
        """Check one event and its place."""
        self.report.checked += 1
        follows = row.seq == self.seq + 1
        if not follows:
            self._add(self.seq + 1, FaultKind.REMOVED, last=row.seq - 1)
        if _seal(row) != row.hash:
            self._add(row.seq, FaultKind.ALTERED)
        elif follows and row.prev_hash != self.hash:
            self._add(row.seq, FaultKind.NOT_LINKED)
        self._check_details(row)
        self._check_kept(row.seq, row.hash)
        self.seq, self.hash = row.seq, row.hash

    def beyond_head(self, row: Any) -> None:
        """Note an event that the head knows nothing of."""
        self.report.checked += 1
        self._add(row.seq, FaultKind.BEYOND_HEAD)

    def end(self, head: Checkpoint, *, begun: int) -> None:
        """Compare with the head, the erasures that were recorded, and the kept checkpoint."""
        if self.seq < head.seq:
            self._add(self.seq + 1, FaultKind.TRUNCATED, last=head.seq)
        elif self.seq == head.seq and self.hash != head.hash:
            self._add(head.seq, FaultKind.WRONG_HEAD)
        for seq in sorted(self.erased - self.accounted):
            self._add(seq, FaultKind.DETAILS_MISSING)
        if self.kept and self.kept.seq > self.seq:
            self._add(self.seq + 1, FaultKind.CUT_BEFORE_CHECKPOINT, last=self.kept.seq)
        elif self.kept and self.kept.seq < begun:
            stored = AuditEvent.objects.filter(seq=self.kept.seq).values_list("hash", flat=True).first()
            self._check_kept(self.kept.seq, stored or NO_HASH)

    def _check_details(self, row: Any) -> None:
        if row.raw is None and row.salt == "":
            self.erased.add(row.seq)
            return
        details = _parsed(row.raw)
        if details is None or hash_details(details, row.salt) != row.details_hash:
            self._add(row.seq, FaultKind.DETAILS_ALTERED)
        elif row.action == "audit.erase":
            self.accounted.add(details.get("seq"))

    def _check_kept(self, seq: int, digest: str) -> None:
        if self.kept and self.kept.seq == seq and self.kept.hash != digest:
            self._add(seq, FaultKind.CHECKPOINT)

    def _add(self, seq: int, kind: FaultKind, last: int = 0) -> None:
        self.report.add(seq, kind, str(_MESSAGES[kind]) % {"seq": seq, "last": last})


def _seal(row: Any) -> str:
    """Return the hash that the event should carry; empty when a column no longer reads as its type."""
    try:
        return hash_event(row)
    except (AttributeError, TypeError, ValueError):
        return ""


def _parsed(raw: str | None) -> Any:
    try:
        value = json.loads(raw or "null")
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
