"""The three tables of award money, read once, and the values in force on a day (carried forward where that is said)."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal

from thidua.rules.errors import BadFactError
from thidua.rules.money.errors import NoAmountError
from thidua.rules.numbers import DatedValue, Number, number_from
from thidua.rules.sources import Period
from thidua.rules.yamls import read_yaml

Kind = Literal["title", "form"]
SUBJECT_VI = {"person": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}
ALL_CODES = "Xem mọi mã trong docs/tien-thuong.md."
OTHER_AWARDS = "Khen thưởng của phong trào và trong nội bộ công đoàn tính theo quy chế của nơi tặng."


@dataclass(frozen=True, slots=True)
class Note:
    """A reservation about an award's figure, shown for decisions of its period."""

    period: Period
    text_vi: str


@dataclass(frozen=True, slots=True)
class PaidAward:
    """An award that brings money: its multiplier per subject; ``is_maximum``: the law sets a ceiling only."""

    code: str
    name_vi: str
    kind: Kind
    is_maximum: bool
    multipliers: dict[str, Number]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class CarriedForward:
    """From ``first_day`` on, what has no newer value keeps that of ``as_of``, unverified."""

    first_day: date
    as_of: date
    confidence: str
    warning_vi: str


@cache
def paid_awards() -> dict[str, PaidAward]:
    """Return every award that has a multiplier, by code, in the order of the file."""
    return {code: _award(code, raw) for code, raw in read_yaml("money/multipliers.yaml")["awards"].items()}


def _award(code: str, raw: dict[str, Any]) -> PaidAward:
    """Read one award; the keys of subjects hold its multipliers."""
    multipliers = {
        subject: number_from(f"{code}.{subject}", {"label_vi": raw["name_vi"], "unit": "ratio", "values": raw[subject]})
        for subject in SUBJECT_VI
        if subject in raw
    }
    notes = tuple(
        Note(Period.between(item["first_day"], item["last_day"]), item["text_vi"]) for item in raw.get("notes", ())
    )
    return PaidAward(code, raw["name_vi"], raw["kind"], raw.get("is_maximum", False), multipliers, notes)


@cache
def carried_forward() -> CarriedForward:
    """Return from which day values are carried forward, and with what mark and warning."""
    return CarriedForward(**read_yaml("money/multipliers.yaml")["carried_forward"])


@cache
def base_salaries() -> Number:
    """Return the base salary, đồng a month, by date."""
    return number_from("base_salary", read_yaml("money/base_salary.yaml"))


def base_salary_read_on() -> date:
    """Return the day on which somebody last looked whether a newer base salary exists."""
    day: date = read_yaml("money/base_salary.yaml")["read_on"]
    return day


@cache
def principles() -> dict[str, Number]:
    """Return the principles of counting award money, by name."""
    return {name: number_from(name, raw) for name, raw in read_yaml("money/principles.yaml").items()}


def value_on(number: Number, day: date) -> DatedValue | None:
    """Return the value in force on the day, or the one carried forward to it; ``None`` when none is recorded.

    A carried value keeps its own period, which then does not contain the day, and takes the mark of what is unverified.
    """
    carry = carried_forward()
    recorded = number.on(day)
    if recorded is not None or day < carry.first_day:
        return recorded
    last = number.on(carry.as_of)
    return None if last is None else replace(last, confidence=carry.confidence)


def principle_on(name: str, day: date) -> DatedValue | None:
    """Return a principle of the day; ``None`` when no text of that time was read."""
    return value_on(principles()[name], day)


def find_award(code: str) -> PaidAward:
    """Return the award; raise ``NoAmountError`` when the tables have no money for the code."""
    found = paid_awards().get(code)
    if found is None:
        near = difflib.get_close_matches(code, paid_awards(), n=2, cutoff=0.6)
        hint = f"Có phải bạn muốn: {', '.join(near)}? " if near else ""
        raise NoAmountError(f"Chưa ghi mức tiền thưởng cho mã “{code}”.", f"{hint}{ALL_CODES} {OTHER_AWARDS}")
    return found


def subject_name(subject: str) -> str:
    """Return the Vietnamese word for a subject; raise ``BadFactError`` for a code nobody defined."""
    try:
        return SUBJECT_VI[subject]
    except KeyError:
        known = ", ".join(f"{code} ({name})" for code, name in SUBJECT_VI.items())
        raise BadFactError(f"Không có đối tượng “{subject}”.", f"Dùng một trong: {known}.") from None


def multiplier_on(award: PaidAward, subject: str, day: date) -> DatedValue:
    """Return the award's multiplier for the subject; raise ``NoAmountError`` when none is recorded for the day."""
    name = subject_name(subject)
    number = award.multipliers.get(subject)
    if number is None:
        known = ", ".join(SUBJECT_VI[code] for code in award.multipliers)
        raise NoAmountError(
            f"Chưa ghi mức tiền thưởng của {award.name_vi} cho {name}.",
            f"Đối tượng đã có mức: {known}. Xem lại “subject”, hoặc tra nghị định rồi tính tay.",
        )
    found = value_on(number, day)
    if found is None:
        first = number.values[0].period.start
        raise NoAmountError(
            f"Chưa có hệ số tiền thưởng của {award.name_vi} cho {name} vào ngày {day:%d/%m/%Y}: "
            f"hệ số sớm nhất được ghi là từ {first:%d/%m/%Y}.",
            "Xem lại ngày quyết định, hoặc tra nghị định của thời kỳ đó rồi tính tay; phần mềm không đoán.",
        )
    return found


def base_salary_on(day: date) -> DatedValue:
    """Return the base salary in force on the day; raise ``NoAmountError`` before the oldest one recorded."""
    found = base_salaries().on(day)
    if found is None:
        first = base_salaries().values[0].period.start
        raise NoAmountError(
            f"Chưa ghi mức lương cơ sở ngày {day:%d/%m/%Y}: mức sớm nhất được ghi là từ {first:%d/%m/%Y}.",
            "Xem lại ngày quyết định, hoặc tra mức lương cơ sở của ngày đó rồi tính tay; phần mềm không đoán.",
        )
    return found
