"""A draft rule, written by an officer in the same files as the law's own, makes another book. Nothing is executed.

Beside the keys of ``awards/<award>.rule.yaml`` a row may say ``replaces: [ids]``: those rules end the day before it
begins. Left out, it takes the place of the award's rules that are only carried into a law nobody had read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from string import Formatter
from types import NoneType
from typing import Any

from thidua.rules.book import LawBook, bound_rule
from thidua.rules.conditions import Clause, Condition, Param, params_of, walk
from thidua.rules.engine import judge
from thidua.rules.errors import RuleDataError
from thidua.rules.facts import GRADES, History
from thidua.rules.grammar import Setting, citation_of, read_condition
from thidua.rules.library import read_rules
from thidua.rules.names import award_name
from thidua.rules.numbers import Number, Sheet, number_from
from thidua.rules.rule import BoundRule, Rule
from thidua.rules.simulation.numbers import check_value, days_of_change, over
from thidua.rules.simulation.untrusted import Lined, read_untrusted, told
from thidua.rules.sources import Period

RULES_VI, NUMBERS_VI = "Quy tắc", "Số liệu"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,39}")
_MUST = {"id": str, "first_day": date, "citation": str, "confidence": str}
_MAY = {
    "last_day": date, "needs": dict, "name_vi": str, "disabled": str, "note": str, "carry_forward": bool,
    "replaces": list,
}  # fmt: skip
_MOST_ROWS = 20
_LONGEST_WINDOW = 100  # years
_WINDOWS = ("window", "years", "years_before")


def draft_book(base: LawBook, rule_yaml_text: str, params_yaml_text: str) -> LawBook:
    """Return ``base`` with a draft's rules and numbers in it.

    Raises ``RulesError`` with the line of the fault: bad YAML, unknown kinds, missing numbers, an id already taken.
    """
    raw = read_untrusted(rule_yaml_text, RULES_VI)
    award, rows = _rows_of(raw)
    rules = tuple(rule for row in rows for rule in _rules_of(base, award, row))
    sheet = _sheet(base, award, params_yaml_text)
    ended = _ended(base.rules.get(award, ()), rows)
    book = replace(base, rules={**base.rules, award: ended})
    book = book.with_rules(f"{base.name}+{rules[0].id}", rules, [sheet])
    for rule, row in zip(rules, _rows_again(rules, rows), strict=True):
        with told(RULES_VI, row.line):
            _check_words(rule)
            check_on(book, award, days_of_change(book, award, rule.period))
    return book


def rules_in(rule_yaml_text: str) -> tuple[str, tuple[str, ...]]:
    """Return the award and the ids of a draft's rows, without looking at what they say. Raises ``RulesError``."""
    award, rows = _rows_of(read_untrusted(rule_yaml_text, RULES_VI))
    return award, tuple(row["id"] for row in rows)


def check_on(book: LawBook, award: str, days: Iterable[date]) -> None:
    """Raise ``RuleDataError`` unless somebody of whom nothing is known can be judged on each of these days."""
    for day in days:
        bound = bound_rule(book, award, day)
        if bound is None:
            continue
        _check_windows(bound)
        judge(award=award, history=History(), year=day.year, decided_on=day, book=book)


def _rows_of(raw: Any) -> tuple[str, list[Lined]]:
    """Check the outer form of a draft: the award, and a list of rows of the right shape."""
    if not isinstance(raw, Lined) or set(raw) != {"award", "rules"} or not isinstance(raw["rules"], list):
        raise RuleDataError(
            f"{RULES_VI} phải có hai khóa “award” và “rules” (một danh sách).", "Xem ví dụ trong tài liệu."
        )
    award, rows = raw["award"], raw["rules"]
    if not isinstance(award, str):
        raise RuleDataError("“award” phải là mã của một danh hiệu.", "Xem ví dụ trong tài liệu.")
    award_name(award)
    if not 1 <= len(rows) <= _MOST_ROWS:
        raise RuleDataError(f"{RULES_VI} phải có từ 1 đến {_MOST_ROWS} dòng.", "Chia thành nhiều bản.")
    for row in rows:
        _check_row(row)
    ids = [row["id"] for row in rows]
    if len(set(ids)) != len(ids):
        raise RuleDataError("Hai dòng có cùng mã id.", "Đặt mỗi dòng một mã riêng.")
    return award, rows


