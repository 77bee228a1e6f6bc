"""What the worker writes and takes back: a whole plan in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import StaleVersion
from thidua.kernel.memory import uncollected
from thidua.kernel.rowsets import Trace, take_back
from thidua.kernel.versions import save_version

from ..files import keep_file
from ..kinds import PLANNERS
from ..models import Import, ImportTrace
from ..planning.plans import Plan
from ..policies import require_import
from ..states import ImportState
from .asking import refuse_waiting, short_name


@service("import.apply")
def apply_plan(*, row: Import, plan: Plan, by: Actor, at: datetime) -> dict[str, int]:
    """Write a plan and keep how to take it back; return its counts.

    Raises StaleVersion when it is not the plan that was looked at: then nothing is written.
    """
    if plan.digest() != row.digest:
        raise StaleVersion(
            _("Dữ liệu đã thay đổi từ lúc bạn xem nên chưa ghi gì."),
            _("Xem lại bản xem trước mới rồi bấm ghi lần nữa."),
        )
    with uncollected():
        traces = PLANNERS[row.kind].write(plan, unit_id=row.unit_id, by=by, at=at, source=row.file_name)
        ImportTrace.objects.bulk_create(
            ImportTrace(owner=row, number=number, trace=trace.as_json()) for number, trace in enumerate(traces)
        )
    save_version(row, expected=None, state=ImportState.APPLIED, applied_by_id=by.pk, applied_at=at)
    counts = plan.counts()
    audit(row, unit_id=row.unit_id, details={"hash": row.file_hash, "counts": counts, "partial": row.partial})
    return counts


@service("import.write_at_once")
def write_at_once(
    *,
    plan: Plan,
    kind: str,
    unit_id: int,
    year: int | None,
    partial: bool,
    file_name: str,
    parts: Iterable[bytes],
    by: Actor,
    at: datetime,
) -> Import:
    """Write a plan just made in this process, in one step; for commands. It can be undone like any other import.

    Raises NotAllowed, InvalidInput when rows are wrong or wait for an answer and ``partial`` was not chosen.
    """
    require_import(by, kind, unit_id, localdate(at))
    counts = plan.counts()
    refuse_waiting(counts, partial=partial)
    kept = keep_file(parts)
    row = Import.objects.create(
        kind=kind,
        unit_id=unit_id,
        year=year,
        state=ImportState.APPLYING,
        file_name=short_name(file_name),
        file_hash=kept.hash,
        file_size=kept.size,
        counts=counts,
        digest=plan.digest(),
        partial=partial,
        created_by_id=by.pk,
        created_at=at,
    )
    audit(row, unit_id=unit_id, details={"kind": kind, "year": year, "hash": kept.hash, "size": kept.size})
    apply_plan(row=row, plan=plan, by=by, at=at)
    return row


@service("import.undo")
def undo_import(*, row: Import, by: Actor, at: datetime) -> int:
    """Take back everything an import wrote; return how many rows. Raises WrongState when later work stands on it."""
    traces = [Trace.from_json(trace) for trace in row.traces.order_by("number").values_list("trace", flat=True)]
    take_back(traces)
    count = sum(len(trace.keys) for trace in traces)
    row.traces.all().delete()
    save_version(row, expected=None, state=ImportState.UNDONE, undone_by_id=by.pk, undone_at=at)
    audit(row, unit_id=row.unit_id, details={"hash": row.file_hash, "rows": count})
    return count
