"""One nomination corrected by its sender, or taken out of a dossier that was never sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotAllowed, WrongState
from thidua.kernel.rowsets import delete_rows
from thidua.kernel.text import nfc_lines
from thidua.kernel.versions import save_version
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import Nomination, Step
from ..policies import Reach, can_edit
from ..states import NominationState
from .lists import LONGEST_ACHIEVEMENT, distinction_asked
from .moves import lock_nominations


@service("nomination.remove")
def remove_nominations(*, nomination_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Take drafts out of a dossier that was never sent; returns how many. Raises WrongState once one was sent."""
    rows = lock_nominations(nomination_ids)
    for dossier in {row.dossier_id: row.dossier for row in rows}.values():
        require(by, Permission.NOMINATE, dossier.unit_id, localdate(at))
    if any(row.state != NominationState.DRAFT for row in rows) or Step.objects.filter(nomination__in=rows).exists():
        raise WrongState(_("Đề nghị đã gửi thì không xóa được."), _("Dùng “Rút, không đề nghị nữa” và ghi lý do."))
    delete_rows(Nomination, [row.pk for row in rows])
    if rows:
        said = {"removed": [[row.recipient, row.distinction.code] for row in rows]}
        audit(rows[0].dossier, unit_id=rows[0].dossier.unit_id, details=said)
    return len(rows)


@service("nomination.edit")
def edit_nomination(
    *, nomination_id: int, changes: Mapping[str, str], expected_version: int | None, by: Actor, at: datetime
) -> Nomination:
    """Change a draft, or what a return named: ``achievement`` (text), ``distinction`` (“title:…” or “form:…”).

    Raises NotAllowed for what is not open, InvalidInput, StaleVersion.
    """
    (row,) = lock_nominations([nomination_id])
    reach = Reach.of(by, localdate(at))
    for name in changes:
        verdict = can_edit(reach, row, name)
        if not verdict:
            raise NotAllowed(verdict.reason, _("Xem lại phần nơi nhận yêu cầu bổ sung."))
    values = _changed(row, changes)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    old = row.distinction.code
    save_version(row, expected=expected_version, **values)
    row = Nomination.objects.select_related("dossier", "title", "form").get(pk=row.pk)
    told: dict[str, Any] = {"achievement": len(row.achievement)} if "achievement" in values else {}
    if row.distinction.code != old:
        told["distinction"] = [old, row.distinction.code]
    audit(row, unit_id=row.dossier.unit_id, details=told)
    return row


def _changed(row: Nomination, changes: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "achievement" in changes:
        values["achievement"] = nfc_lines(changes["achievement"])
    if "distinction" in changes:
        values |= distinction_asked(row, changes["distinction"])
    if len(values.get("achievement", "")) > LONGEST_ACHIEVEMENT:
        message = _("Tóm tắt dài quá %(length)s chữ.") % {"length": LONGEST_ACHIEVEMENT}
        raise InvalidInput(message, fields={"achievement": message})
    return values