def _check_row(row: Any) -> None:
    if not isinstance(row, Lined):
        raise RuleDataError("Mỗi dòng của “rules” phải là các cặp “khóa: giá trị”.", "Xem ví dụ trong tài liệu.")
    with told(RULES_VI, row.line):
        missing = [key for key in _MUST if key not in row] + ([] if {"needs", "disabled"} & set(row) else ["needs"])
        if missing:
            raise RuleDataError(f"thiếu khóa {', '.join(missing)}.", "Ghi đủ rồi thử lại.")
        unknown = [str(key) for key in row if key not in {**_MUST, **_MAY}]
        if unknown:
            raise RuleDataError(
                f"khóa không hiểu: {', '.join(unknown)}.", f"Dùng các khóa: {', '.join([*_MUST, *_MAY])}."
            )
        for key, kind in {**_MUST, **_MAY}.items():
            left_out = key in _MAY and row.get(key) is None
            if not left_out and (not isinstance(row[key], kind) or isinstance(row[key], datetime)):
                raise RuleDataError(
                    f"giá trị của “{key}” sai kiểu.", "Ngày ghi dạng 2026-10-01, chữ để trong ngoặc kép."
                )
        if not _ID.fullmatch(row["id"]):
            raise RuleDataError(
                f"mã “{row['id'][:40]}” không hợp lệ.", "Dùng chữ không dấu, số và gạch nối, ví dụ I-LDTT-26."
            )
        row.setdefault("last_day", None)
        if row["last_day"] is not None and row["last_day"] < row["first_day"]:
            raise RuleDataError("last_day ở trước first_day.", "Sửa lại ngày.")


def _rules_of(base: LawBook, award: str, row: Lined) -> tuple[Rule, ...]:
    """Read one row; a fault inside its conditions is told with the line of the innermost one that cannot be read."""
    taken = {rule.id for rules in base.rules.values() for rule in rules} | {gate.id for gate in base.gates}
    with told(RULES_VI, row.line):
        if row["id"] in taken:
            raise RuleDataError(f"mã “{row['id']}” đã có trong luật.", "Đặt mã mới: bản mới không sửa bản cũ.")
        setting = Setting(award, citation_of(row["citation"]), row["confidence"])
        if "disabled" not in row:
            _find_fault(row["needs"], setting)
        return read_rules({"award": award, "rules": [row]}, base.regimes[-1].period.start)


def _find_fault(node: Any, setting: Setting) -> None:
    """Read a condition from the inside out, so that the first fault met is the innermost one."""
    if not isinstance(node, Lined):
        raise RuleDataError("điều kiện phải là các cặp “khóa: giá trị”.", "Xem ví dụ trong tài liệu.")
    for key in ("all", "any"):
        for part in node.get(key) or () if isinstance(node.get(key), list) else ():
            _find_fault(part, setting)
    with told(RULES_VI, node.line):
        read_condition(node, setting)


def _rows_again(rules: tuple[Rule, ...], rows: list[Lined]) -> list[Lined]:
    """Return the row of each rule; a carried copy comes from the same row."""
    by_id = {row["id"]: row for row in rows}
    return [by_id[rule.id] for rule in rules]


