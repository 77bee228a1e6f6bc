"""The submission letter of a dossier: begun, and corrected while nothing of it is past the sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version
from thidua.movements.models import Movement
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import Dossier
from ..states import ENDED, DossierKind, NominationState

_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Letter:
    """The submission letter of a dossier, as a person fills it in."""

    year: int
    title: str
    kind: str = DossierKind.REGULAR
    movement_id: int | None = None
    simplified: bool = False
    letter_number: str = ""
    letter_date: date | None = None

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return {
            "year": self.year, "title": nfc(self.title), "kind": self.kind, "movement_id": self.movement_id,
            "simplified": self.simplified, "letter_number": nfc(self.letter_number), "letter_date": self.letter_date,
        }  # fmt: skip


@service("dossier.create")
def create_dossier(*, unit_id: int, letter: Letter, by: Actor, at: datetime) -> Dossier:
    """Begin a dossier of a unit. Raises InvalidInput for an empty title, a year to come, a theme without movement."""
    day = localdate(at)
    require(by, Permission.NOMINATE, unit_id, day)
    _check_letter(letter, day)
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    code = _next_code(unit, letter.year)
    dossier = Dossier.objects.create(code=code, unit=unit, created_by_id=by.pk, created_at=at, **letter.values())
    audit(dossier, unit_id=unit_id, details={"code": code, "year": letter.year, "kind": letter.kind})
    return dossier


@service("dossier.edit")
def edit_dossier(*, dossier_id: int, letter: Letter, expected_version: int | None, by: Actor, at: datetime) -> Dossier:
    """Correct the submission letter while nothing of it is past the sender; raises WrongState afterwards."""
    dossier = lock_dossier(dossier_id, by, at)
    day = localdate(at)
    if dossier.nominations.exclude(state__in=[NominationState.DRAFT, NominationState.RETURNED, *ENDED]).exists():
        raise WrongState(
            _("Hồ sơ đã gửi nên không sửa được tờ trình."), _("Rút hồ sơ về khi nơi nhận chưa tiếp nhận, rồi sửa.")
        )
    _check_letter(letter, day)
    values = letter.values()
    changes = {name: [_plain(getattr(dossier, name)), _plain(new)] for name, new in values.items()}
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        save_version(dossier, expected=expected_version, **values)
        audit(dossier, unit_id=dossier.unit_id, details=changed)
    return dossier


def _check_letter(letter: Letter, day: date) -> None:
    errors = {}
    if not nfc(letter.title):
        errors["title"] = _("Ghi trích yếu của tờ trình.")
    if letter.kind not in DossierKind.values:
        errors["kind"] = _("Chọn loại khen thưởng.")
    if not _FIRST_YEAR <= letter.year <= day.year:
        errors["year"] = _("Chọn năm thành tích từ %(first)s đến nay.") % {"first": _FIRST_YEAR}
    known = letter.movement_id is not None and Movement.objects.filter(pk=letter.movement_id).exists()
    if letter.kind == DossierKind.THEMATIC and not known:
        errors["movement_id"] = _("Chọn phong trào, chuyên đề.")
    if letter.letter_date is not None and letter.letter_date > day:
        errors["letter_date"] = _("Ngày tờ trình không được ở tương lai.")
    if letter.simplified and letter.kind not in {DossierKind.SUDDEN, DossierKind.EXTERNAL}:
        errors["simplified"] = _("Thủ tục đơn giản chỉ dành cho khen đột xuất và đối ngoại.")
    if errors:
        raise InvalidInput.at(errors, _("Sửa các ô được đánh dấu rồi lưu lại."))


def lock_dossier(dossier_id: int, by: Actor, at: datetime) -> Dossier:
    """Return the dossier, locked, for whoever may put up at its unit; raises NotFound, NotAllowed."""
    found = Dossier.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=dossier_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy hồ sơ này."), _("Mở lại từ danh sách hồ sơ."))
    require(by, Permission.NOMINATE, found.unit_id, localdate(at))
    return found


def _next_code(unit: Unit, year: int) -> str:
    """Return the next free code of a unit's year; the unit's row is locked by the caller."""
    stem = f"hs-{year}-{unit.pk}-"
    taken = Dossier.objects.filter(code__startswith=stem).values_list("code", flat=True)
    last = max((int(number) for number in (code.removeprefix(stem) for code in taken) if number.isdigit()), default=0)
    return f"{stem}{last + 1}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
