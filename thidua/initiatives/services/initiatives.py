"""Writes of initiatives: entered with authors and shares, recognised by a decision, recognition withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version
from thidua.people.models import Membership, Person, Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.rules.names import AWARDS

from ..models import Authorship, Initiative
from ..states import InitiativeKind, Scope

WHOLE = 100  # the authors' shares of one initiative, in per cent, sum to this


@service("initiative.record")
def record_initiative(
    *,
    unit_id: int,
    year: int,
    name: str,
    authors: Mapping[int, int],
    by: Actor,
    at: datetime,
    kind: str = InitiativeKind.INITIATIVE,
    code: str = "",
) -> Initiative:
    """Enter an initiative of ``unit_id`` filed under ``year``; ``authors`` is person → share in whole per cent.

    Without a ``code`` the next free one of the unit's year is given. Raises InvalidInput for an empty name, shares
    that do not sum to 100, an author with no place anywhere in that year, authors none of whom was of the unit in it, a
    code in use, or a year to come.
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    title = _checked(name, kind, year, authors, today)
    _check_ours(unit, year, authors)
    initiative = Initiative.objects.create(
        code=_free_code(unit, year, code), unit=unit, year=year, kind=kind, **Initiative.name_fields(title)
    )
    _write_authors(initiative, authors)
    details = {"year": year, "name": title, "kind": kind, "authors": _plain(authors)}
    audit(initiative, unit_id=unit_id, details=details)
    return initiative


@service("initiative.edit")
def edit_initiative(
    *,
    initiative_id: int,
    year: int,
    name: str,
    authors: Mapping[int, int],
    kind: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Initiative:
    """Correct an initiative that is not recognised; raises WrongState for a recognised one, else as when entering."""
    initiative = _locked(initiative_id)
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, initiative.unit_id, today)
    _check_open(initiative)
    _check_ours(initiative.unit, year, authors)
    values = {"year": year, "kind": kind, **Initiative.name_fields(_checked(name, kind, year, authors, today))}
    before = {field: getattr(initiative, field) for field in values}
    old_authors = dict(initiative.authorships.values_list("person_id", "share"))
    if before == values and old_authors == dict(authors):
        return initiative
    save_version(initiative, expected=expected_version, **values)
    if old_authors != dict(authors):
        initiative.authorships.all().delete()
        _write_authors(initiative, authors)
    told = ("year", "kind", "name")
    changes = {field: [before[field], values[field]] for field in told if before[field] != values[field]}
    if old_authors != dict(authors):
        changes["authors"] = [_plain(old_authors), _plain(authors)]
    audit(initiative, unit_id=initiative.unit_id, details=changes)
    return initiative


@service("initiative.recognise")
def recognise_initiative(
    *,
    initiative_id: int,
    scope: str,
    decision_number: str,
    decided_on: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Initiative:
    """Record the decision that recognised an initiative at ``scope``; a wider one later replaces the narrower.

    Raises InvalidInput for an unknown scope, no number, a day to come or before the initiative's year.
    """
    initiative = _locked(initiative_id)
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, initiative.unit_id, today)
    _check_decision(initiative, scope, decision_number, decided_on, today)
    values = {"scope": scope, "decision_number": nfc(decision_number), "decided_on": decided_on}
    before = {field: getattr(initiative, field) for field in values}
    if before == values:
        return initiative
    save_version(initiative, expected=expected_version, **values)
    audit(initiative, unit_id=initiative.unit_id, details={f: [before[f], values[f]] for f in values})
    return initiative


