"""What a worker found in a file, kept for the pages. No service: that the file was sent is recorded."""

from __future__ import annotations

from django.utils.timezone import localdate

from thidua.kernel.jobs import JobContext
from thidua.kernel.versions import save_version

from .files import file_path, forget_preview, keep_preview
from .kinds import Asked
from .looking import Choice, Looked, look_at
from .models import Import
from .reading import UnreadableFile
from .selectors import remembered_mappings
from .states import ImportState


def look_again(row: Import, ctx: JobContext) -> Looked:
    """Read the file of an import and plan it anew, with everything that people chose and answered. Writes nothing."""
    asked = Asked(row.unit_id, row.year, ctx.by, localdate(row.created_at), settled=row.settled)
    return look_at(
        file_path(row.file_hash),
        row.kind,
        asked,
        choice=Choice.from_json(row.mapping),
        answers=row.answers,
        remembered=remembered_mappings(row.unit_id, row.kind),
    )


def keep_looked(row: Import, looked: Looked) -> None:
    """Keep the plan and wait for a person; without a plan, for the columns to be chosen."""
    layout = {**looked.layout, "signature": looked.signature}
    if looked.plan is None:
        forget_preview(row.pk)
        save_version(row, expected=None, state=ImportState.MAPPING, layout=layout, counts={}, digest="")
        return
    keep_preview(row.pk, looked.plan.rows, looked.plan.notes)
    save_version(
        row,
        expected=None,
        state=ImportState.PREVIEW,
        layout=layout,
        counts=looked.plan.counts(),
        digest=looked.plan.digest(),
    )


def keep_refusal(row: Import, refusal: UnreadableFile) -> None:
    """Keep why the file cannot be read."""
    save_version(
        row, expected=None, state=ImportState.REFUSED, problem=refusal.message[:500], next_step=refusal.next_step[:500]
    )
