"""What a change of units would do, found by doing it and taking it back: a preview never differs from the effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from ..models import BlocMembership, Membership, RoleGrant, UnitPair, UnitVersion


@dataclass(frozen=True, slots=True)
class UnitLook:
    """A unit as it stands on the day of a change. ``until``: the day of the next change recorded already."""

    name: str
    parent: str
    agency: str
    bloc: str
    people: int
    roles: int
    until: date | None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One line of a preview: of which unit what turns from which value into which; empty where there is none."""

    unit: str
    what: str
    old: str
    new: str
    until: date | None = None


class _TakenBackError(Exception):
    """Ends the trial; never leaves this module."""


def preview_change(change: Callable[[], object], *, day: date, today: date) -> list[UnitChange]:
    """Carry out ``change`` (a call of a unit service), compare the organisation on ``day``, and take it back.

    ``today`` is the day as of which roles are counted. Refusals of the service pass through.
    """
    before = _look(day, today)
    after: dict[int, UnitLook] = {}
    try:
        with transaction.atomic():
            change()
            after = _look(day, today)
            raise _TakenBackError
    except _TakenBackError:
        pass
    return [line for unit_id in sorted(before | after) for line in _lines(before.get(unit_id), after.get(unit_id))]


def _look(day: date, today: date) -> dict[int, UnitLook]:
    versions = list(UnitVersion.objects.at(day).values_list("unit_id", "name", "parent_id", "valid_to"))
    names = dict(UnitVersion.objects.at(day).values_list("unit_id", "short_name"))
    people = dict(Membership.objects.at(day).values_list("unit_id").annotate(n=Count("id")).order_by())
    roles = dict(RoleGrant.objects.at(today).values_list("unit_id").annotate(n=Count("id")).order_by())
    agencies = dict(UnitPair.objects.at(day).values_list("union_id", "agency__short_name"))
    blocs = dict(BlocMembership.objects.at(day).values_list("unit_id", "bloc__name"))
    return {
        unit_id: UnitLook(
            name=name,
            parent=names.get(parent_id or 0, ""),
            agency=agencies.get(unit_id, ""),
            bloc=blocs.get(unit_id, ""),
            people=people.get(unit_id, 0),
            roles=roles.get(unit_id, 0),
            until=until,
        )
        for unit_id, name, parent_id, until in versions
    }


def _lines(old: UnitLook | None, new: UnitLook | None) -> list[UnitChange]:
    if old is None and new is not None:
        return [UnitChange(new.name, _("thành lập"), "", _people(new)), *_parts(None, new)]
    if old is not None and new is None:
        ended = UnitChange(old.name, _("kết thúc hoạt động"), _people(old), "")
        roles = [UnitChange(old.name, _("vai trò của tài khoản kết thúc từ hôm nay"), str(old.roles), "0")]
        return [ended, *(roles if old.roles else [])]
    return _parts(old, new) if new is not None else []


def _people(look: UnitLook) -> str:
    return _("%(count)s người") % {"count": look.people}


def _parts(old: UnitLook | None, new: UnitLook) -> list[UnitChange]:
    """Return a line for each part of the look that changes; ``old`` is None for a new unit."""
    words = {
        "name": _("tên"),
        "parent": _("trực thuộc"),
        "agency": _("cơ quan cùng cặp"),
        "bloc": _("khối"),
        "people": _("số người"),
    }
    shown = words if old is not None else {part: words[part] for part in ("parent", "agency") if getattr(new, part)}
    return [
        UnitChange(
            unit=old.name if old else new.name,
            what=word,
            old=str(getattr(old, part)) if old else "",
            new=str(getattr(new, part)),
            until=new.until if part in {"name", "parent"} else None,
        )
        for part, word in shown.items()
        if old is None or getattr(old, part) != getattr(new, part)
    ]
