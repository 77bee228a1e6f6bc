"""What the services of this room share: fetching a row under lock, and turning a verdict into a refusal."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from thidua.kernel.errors import NotFound, StaleVersion, WrongState
from thidua.kernel.verdicts import Verdict
from thidua.kernel.versions import Versioned

Row = TypeVar("Row", bound=models.Model)


def locked(model: type[Row], pk: int, *related: str) -> Row:
    """Return the row, locked until the transaction ends, with its ``related`` rows; raises NotFound when missing."""
    rows = model._base_manager.select_for_update(of=("self",))
    if related:
        rows = rows.select_related(*related)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Không tìm thấy dữ liệu cần ghi."), _("Tải lại trang rồi thử lại."))
    return found


def insist(verdict: Verdict) -> None:
    """Raise WrongState with the verdict's reason unless it allows; the permission itself has been asked before."""
    if not verdict:
        raise WrongState(verdict.reason, _("Tải lại trang để xem trạng thái mới nhất và những việc có thể làm."))


def insist_version(row: Versioned, expected: int | None) -> None:
    """Raise StaleVersion when the locked row is no longer the one its editor saw; None skips the check."""
    if expected is not None and row.version != expected:
        raise StaleVersion(
            _("Dòng này vừa được người khác lưu trong lúc bạn đang sửa."),
            _("Xem giá trị hiện tại, gộp phần của bạn rồi lưu lại."),
        )
