"""Amending and revoking: a new entry that closes the old one. What was once written stays in the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.models import Honour
from thidua.honours.policies import is_open
from thidua.honours.states import Nature
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, WrongState
from thidua.kernel.text import fold, nfc
from thidua.kernel.versions import save_version
from thidua.people.permissions import Permission
from thidua.people.policies import require

from .checks import Catalogue, problems_of
from .entries import NewHonour, cleaned, entry_of, row_of

AMENDABLE = frozenset(
    {"title", "form", "year", "basis", "issuer", "issuer_level", "decision_number", "decision_date"}
    | {"certificate_number"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokingDecision:
    """The decision by which an honour is taken back."""

    number: str
    date: date
    issuer: str
    issuer_level: str


@service("honour.amend")
def amend_honour(
    *, honour_id: int, expected_version: int | None, changes: dict[str, Any], reason: str, by: Actor, at: datetime
) -> Honour:
    """Correct an entry: writes a new one with ``changes`` (names of AMENDABLE) and closes the old; returns the new.

    Returns the old entry untouched when nothing differs. Raises InvalidInput, WrongState when the entry is closed
    already, StaleVersion when somebody changed it meanwhile.
    """
    old = _locked(honour_id, by, at)
    before = entry_of(old)
    if unknown := set(changes) - AMENDABLE:
        raise TypeError(f"cannot amend {sorted(unknown)}")
    after = cleaned(replace(before, **changes))
    moved = {name: [getattr(before, name), getattr(after, name)] for name in changes if _differ(before, after, name)}
    if not moved:
        return old
    reason = _needed(reason)
    catalogue = Catalogue.read()
    problems = problems_of(after, catalogue, today=localdate(at))
    problems |= _collision(old, after)
    if problems:
        raise InvalidInput(_("Chưa điều chỉnh được."), _("Sửa các ô được đánh dấu rồi lưu lại."), fields=problems)
    new = row_of(replace(after, nature=Nature.AMENDED, note=reason), *catalogue.pair(after))
    _replace(old, new, expected_version, at)
    audit(new, unit_id=new.unit_id, details={"changes": moved, "reason": reason, "replaces": old.pk})
    return new


@service("honour.revoke")
def revoke_honour(
    *, honour_id: int, expected_version: int | None, decision: RevokingDecision, reason: str, by: Actor, at: datetime
) -> Honour:
    """Take an honour back by a decision: a new entry closes the old one, which stays readable. Returns the new entry.

    Raises InvalidInput without a reason or with an impossible decision, WrongState when it is not held any more.
    """
    old = _locked(honour_id, by, at)
    reason = _needed(reason)
    if problems := _decision_problems(old, decision, localdate(at)):
        raise InvalidInput(_("Chưa thu hồi được."), _("Sửa các ô được đánh dấu rồi lưu lại."), fields=problems)
    entry = replace(
        entry_of(old),
        decision_number=nfc(decision.number),
        decision_date=decision.date,
        issuer=nfc(decision.issuer),
        issuer_level=decision.issuer_level,
        nature=Nature.REVOKED,
        note=reason,
    )
    new = row_of(entry, old.title, old.form)
    _replace(old, new, expected_version, at)
    audit(new, unit_id=new.unit_id, details={"revokes": old.pk, "reason": reason, "decision": entry.decision_number})
    return new


def _locked(honour_id: int, by: Actor, at: datetime) -> Honour:
    """Return the entry under lock; raises NotFound, NotAllowed or WrongState."""
    rows = Honour.objects.select_for_update(of=("self",)).select_related("title", "form", "person", "unit")
    honour = rows.filter(pk=honour_id).first()
    if honour is None:
        raise NotFound(_("Không tìm thấy mục này trong sổ khen thưởng."), _("Tìm lại trong sổ."))
    require(by, Permission.EDIT_HONOURS, honour.unit_id, localdate(at))
    verdict = is_open(honour)
    if not verdict:
        raise WrongState(verdict.reason, _("Mở mục mới nhất của khen thưởng này để xem."))
    return honour


def _needed(reason: str) -> str:
    text = nfc(reason)
    if not text:
        message = _("Ghi lý do, để người đọc sổ sau này hiểu vì sao mục thay đổi.")
        raise InvalidInput(_("Chưa có lý do."), message, fields={"reason": message})
    return text[:500]


def _differ(before: NewHonour, after: NewHonour, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _collision(old: Honour, after: NewHonour) -> dict[str, str]:
    """Say when the amendment would give the same holder the same title of the same year twice."""
    if not after.title:
        return {}
    same = Honour.objects.held().filter(title__code=after.title, year=after.year).exclude(pk=old.pk)
    if old.person_id is not None:
        same = same.filter(person_id=old.person_id)
    else:
        same = same.filter(person__isnull=True, unit_id=old.unit_id, household_folded=fold(old.household))
    return {"year": _("Đã có danh hiệu này của năm này trong sổ.")} if same.exists() else {}


def _decision_problems(old: Honour, decision: RevokingDecision, today: date) -> dict[str, str]:
    problems = {}
    if not nfc(decision.number):
        problems["decision_number"] = _("Chưa có số quyết định thu hồi.")
    if not nfc(decision.issuer):
        problems["issuer"] = _("Chưa ghi cơ quan ra quyết định thu hồi.")
    if not old.decision_date <= decision.date <= today:
        problems["decision_date"] = _("Ngày thu hồi phải từ ngày quyết định khen thưởng đến hôm nay.")
    return problems


def _replace(old: Honour, new: Honour, expected_version: int | None, at: datetime) -> None:
    """Close the old entry first: the database allows one open entry per title and year."""
    save_version(old, expected=expected_version, closed_on=localdate(at))
    new.amends = old
    new.save(force_insert=True)
