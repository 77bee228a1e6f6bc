"""The three background jobs of an import: reading it, writing it, taking it back. Each is one step."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thidua.kernel.errors import Refusal, StaleVersion
from thidua.kernel.jobs import JobContext, job
from thidua.kernel.versions import save_version

from .keeping import keep_looked, keep_refusal, look_again
from .models import Import
from .reading import UnreadableFile
from .services import APPLY, PREVIEW, UNDO, apply_plan, undo_import
from .states import ImportState


@job(PREVIEW)
def preview(ctx: JobContext) -> dict[str, Any]:
    """Read the file and plan it. Nothing is locked meanwhile; what came of it is kept in one step."""
    row = _row(ctx, ImportState.READING)
    if row is None:
        return {}
    try:
        looked = look_again(row, ctx)
    except UnreadableFile as refusal:
        with ctx.batch():
            keep_refusal(row, refusal)
        return {"import": row.pk}
    with ctx.batch():
        keep_looked(row, looked)
    return {"import": row.pk, **(looked.plan.counts() if looked.plan else {})}


@job(APPLY)
def apply(ctx: JobContext) -> dict[str, Any]:
    """Write the plan that was looked at, if looking again gives the same; else show what is different now."""
    row = _row(ctx, ImportState.APPLYING)
    if row is None:
        return {}
    ctx.set_total(sum(row.counts.values()))
    looked = look_again(row, ctx)
    try:
        with ctx.batch() as batch:
            if looked.plan is None:
                raise _changed()
            counts = apply_plan(row=row, plan=looked.plan, by=ctx.by, at=ctx.at)
            batch.advance(cursor="written", by=sum(counts.values()))
    except IntegrityError as clash:  # somebody entered the same between the last look and the writing
        refusal = _clashed()
        _stand_again(ctx, refusal)
        raise refusal from clash
    except Refusal as refusal:
        _stand_again(ctx, refusal)
        raise
    return {"import": row.pk, **counts}


@job(UNDO)
def undo(ctx: JobContext) -> dict[str, Any]:
    """Take everything back, or nothing."""
    row = _row(ctx, ImportState.UNDOING)
    if row is None:
        return {}
    try:
        with ctx.batch():
            count = undo_import(row=row, by=ctx.by, at=ctx.at)
    except Refusal as refusal:
        with ctx.batch():
            said = {"problem": refusal.message[:500], "next_step": refusal.next_step[:500]}
            save_version(Import.objects.get(pk=row.pk), expected=None, state=ImportState.APPLIED, **said)
        raise
    return {"import": row.pk, "rows": count}


def _row(ctx: JobContext, state: str) -> Import | None:
    """Return the import while it waits for this very job; a job that came late finds it gone on."""
    return Import.objects.filter(pk=ctx.params["import"], state=state, version=ctx.params["version"]).first()


def _stand_again(ctx: JobContext, refusal: Refusal) -> None:
    """Lead back to the preview, made anew, with what stood against writing."""
    row = Import.objects.get(pk=ctx.params["import"])
    looked = look_again(row, ctx)
    with ctx.batch():
        keep_looked(row, looked)
        save_version(row, expected=None, problem=refusal.message[:500], next_step=refusal.next_step[:500])


def _clashed() -> StaleVersion:
    return StaleVersion(
        _("Có người vừa nhập cùng dữ liệu trong lúc tệp đang được ghi. Chưa có gì được ghi."),
        _("Bản xem trước đã được làm lại theo dữ liệu mới: xem rồi ghi lại."),
    )


def _changed() -> StaleVersion:
    return StaleVersion(_("Các cột của tệp không còn hiểu như lúc bạn xem."), _("Xem lại các cột rồi ghi."))
