"""Row versions: two people at once never overwrite each other silently."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from .errors import StaleVersion


class Versioned(models.Model):
    """A row with a version number that each save raises by one."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def save_version(row: Versioned, *, expected: int | None, **values: Any) -> None:
    """Write ``values`` to ``row`` if it is still at version ``expected``; ``None`` means the caller holds its lock.

    The check and the write are one SQL statement, so of two savers exactly one wins. Raises StaleVersion with the
    stored values of the same fields.
    """
    at_version = row.version if expected is None else expected
    model = type(row)
    changed = model._base_manager.filter(pk=row.pk, version=at_version).update(**values, version=at_version + 1)
    if not changed:
        current = model._base_manager.filter(pk=row.pk).values(*values, "version").first()
        raise StaleVersion(
            _("Dòng này vừa được người khác lưu trong lúc bạn đang sửa."),
            _("Xem giá trị hiện tại, gộp phần của bạn rồi lưu lại."),
            current=current,
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.version = at_version + 1
