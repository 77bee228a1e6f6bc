"""Tags and filters that templates use: one-time keys, Vietnamese numbers, dates and shares, words for tones."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.formats import get_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

register = template.Library()

# Django's message levels → tones of the design system.
TONES = {"debug": "muted", "info": "info", "success": "ok", "warning": "warn", "error": "bad"}
TONE_ICONS = {"ok": "check", "warn": "warn", "bad": "bad", "info": "info", "muted": "muted"}
TONE_WORDS = {"ok": _("Xong"), "warn": _("Lưu ý"), "bad": _("Chưa được"), "info": _("Thông tin"), "muted": _("Ghi chú")}
STAGE_WORDS = {"done": _("đã xong"), "now": _("đang làm"), "todo": _("chưa tới"), "late": _("trễ hạn")}


@register.simple_tag
def once() -> SafeString:
    """Return the hidden one-time key that each form with an effect carries (see web/once.py)."""
    return format_html('<input type="hidden" name="_once" value="{}">', secrets.token_urlsafe(24))


@register.filter
def percent(ratio: Fraction | Decimal | float | None) -> str:
    """Return a ratio of one as per cent in the reader's notation: 0.9804 → “98,04 %”; None → “–”."""
    if ratio is None:
        return "–"
    if isinstance(ratio, Fraction):
        exact = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    else:
        exact = Decimal(str(ratio))
    rounded = (exact * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = number_format(rounded.normalize() if rounded != rounded.to_integral() else rounded.to_integral())
    return f"{text} %"


@register.filter
def number(value: int | None) -> str:
    """Return a count grouped by thousands for people: 20702 → “20.702”; None → “–”. Years are not counts."""
    # Django's Vietnamese formats name the separator and switch grouping off, so that years stay whole.
    return "–" if value is None else f"{value:,}".replace(",", get_format("THOUSAND_SEPARATOR"))


@register.filter
def day(value: date | None) -> str:
    """Return a day as people write it here: 05/03/2018; None → “–”."""
    return "–" if value is None else value.strftime("%d/%m/%Y")


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment in local time: 09:15 05/03/2018; None → “–”."""
    return "–" if value is None else localtime(value).strftime("%H:%M %d/%m/%Y")


@register.filter
def plain(number: object) -> str:
    """Return a number without separators, for attributes and addresses: 1.234 shown stays 1234 for machines."""
    return str(number)


@register.filter
def is_number(value: object) -> bool:
    """Say whether an entry of a page range is a page (not the gap “…”)."""
    return isinstance(value, int)


@register.filter
def page_range(page: Page) -> Iterator[int | str]:
    """Return the page numbers to show, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def with_query(context: Context, name: str, value: object) -> str:
    """Return “?…” of the current address with one parameter replaced; filters and order stay."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return f"?{name}={value}"
    query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def download_query(context: Context, code: str, form: str) -> str:
    """Return “?…” under which this page hands out a list as a file: the filter and order stay, the page goes."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop("page", None)
    query["xuat"] = form
    if code:
        query["bang"] = code
    return f"?{query.urlencode()}"


@register.filter
def tone(message_tags: str) -> str:
    """Return the tone of a message of django.contrib.messages."""
    return next((TONES[tag] for tag in str(message_tags).split() if tag in TONES), "info")


@register.filter
def tone_icon(name: str) -> str:
    """Return the icon of a tone; any other name is an icon already."""
    return TONE_ICONS.get(name, name)


@register.filter
def tone_word(name: str) -> str | Promise:
    """Return the word that says a tone without colour."""
    return TONE_WORDS.get(name, TONE_WORDS["info"])


@register.filter
def stage_word(state: str) -> str | Promise:
    """Return the word of a ribbon stage's state."""
    return STAGE_WORDS.get(state, "")


@register.filter
def first_input(field: BoundField) -> str:
    """Return the id that a link to a field should lead to: of a group of choices, its first one."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()
