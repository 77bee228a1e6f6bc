"""Reading a facts file of award money: each fault is told with its place in the file and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import yaml

from thidua.rules.errors import BadFactError, RulesError
from thidua.rules.money.forecasts import Forecast, forecast
from thidua.rules.money.grants import CountingPeriod, Grant
from thidua.rules.money.payments import Payment, payment
from thidua.rules.money.tables import find_award, subject_name
from thidua.rules.yamls import parse_yaml

SEE_EXAMPLE = "Xem ví dụ trong docs/tien-thuong.md."
DAY_HELP = "Ghi dạng NĂM-THÁNG-NGÀY, ví dụ 2025-12-20."
TOP_KEYS = ("decided_on", "grants", "forecast")
GRANT_KEYS = ("award", "subject", "period", "achievement")
FORECAST_KEYS = ("award", "subject", "count")


def answer(text: str, decided_on: date | None = None) -> Payment | Forecast:
    """Read a facts file and answer it; ``decided_on`` given here goes before the file's own.

    Raise ``RulesError`` with a Vietnamese message and next step for anything that cannot be read or has no figure.
    """
    raw = _mapping(text)
    day = decided_on or _day(raw)
    if ("grants" in raw) == ("forecast" in raw):
        raise BadFactError("Tệp phải có đúng một trong hai mục “grants” và “forecast”.", SEE_EXAMPLE)
    if "grants" in raw:
        return payment([_grant(item, day, place) for item, place in _items(raw, "grants")], day)
    return forecast(_counts(_items(raw, "forecast")), day)


def _mapping(text: str) -> dict[str, Any]:
    """Read the YAML and check its top keys."""
    try:
        raw = parse_yaml(text)
    except RulesError:
        raise
    except (yaml.YAMLError, ValueError, TypeError) as error:  # ValueError: 30/02; TypeError: a list as a key
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 1}" if mark else ""
        raise BadFactError(
            f"Tệp không đúng cú pháp YAML{where}, hoặc có ngày không tồn tại.", f"Sửa rồi chạy lại. {SEE_EXAMPLE}"
        ) from error
    if not isinstance(raw, dict):
        raise BadFactError("Tệp phải gồm các mục “decided_on” và “grants” hoặc “forecast”.", SEE_EXAMPLE)
    _known_keys(raw, TOP_KEYS, "Tệp")
    return raw


def _day(raw: dict[str, Any]) -> date:
    """Return the day of decision; a moment is refused, since a time zone could shift it to another day."""
    if "decided_on" not in raw:
        raise BadFactError("Tệp thiếu ngày quyết định “decided_on”.", f"{DAY_HELP} Hoặc thêm --date khi chạy lệnh.")
    day = raw["decided_on"]
    if not isinstance(day, date) or isinstance(day, datetime):
        raise BadFactError(f"Ngày quyết định “{day}” không phải một ngày.", DAY_HELP)
    return day


def _items(raw: dict[str, Any], key: str) -> Sequence[tuple[dict[str, Any], str]]:
    """Return the lines of a list with the words for their place in the file."""
    lines = raw[key]
    if not isinstance(lines, list):
        raise BadFactError(f"Mục “{key}” phải là một danh sách, mỗi dòng mở đầu bằng dấu gạch (-).", SEE_EXAMPLE)
    items = [(item, f"Dòng {number} của “{key}”") for number, item in enumerate(lines, 1)]
    for item, place in items:
        if not isinstance(item, dict):
            raise BadFactError(f"{place} phải có dạng {{award: …, subject: …}}.", SEE_EXAMPLE)
    return items


def _known_keys(raw: dict[str, Any], known: tuple[str, ...], place: str) -> None:
    """Refuse a key that nobody defined; a mistyped one would silently count for nothing."""
    for key in raw:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f"Có phải “{near[0]}”? " if near else ""
            raise BadFactError(f"{place}: không có khóa “{key}”.", f"{hint}Các khóa được dùng: {', '.join(known)}.")


def _text(item: dict[str, Any], key: str, place: str) -> str:
    """Return a text that must be there."""
    value = item.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadFactError(f"{place} thiếu “{key}”.", f"Ghi {key}: kèm giá trị. {SEE_EXAMPLE}")
    return value.strip()


def _award_and_subject(item: dict[str, Any], place: str) -> tuple[str, str]:
    """Return both codes, each known; the refusal says on which line an unknown one stands."""
    award, subject = _text(item, "award", place), _text(item, "subject", place)
    try:
        find_award(award)
        subject_name(subject)
    except RulesError as error:
        raise BadFactError(f"{place}: {error.message_vi}", error.next_step_vi) from error
    return award, subject


def _grant(item: dict[str, Any], day: date, place: str) -> Grant:
    """Read one grant."""
    _known_keys(item, GRANT_KEYS, place)
    award, subject = _award_and_subject(item, place)
    achievement = _text(item, "achievement", place) if "achievement" in item else None
    try:
        grant = Grant(award, subject, CountingPeriod.read(item.get("period")), achievement)
        grant.check(day)
    except BadFactError as error:
        raise BadFactError(f"{place}: {error.message_vi}", error.next_step_vi) from error
    return grant


def _counts(items: Sequence[tuple[dict[str, Any], str]]) -> dict[tuple[str, str], int]:
    """Read the counts of a budget; two lines for the same award and subject are a slip, not a sum."""
    counts: dict[tuple[str, str], int] = {}
    for item, place in items:
        _known_keys(item, FORECAST_KEYS, place)
        key = _award_and_subject(item, place)
        count = item.get("count")
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise BadFactError(f"{place}: “count” phải là số nguyên từ 0 trở lên.", "Ghi ví dụ count: 120.")
        if key in counts:
            raise BadFactError(f"{place} lặp lại một khen thưởng đã ghi ở trên.", "Gộp hai dòng thành một.")
        counts[key] = count
    return counts
