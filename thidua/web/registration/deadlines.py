"""Deadlines in words: the day, and how many days are left or have passed."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = 7  # days from which a deadline is shown as a warning


def days_left(deadline: date, today: date) -> str:
    """Return “còn 5 ngày”, “hết hạn hôm nay” or “đã quá 3 ngày”; the deadline's own day still counts."""
    left = (deadline - today).days
    if left == 0:
        return _("hết hạn vào cuối ngày hôm nay")
    if left > 0:
        return ngettext("còn %(days)s ngày", "còn %(days)s ngày", left) % {"days": left}
    return ngettext("đã quá %(days)s ngày", "đã quá %(days)s ngày", -left) % {"days": -left}


def tone(deadline: date, today: date) -> str:
    """Return the badge tone of a deadline: bad when passed, warn when near, info otherwise."""
    left = (deadline - today).days
    if left < 0:
        return "bad"
    return "warn" if left <= SOON else "info"
