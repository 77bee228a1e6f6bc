"""Writes of blocs and clusters, and of the units' places in them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound
from thidua.kernel.text import nfc

from ..models import Bloc, BlocMembership, Unit
from ..permissions import Permission
from ..policies import require
from ..states import GroupKind
from .timeline import check_day, lock_units
from .units import end_rows


@service("bloc.create")
def create_bloc(*, code: str, name: str, day: date, by: Actor, at: datetime, kind: str = GroupKind.BLOC) -> Bloc:
    """Make a bloc or cluster. Asks EDIT_UNITS anywhere: blocs reach across units."""
    require(by, Permission.EDIT_UNITS, None, timezone.localdate(at))
    if Bloc.objects.filter(code=code).exists():
        message = _("Mã “%(code)s” đã được dùng.") % {"code": code}
        raise InvalidInput(message, _("Đặt mã khác."), fields={"code": message})
    bloc = Bloc.objects.create(code=code, name=nfc(name), kind=kind, valid_from=day)
    audit(bloc, details={"code": code, "name": bloc.name, "from": day})
    return bloc


@service("bloc.place")
def place_in_bloc(*, unit_id: int, bloc_id: int | None, day: date, by: Actor, at: datetime) -> Unit:
    """Put a unit into a bloc from ``day`` on, out of any other of the same kind; None takes it out of its bloc."""
    require(by, Permission.EDIT_UNITS, unit_id, timezone.localdate(at))
    unit = lock_units([unit_id])[unit_id]
    check_day(day, at, unit)
    bloc = Bloc.objects.at(day).filter(pk=bloc_id).first() if bloc_id is not None else None
    if bloc_id is not None and bloc is None:
        raise NotFound(_("Không tìm thấy khối."), _("Chọn lại trong danh sách."))
    kind = bloc.kind if bloc else GroupKind.BLOC
    places = BlocMembership.objects.filter(unit=unit, bloc__kind=kind)
    old = places.at(day).values_list("bloc_id", flat=True).first()
    if old == bloc_id:
        return unit
    end_rows(places, day)
    if bloc is not None:
        BlocMembership.objects.create(bloc=bloc, unit=unit, valid_from=day)
    audit(unit, unit_id=unit_id, details={"from": day, "old_bloc": old, "new_bloc": bloc_id})
    return unit