@service("initiative.withdraw")
def withdraw_recognition(
    *, initiative_id: int, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Initiative:
    """Take the recognition back, with a reason; raises WrongState when a title already rests on it."""
    initiative = _locked(initiative_id)
    require(by, Permission.RECORD_RESULTS, initiative.unit_id, localdate(at))
    if not initiative.scope:
        return initiative
    if not nfc(reason):
        message = _("Ghi rõ lý do rút công nhận.")
        raise InvalidInput(message, fields={"reason": message})
    if initiative.used_for:
        raise WrongState(
            _("Sáng kiến này đã được dùng để xét %(award)s.") % {"award": initiative.used_for_name},
            _("Xử lý khen thưởng đó trong sổ trước, rồi bỏ ghi “đã dùng”."),
        )
    before = {f: getattr(initiative, f) for f in ("scope", "decision_number", "decided_on")}
    save_version(initiative, expected=expected_version, scope="", decision_number="", decided_on=None)
    audit(initiative, unit_id=initiative.unit_id, details={"withdrawn": before, "reason": nfc(reason)})
    return initiative


@service("initiative.use")
def use_initiative(
    *, initiative_id: int, award: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Initiative:
    """Record for which title or form a recognised initiative served; "" takes that back. It serves one proposal.

    Raises WrongState for one that is not recognised, or already serves another award; InvalidInput for an unknown code.
    """
    initiative = _locked(initiative_id)
    require(by, Permission.RECORD_RESULTS, initiative.unit_id, localdate(at))
    if award and (award not in AWARDS or AWARDS[award].subject != "person"):
        message = _("Chọn danh hiệu hoặc hình thức khen thưởng trong danh sách.")
        raise InvalidInput(message, fields={"award": message})
    before = initiative.used_for
    if before == award:
        return initiative
    _check_free_to_use(initiative, award)
    save_version(initiative, expected=expected_version, used_for=award)
    audit(initiative, unit_id=initiative.unit_id, details={"used_for": [before, award]})
    return initiative


def _check_free_to_use(initiative: Initiative, award: str) -> None:
    if award and not initiative.scope:
        raise WrongState(_("Sáng kiến chưa được công nhận."), _("Ghi quyết định công nhận trước."))
    if award and initiative.used_for:
        raise WrongState(
            _("Sáng kiến này đã dùng để xét %(award)s; mỗi sáng kiến chỉ dùng một lần.")
            % {"award": initiative.used_for_name},
            _("Nếu ghi nhầm, bỏ ghi “đã dùng” trước."),
        )


def _locked(initiative_id: int) -> Initiative:
    found = Initiative.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=initiative_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy sáng kiến này."), _("Mở lại từ danh sách sáng kiến."))
    return found


def _check_open(initiative: Initiative) -> None:
    if initiative.scope:
        raise WrongState(
            _("Sáng kiến đã được công nhận nên không sửa được."), _("Rút công nhận (có lý do) rồi sửa và ghi lại.")
        )


def _checked(name: str, kind: str, year: int, authors: Mapping[int, int], today: date) -> str:
    """Return the name in one form; raises InvalidInput with every fault found."""
    errors = {}
    title = nfc(name)
    if not title:
        errors["name"] = _("Ghi tên sáng kiến, đề tài.")
    if kind not in InitiativeKind.values:
        errors["kind"] = _("Chọn loại.")
    if year > today.year:
        errors["year"] = _("Chưa đến năm %(year)s.") % {"year": year}
    total = sum(authors.values())
    if not authors:
        errors["authors"] = _("Ghi ít nhất một tác giả.")
    elif total != WHOLE or min(authors.values()) < 1:
        errors["authors"] = _("Tỷ lệ đóng góp của các tác giả phải cộng lại bằng 100 %% (đang là %(total)s %%).") % {
            "total": total
        }
    else:
        strangers = set(authors) - _working_in(year, authors)
        if strangers:
            names = Person.objects.filter(id__in=strangers).values_list("full_name", flat=True)
            errors["authors"] = _("Không có nơi công tác trong năm %(year)s: %(names)s.") % {
                "year": year,
                "names": ", ".join(names) or "…",
            }
    if errors:
        raise InvalidInput.at(errors)
    return title


def _working_in(year: int, authors: Mapping[int, int]) -> set[int]:
    places = Membership.objects.filter(person_id__in=list(authors), valid_from__lt=date(year + 1, 1, 1))
    ended = places.filter(valid_to__lte=date(year, 1, 1)).values("id")
    return set(places.exclude(id__in=ended).values_list("person_id", flat=True))


def _check_ours(unit: Unit, year: int, authors: Mapping[int, int]) -> None:
    """Refuse to file under a unit what none of its people made; co-authors may be of anywhere."""
    places = Membership.objects.filter(person_id__in=list(authors), unit__above__ancestor=unit)
    began = places.filter(valid_from__lt=date(year + 1, 1, 1))
    if not began.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=date(year, 1, 1))).exists():
        message = _("Không tác giả nào thuộc đơn vị trong năm %(year)s.") % {"year": year}
        raise InvalidInput(message, _("Ghi sáng kiến ở đơn vị của một tác giả."), fields={"authors": message})


def _check_decision(initiative: Initiative, scope: str, number: str, decided_on: date, today: date) -> None:
    errors = {}
    if scope not in Scope.values:
        errors["scope"] = _("Chọn phạm vi công nhận.")
    if not nfc(number):
        errors["decision_number"] = _("Ghi số quyết định công nhận.")
    if decided_on > today:
        errors["decided_on"] = _("Ngày công nhận không được ở tương lai.")
    elif decided_on.year < initiative.year:
        errors["decided_on"] = _("Ngày công nhận không được trước năm của sáng kiến.")
    if errors:
        raise InvalidInput.at(errors)


def _free_code(unit: Unit, year: int, code: str) -> str:
    """Return ``code`` when free, or the unit's next one of the year; the unit's row is locked by the caller."""
    if code:
        if Initiative.objects.filter(code=code).exists():
            message = _("Mã này đã dùng cho sáng kiến khác.")
            raise InvalidInput(message, fields={"code": message})
        return code
    stem = f"sk-{year}-{unit.pk}-"
    taken = Initiative.objects.filter(code__startswith=stem).values_list("code", flat=True)
    last = max((int(number) for number in (c.removeprefix(stem) for c in taken) if number.isdigit()), default=0)
    return f"{stem}{last + 1}"


def _write_authors(initiative: Initiative, authors: Mapping[int, int]) -> None:
    rows = [Authorship(initiative=initiative, person_id=person, share=share) for person, share in authors.items()]
    Authorship.objects.bulk_create(rows)


def _plain(authors: Mapping[int, int]) -> list[list[int]]:
    return [[person, share] for person, share in sorted(authors.items())]
