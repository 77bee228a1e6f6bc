"""Whose jobs somebody may see and steer: those of the units at which they manage jobs, and their own as long as they
may still see the unit.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.kernel.selectors import jobs_in
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_units
from thidua.web.audit.scope import sees_unplaced


def jobs_visible_to(actor: Actor, day: date) -> QuerySet[Any]:
    """Return the jobs that ``actor`` may see, and steer, on ``day``."""
    units = visible_units(actor, day, permission=Permission.MANAGE_JOBS)
    unplaced = sees_unplaced(actor, day, Permission.MANAGE_JOBS)
    managed = jobs_in(units.values("pk"), unplaced=unplaced, creator_id=None)
    seen = jobs_in(visible_units(actor, day).values("pk"), unplaced=True, creator_id=None)
    return managed | seen.filter(created_by_id=actor.pk)


def job_for(actor: Actor, job_id: int, day: date) -> Any:
    """Return the job; raises NotFound where it does not exist or is not ``actor``'s to see."""
    job = jobs_visible_to(actor, day).filter(pk=job_id).first()
    if job is None:
        raise NotFound(_("Không tìm thấy công việc này."), _("Nó có thể thuộc đơn vị ngoài phạm vi của bạn."))
    return job
