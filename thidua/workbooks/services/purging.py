"""Letting go of what is no longer needed: files with people's names, previews, records for an undoing that is over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import units_below

from ..files import forget_file, forget_preview
from ..models import Import, ImportTrace
from ..states import UNDER_WAY, UNDO_WITHIN, ImportState

_WAITING = (ImportState.MAPPING, ImportState.PREVIEW)


@service("import.purge")
def purge_imports(*, unit_id: int, by: Actor, at: datetime) -> int:
    """Forget the files, previews and undo records of imports of the unit and those below that are over 30 days old.

    The rows stay, to tell who brought in what; those still waiting are let go. Returns how many were purged.
    """
    day = localdate(at)
    require(by, Permission.EDIT_PEOPLE, unit_id, day)
    limit = at - UNDO_WITHIN
    old = Q(applied_at__lt=limit) | Q(applied_at__isnull=True, created_at__lt=limit)
    rows = list(
        Import.objects.select_for_update()
        .filter(old, unit__in=units_below([unit_id], day), purged=False)
        .exclude(state__in=UNDER_WAY)
    )
    if not rows:
        return 0
    keys = [row.pk for row in rows]
    ImportTrace.objects.filter(owner__in=keys).delete()
    Import.objects.filter(pk__in=keys, state__in=_WAITING).update(state=ImportState.DISCARDED)
    Import.objects.filter(pk__in=keys).update(purged=True, answers={}, settled={}, layout={})
    needed = set(Import.objects.filter(purged=False).values_list("file_hash", flat=True))
    for row in rows:
        forget_preview(row.pk)
        if row.file_hash not in needed:
            forget_file(row.file_hash)
    audit(Import, unit_id=unit_id, label=_("{count} lượt nhập cũ").format(count=len(rows)), details={"rows": len(rows)})
    return len(rows)
