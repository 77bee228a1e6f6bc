"""Writes of rounds: an upper unit opens a year's call for registrations and moves its deadlines."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.models import Title
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound
from thidua.kernel.versions import save_version
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import RegistrationLine, RegistrationRound
from ..selectors.registrations import titles_offered_on

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


@service("registration_round.open")
def open_round(
    *,
    owner_id: int,
    year: int,
    opens_on: date,
    soft_deadline: date,
    hard_deadline: date,
    title_codes: Collection[str],
    by: Actor,
    at: datetime,
) -> RegistrationRound:
    """Open the round of ``owner_id`` for ``year``; both deadlines last to the end of their day.

    Opening the same round again with the same values returns it. Raises InvalidInput for days out of order, unknown
    titles, or a round of the year that is already open with other values.
    """
    require(by, Permission.RECEIVE_REGISTRATIONS, owner_id, localdate(at))
    owner = Unit.objects.select_for_update().get(pk=owner_id)
    _check_days(year, opens_on, soft_deadline, hard_deadline)
    titles = _titles(title_codes, opens_on)
    days = {"opens_on": opens_on, "soft_deadline": soft_deadline, "hard_deadline": hard_deadline}
    existing = RegistrationRound.objects.filter(owner=owner, year=year).first()
    if existing is not None:
        if _says_the_same(existing, days, titles):
            return existing
        raise InvalidInput(
            _("Đợt đăng ký năm %(year)s của %(unit)s đã mở rồi.") % {"year": year, "unit": owner},
            _("Mở đợt đó để sửa thời hạn hoặc danh hiệu."),
            fields={"year": _("Năm này đã có đợt đăng ký.")},
        )
    call = RegistrationRound.objects.create(owner=owner, year=year, **days)
    call.titles.set(titles)
    audit(call, unit_id=owner_id, details={**days, "titles": sorted(title.code for title in titles)})
    return call


@service("registration_round.edit")
def edit_round(
    *,
    round_id: int,
    opens_on: date,
    soft_deadline: date,
    hard_deadline: date,
    title_codes: Collection[str],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> RegistrationRound:
    """Move a round's days or change the titles it offers. Submissions keep the “late” mark they got.

    Raises InvalidInput when a title taken out is already registered by somebody, StaleVersion as ``save_version``.
    """
    call = lock_round(round_id)
    require(by, Permission.RECEIVE_REGISTRATIONS, call.owner_id, localdate(at))
    _check_days(call.year, opens_on, soft_deadline, hard_deadline)
    titles = _titles(title_codes, opens_on)
    days = {"opens_on": opens_on, "soft_deadline": soft_deadline, "hard_deadline": hard_deadline}
    if _says_the_same(call, days, titles):
        return call
    before = {name: getattr(call, name) for name in days}
    old_titles = list(call.titles.all())
    _check_none_registered(call, [title for title in old_titles if title not in titles])
    save_version(call, expected=expected_version, **days)
    call.titles.set(titles)
    changes = {name: [before[name], value] for name, value in days.items() if before[name] != value}
    codes = [sorted(title.code for title in some) for some in (old_titles, titles)]
    audit(call, unit_id=call.owner_id, details=changes | ({"titles": codes} if codes[0] != codes[1] else {}))
    return call


def lock_round(round_id: int) -> RegistrationRound:
    """Return the round, locked; raises NotFound."""
    call = RegistrationRound.objects.select_for_update().filter(pk=round_id).first()
    if call is None:
        raise NotFound(_("Không tìm thấy đợt đăng ký này."), _("Mở lại từ danh sách đăng ký."))
    return call


def _says_the_same(call: RegistrationRound, days: dict[str, date], titles: list[Title]) -> bool:
    same_days = all(getattr(call, name) == value for name, value in days.items())
    return same_days and set(call.titles.all()) == set(titles)


def _check_days(year: int, opens_on: date, soft_deadline: date, hard_deadline: date) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise InvalidInput(_("Năm không hợp lệ."), fields={"year": _("Nhập năm gồm bốn chữ số.")})
    if opens_on > soft_deadline:
        message = _("Hạn nộp phải sau ngày mở.")
        raise InvalidInput(message, fields={"soft_deadline": message})
    if soft_deadline > hard_deadline:
        message = _("Hạn chót không được trước hạn nộp.")
        raise InvalidInput(message, fields={"hard_deadline": message})


def _titles(codes: Collection[str], day: date) -> list[Title]:
    titles = list(titles_offered_on(day).filter(code__in=codes))
    unknown = set(codes) - {title.code for title in titles}
    if unknown or not titles:
        message = _("Chọn ít nhất một danh hiệu còn hiệu lực trong danh mục.")
        if unknown:
            message = _("Danh hiệu không có trong danh mục: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        raise InvalidInput(message, fields={"titles": message})
    return titles


def _check_none_registered(call: RegistrationRound, removed: list[Title]) -> None:
    lines = RegistrationLine.objects.filter(registration__round=call, title__in=removed)
    names = sorted(set(lines.values_list("title__name", flat=True)))
    if names:
        message = _("Đã có đơn vị đăng ký: %(titles)s.") % {"titles": ", ".join(names)}
        next_step = _("Giữ danh hiệu này, hoặc đề nghị đơn vị bỏ đăng ký trước.")
        raise InvalidInput(message, next_step, fields={"titles": message})