def _ended(old: tuple[Rule, ...], rows: list[Lined]) -> tuple[Rule, ...]:
    """End the rules that the rows replace, the day before."""
    for row in rows:
        ids = row.get("replaces")
        known = {rule.id for rule in old}
        if unknown := [str(one) for one in ids or () if one not in known]:
            raise RuleDataError(
                f"{RULES_VI}, dòng {row.line}: không có quy tắc {', '.join(unknown)} để thay.",
                "Kiểm tra lại mã trong “replaces”.",
            )
        first = row["first_day"]
        old = tuple(
            ended
            for rule in old
            for ended in ([rule] if not (rule.carried if ids is None else rule.id in ids) else _until(rule, first))
        )
    return old


def _until(rule: Rule, first: date) -> list[Rule]:
    """Return what is left of a rule before a day; nothing of one that begins later."""
    if rule.period.start >= first:
        return []
    until = rule.period.until
    return [replace(rule, period=Period(rule.period.start, first if until is None else min(until, first)))]


def _sheet(base: LawBook, award: str, text: str) -> Sheet:
    """Return the award's numbers with the draft's put over them."""
    raw = read_untrusted(text, NUMBERS_VI) if text.strip() else Lined()
    numbers = raw.get("numbers") if isinstance(raw, Lined) and raw else {}
    if not isinstance(numbers, Mapping):
        raise RuleDataError(f"{NUMBERS_VI} phải có khóa “numbers”.", "Xem ví dụ trong tài liệu.")
    known = base.sheets[award].numbers if award in base.sheets else {}
    return Sheet(award, {**known, **{str(name): _number(known, str(name), item) for name, item in numbers.items()}})


def _number(known: Mapping[str, Number], name: str, raw: Any) -> Number:
    """Read one number of a draft; values of a known number go over its own for their days."""
    with told(f"{NUMBERS_VI} “{name[:40]}”", getattr(raw, "line", 0)):
        if not isinstance(raw["unit"], str):
            raise TypeError
        for item in raw["values"]:
            item.setdefault("checked_by", None)
            item.setdefault("last_day", None)
            check_value(item["value"], raw["unit"])
            if type(item["first_day"]) is not date or type(item["last_day"]) not in (date, NoneType):
                raise TypeError
        number = number_from(name, raw)
        if not isinstance(number.label_vi, str):
            raise TypeError
        return over(known[name], number.values) if name in known else number


def _check_windows(bound: BoundRule) -> None:
    """Refuse values that a condition cannot use: a window of a million years would never end."""
    for part in walk(bound.condition):
        for name in type(part).__dataclass_fields__:
            param = getattr(part, name)
            if isinstance(param, Param) and not _fits(name, bound.values[param.name]):
                raise RuleDataError(
                    f"số liệu “{param.name}” không dùng được ở chỗ “{name}”.",
                    f"Số năm phải từ 0 đến {_LONGEST_WINDOW}; cờ là có hoặc không; xếp loại phải có trong danh mục.",
                )


def _fits(place: str, value: Any) -> bool:
    """Say whether a value can stand at a place of a condition: what the law does not set cannot be asked for."""
    if value is None:
        return False
    if place in _WINDOWS:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_WINDOW
    if place == "include_proposal_year":
        return isinstance(value, bool)
    return value in GRADES if place == "min_grade" else True


def _check_words(rule: Rule) -> None:
    """Refuse texts with anything but names of the rule's numbers in braces: a format may reach further than words."""
    allowed = {"year", *(name for part in walk(rule.condition) for name in params_of(part))}
    for part in walk(rule.condition):
        for text in _texts(part):
            for _literal, name, form, conversion in Formatter().parse(text):
                if name is not None and (name not in allowed or form or conversion):
                    raise RuleDataError(
                        f"lời có chỗ trống không hiểu: “{{{name}}}”.", "Chỉ dùng {year} và tên các số liệu."
                    )


def _texts(part: Condition) -> tuple[str, ...]:
    clause: Clause = part.clause
    texts = (clause.text_vi, clause.why_not_vi, clause.about_vi, clause.next_vi or "")
    if not all(isinstance(text, str) for text in texts):
        raise RuleDataError("lời của điều kiện phải là chữ.", "Để lời trong ngoặc kép.")
    return texts
