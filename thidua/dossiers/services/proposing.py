"""Proposals for everybody below a run's unit at once: too long for a page, so a job reckons and keeps them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.dossiers.models import QuotaProposal
from thidua.dossiers.selectors.quota import quota_of, quota_profiles
from thidua.dossiers.selectors.ranking import check_ranked_award, rankings_of
from thidua.dossiers.selectors.runs import run_for
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput
from thidua.kernel.jobs import enqueue
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.rules.names import any_name

JOB = "dossiers.propose"


@service("quota.propose")
def propose_for_all(*, run_id: int, award: str, profile: str = "", by: Actor, at: datetime) -> QuotaProposal:
    """Begin to reckon who could stand inside the quota in every unit of a run, in the background.

    Returns the row that will hold it; its ``job`` tells how far it is. Raises NotAllowed, NotFound, InvalidInput for
    a profile that sets no limit on the award.
    """
    today = localdate(at)
    run = run_for(by, run_id, today)
    require(by, Permission.EVALUATE, run.unit_id, today)
    check_ranked_award(run, award)
    if profile and profile not in dict(quota_profiles(award, run.decided_on)):
        raise InvalidInput(_("Quy định riêng này không đặt hạn mức cho danh hiệu, hình thức đó."))
    row = QuotaProposal.objects.create(run=run, award=award, profile=profile, started_at=at)
    label = _("Chọn trong hạn mức: {award} năm {year}, {unit}").format(
        award=any_name(award), year=run.year, unit=run.unit
    )
    row.job = enqueue(JOB, label=label, params={"proposal": row.pk}, by=by, at=at, unit_id=run.unit_id)
    row.save(update_fields=["job"])
    audit(row, unit_id=run.unit_id, label=label, details={"year": run.year, "award": award})
    return row


def keep_proposal(row: QuotaProposal) -> None:
    """Reckon the list and keep it with its reasons as plain JSON; the job's transaction holds."""
    units = list(Unit.objects.filter(tallies__run=row.run).distinct().order_by("name_folded", "id"))
    rankings = rankings_of(row.run, units, row.award)
    quota = quota_of(row.run, rankings, row.award, row.profile)
    row.proposal = asdict(quota.proposal()) if quota.limits else None
    row.finished = True
    row.save(update_fields=["proposal", "finished"])
