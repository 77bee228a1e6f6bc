"""The unit a command is about, by its code."""

from __future__ import annotations

from datetime import date

from django.core.management.base import CommandError

from thidua.dossiers.selectors import root_unit
from thidua.people.models import Unit


def unit_asked(code: str, day: date) -> Unit:
    """Return the unit of ``code``, or without one the root that has people on ``day``; raises CommandError."""
    if code:
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị mang mã “{code}”.")
        return unit
    unit = root_unit(day)
    if unit is None:
        raise CommandError(f"Ngày {day:%d/%m/%Y} không có đúng một đơn vị gốc có người; chỉ rõ bằng --unit MÃ.")
    return unit
