"""Deadlines in words: how many days are left or have passed; beside the day itself."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = 7  # days from which a deadline is shown as a warning
OLD = 365  # days after which a count tells nobody anything: the day itself stands beside the words


def days_left(deadline: date, today: date) -> str:
    """Return “còn 5 ngày”, “đã quá 3 ngày”, or “đã qua” after a year; the deadline's own day still counts."""
    left = (deadline - today).days
    if left == 0:
        return _("hết hạn vào cuối ngày hôm nay")
    if left > 0:
        return ngettext("còn %(days)s ngày", "còn %(days)s ngày", left) % {"days": left}
    if left < -OLD:
        return _("đã qua")
    return ngettext("đã quá %(days)s ngày", "đã quá %(days)s ngày", -left) % {"days": -left}


def tone(deadline: date, today: date) -> str:
    """Return the badge tone of a deadline: bad when passed, muted once long ago, warn when near, info otherwise."""
    left = (deadline - today).days
    if left < 0:
        return "muted" if left < -OLD else "bad"
    return "warn" if left <= SOON else "info"
