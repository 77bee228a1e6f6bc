"""Two who look alike found to be two people: not suggested again."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.people.selectors import home_unit_id, person_for

from ..models import Apart
from ..policies import require_merge


@service("person.keep_apart")
def keep_apart(*, one_id: int, other_id: int, by: Actor, at: datetime) -> Apart:
    """Remember that these are two people. Repeating changes nothing. Raises NotFound, NotAllowed."""
    today = localdate(at)
    first, second = sorted((one_id, other_id))
    person = person_for(by, first, today)
    other = person_for(by, second, today)
    homes = [home_unit_id(first, today), home_unit_id(second, today)]
    require_merge(by, homes, today)
    apart, new = Apart.objects.get_or_create(
        first=person, second=other, defaults={"by_id": by.pk, "at": at}
    )  # fmt: skip
    if new:
        audit(person, unit_id=homes[0], details={"person": first, "other": second})
    return apart
