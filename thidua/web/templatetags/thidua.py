"""Tags and filters that templates use: one-time keys, Vietnamese numbers, dates and shares."""

from __future__ import annotations

import secrets
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Return the hidden one-time key that each form with an effect carries (see web/once.py)."""
    return format_html('<input type="hidden" name="_once" value="{}">', secrets.token_urlsafe(24))


@register.filter
def percent(ratio: Fraction | Decimal | float | None) -> str:
    """Return a ratio of one as per cent in the reader's notation: 0.9804 → “98,04 %”; None → “–”."""
    if ratio is None:
        return "–"
    exact = Decimal(ratio.numerator) / Decimal(ratio.denominator) if isinstance(ratio, Fraction) else Decimal(str(ratio))
    rounded = (exact * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = number_format(rounded.normalize() if rounded != rounded.to_integral() else rounded.to_integral())
    return f"{text} %"
