"""A file of facts written by hand, asked of the law: one subject, or many ``stories``. No database is involved.

The format is described for people in ``docs/ho-so-viet-tay.md``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from thidua.rules import handwriting as hand
from thidua.rules.answers import ANSWER_VI, Answer
from thidua.rules.book import LawBook
from thidua.rules.conditions import HumanFinding, RecognisedInitiatives, walk
from thidua.rules.engine import judge
from thidua.rules.errors import BadFactError
from thidua.rules.facts import History
from thidua.rules.names import AWARDS, SUBJECT_VI, SUBJECTS, any_name, award_name
from thidua.rules.reasons import Judgement
from thidua.rules.render import render_text
from thidua.rules.safe_yaml import read_typed
from thidua.rules.stories import subject_from

FILE_VERSION = 1
_ASKED = ("name", "year", "date", "title", "titles", "award", "answer", "rule", "because", *SUBJECTS)
_TOP = ("stories", "common", "title", "titles", "award")
_STORIES = ".examples"
_NO_RULE_VI = "không có quy tắc"


@dataclass(frozen=True, slots=True)
class Question:
    """One subject, year and day of a file. ``awards`` empty = all of that subject; ``expected``: what the file says."""

    place: str
    name: str | None
    subject: str
    history: History
    year: int
    day: date
    awards: tuple[str, ...]
    expected: Answer | None = None
    rule: str | None = None
    rule_given: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says over the file: it goes first."""

    awards: tuple[str, ...] = ()
    year: int | None = None
    day: date | None = None

    def differs_from(self, told: Wanted) -> bool:
        """Say whether something else is asked than the file tells of, so that its answer does not apply."""
        pairs = ((self.awards, told.awards), (self.year, told.year), (self.day, told.day))
        return any(asked and told and asked != told for asked, told in pairs)


@dataclass(frozen=True, slots=True)
class Told:
    """A question with the law's answers. ``agrees``: as the file expects; ``None`` when it expects nothing."""

    question: Question
    regime: str | None
    judgements: tuple[Judgement, ...]

    @property
    def agrees(self) -> bool | None:
        """Whether every answer, and the rule where the file names it, is as expected."""
        asked = self.question
        if asked.expected is None:
            return None
        return all(
            found.answer is asked.expected and (not asked.rule_given or found.rule_id == asked.rule)
            for found in self.judgements
        )


def read_questions(data: bytes, book: LawBook, wanted: Wanted = Wanted(), file_name: str = "") -> tuple[Question, ...]:
    """Read a file's bytes; raises ``BadFactError`` or ``UnknownAwardError`` with the place and what to do."""
    raw = read_typed(data)
    if not isinstance(raw, dict):
        raise BadFactError("Tệp trống hoặc không gồm các cặp “khóa: giá trị”.", hand.SEE)
    for code in wanted.awards:
        award_name(code)
    if "stories" not in raw:
        return (_question(raw, "", wanted, (), _findings(book)),)
    hand.table(raw, "tệp", _TOP)
    default = _awards(raw, "tệp") or _named_by(file_name)
    listed = hand.rows(raw["stories"], "stories") or ()
    return tuple(_question(item, place, wanted, default, _findings(book)) for item, place in listed)


def narrowed(book: LawBook, rule_id: str) -> tuple[LawBook, str]:
    """Return the law in which this rule is the only way to its award, and the award.

    Raises ``BadFactError`` for an id of no rule; a gate stands in many awards and cannot be judged alone.
    """
    found = [rule for rules in book.rules.values() for rule in rules if rule.id == rule_id]
    if not found:
        known = dict.fromkeys(rule.id for rules in book.rules.values() for rule in rules)
        gate = "Đó là điều kiện chung của nhiều danh hiệu. " if any(item.id == rule_id for item in book.gates) else ""
        raise BadFactError(
            f"Không có quy tắc nào của một danh hiệu mang mã “{rule_id}”.", gate + hand.near(rule_id, known)
        )
    award = found[0].award
    return replace(book, rules={**book.rules, award: tuple(found)}), award


def check_in_force(book: LawBook, award: str, rule_id: str, day: date) -> None:
    """Refuse to judge by a rule on a day on which it does not hold; another rule's answer would mislead."""
    spans = [rule.period for rule in book.rules[award]]
    if any(span.contains(day) for span in spans):
        return
    first, until = spans[0].start, spans[-1].until
    last = "nay" if until is None else f"trước ngày {until:%d/%m/%Y}"
    raise BadFactError(
        f"Quy tắc {rule_id} không có hiệu lực vào ngày {day:%d/%m/%Y}.", f"Chọn ngày từ {first:%d/%m/%Y} đến {last}."
    )


def ask(question: Question, book: LawBook) -> Told:
    """Judge a question: the awards asked for, or every award of the subject with a rule on the day."""
    awards = question.awards or book.awards_on(question.day, question.subject)
    regime = book.regime_on(question.day)
    judgements = tuple(
        judge(award=award, history=question.history, year=question.year, decided_on=question.day, book=book)
        for award in awards
    )
    return Told(question, None if regime is None else regime.code, judgements)


def as_data(told: Told) -> dict[str, Any]:
    """Return a JSON-able dict of a question and its answers."""
    asked = told.question
    expected = {} if asked.expected is None else {"expected": asked.expected.value, "agrees": told.agrees}
    return {
        "v": FILE_VERSION,
        **({} if asked.name is None else {"name": asked.name}),
        "subject": asked.subject,
        "year": asked.year,
        "date": asked.day.isoformat(),
        "regime": told.regime,
        **expected,
        "judgements": [_judgement(item) for item in told.judgements],
    }


def say(told: Told) -> str:
    """Return the answers as text, one award after the other."""
    asked = told.question
    head = f"{asked.name or SUBJECT_VI[asked.subject].capitalize()} — năm {asked.year}, ngày {asked.day:%d/%m/%Y}"
    parts = [render_text(item) for item in told.judgements] or [
        f"Không có quy tắc nào cho {SUBJECT_VI[asked.subject]} vào ngày này; người có thẩm quyền xét."
    ]
    return "\n\n".join([head, *parts, *_agreement(told)])


def _agreement(told: Told) -> Iterator[str]:
    """Say whether the answers are as the file expects."""
    asked = told.question
    if asked.expected is None:
        return
    expected = ANSWER_VI[asked.expected] + (f" ({asked.rule or _NO_RULE_VI})" if asked.rule_given else "")
    if told.agrees:
        yield f"Khớp với kết luận ghi trong tệp: {expected}."
        return
    found = "; ".join(f"{ANSWER_VI[item.answer]} ({item.rule_id or _NO_RULE_VI})" for item in told.judgements)
    yield f"KHÔNG KHỚP với tệp: tệp ghi {expected}, luật cho {found}."


def _judgement(judgement: Judgement) -> dict[str, Any]:
    """Add the answer of each way to an award that has several."""
    data = judgement.as_json()
    ways = next((item for item in judgement.tree.children if item.condition_code == f"{judgement.award}.ways"), None)
    if ways is not None:
        data["ways"] = [{"rule": way.condition_code, "answer": way.answer.value} for way in ways.children]
    return data


def _question(raw: Any, place: str, wanted: Wanted, default: tuple[str, ...], findings: Collection[str]) -> Question:
    """Read one subject with its year, day and awards; ``default``: the awards of the whole file."""
    where = place or "tệp"
    table = hand.table(raw, where, _ASKED)
    subject, history = _facts(table, where)
    _check_findings(history, where, findings)
    told = Wanted(
        _awards(table, where) or default,
        hand.year_of(table.get("year"), f"{where} ▸ year"),
        hand.day(table.get("date"), f"{where} ▸ date"),
    )
    awards = wanted.awards or told.awards
    _check_subject(awards, subject, where)
    year, day = _when(wanted, told, where)
    name, rule = (hand.text(table.get(key), f"{where} ▸ {key}") for key in ("name", "rule"))
    expected = hand.word_of([*Answer])(table.get("answer"), f"{where} ▸ answer")
    if expected is not None and not awards:
        raise BadFactError(
            f"Ở “{where}”: có “answer” mà không rõ danh hiệu nào.", "Ghi title:, hoặc thêm --title khi chạy."
        )
    answer = None if expected is None or wanted.differs_from(told) else Answer(expected)
    return Question(place, name, subject, history, year, day, awards, answer, rule, "rule" in table)


def _when(wanted: Wanted, told: Wanted, where: str) -> tuple[int, date]:
    """Return the year and the day: what is wanted, else what the file tells, else one by the other."""
    year = hand.year_of(wanted.year, "--year") or told.year
    day = hand.day(wanted.day, "--date") or told.day
    if day is not None:
        return year or day.year, day
    if year is None:
        raise BadFactError(
            f"Ở “{where}”: thiếu “year” và “date”.", "Ghi ít nhất một, hoặc thêm --year, --date khi chạy."
        )
    return year, date(year, 12, 31)


def _facts(table: dict[str, Any], where: str) -> tuple[str, History]:
    """Read the subject; the place of a fault names the story it stands in."""
    try:
        return subject_from(table)
    except BadFactError as error:
        if where == "tệp":
            raise
        raise BadFactError(f"{where}: {error.message_vi}", error.next_step_vi) from None


def _awards(table: dict[str, Any], where: str) -> tuple[str, ...]:
    """Read the awards asked for: ``title`` (also called ``award``), or ``titles``."""
    single = [hand.award_code(table.get(key), f"{where} ▸ {key}") for key in ("title", "award")]
    many = hand.rows(table.get("titles"), f"{where} ▸ titles") or ()
    listed = (*single, *(hand.award_code(item, place) for item, place in many))
    return tuple(dict.fromkeys(code for code in listed if code is not None))


def _named_by(file_name: str) -> tuple[str, ...]:
    """Return the award that a file of stories is named after, as those beside the rules are."""
    stem = PurePath(file_name).stem
    code = stem.removesuffix(_STORIES)
    return (code,) if stem.endswith(_STORIES) and code in AWARDS else ()


def _check_subject(awards: tuple[str, ...], subject: str, where: str) -> None:
    """Refuse to judge a person for what only a collective can get."""
    for code in awards:
        if AWARDS[code].subject != subject:
            raise BadFactError(
                f"Ở “{where}”: {any_name(code)} dành cho {SUBJECT_VI[AWARDS[code].subject]}, hồ sơ là của "
                f"{SUBJECT_VI[subject]}.",
                "Sửa title, hoặc dùng hồ sơ của đúng đối tượng.",
            )


def _check_findings(history: History, where: str, known: Collection[str]) -> None:
    """Refuse a finding that no rule asks for: a misspelt one would silently be “nobody found it”."""
    for year, record in history.years.items():
        for code in record.findings:
            if code not in known:
                raise BadFactError(
                    f"Ở “{where} ▸ years ▸ {year} ▸ findings”: không có “{code}”.", hand.near(code, known)
                )


def _findings(book: LawBook) -> frozenset[str]:
    """Return every finding that a rule, a gate or the profile asks for, on whatever day."""
    own = book.profile.gates if book.profile is not None else ()
    conditions = [rule.condition for rules in book.rules.values() for rule in rules]
    conditions_of_gates = [gate.condition for gate in (*book.gates, *own)]
    parts = [part for condition in (*conditions, *conditions_of_gates) for part in walk(condition)]
    named = {part.finding for part in parts if isinstance(part, HumanFinding)}
    reused = {part.reuse_finding for part in parts if isinstance(part, RecognisedInitiatives)}
    return frozenset(named | {code for code in reused if code is not None})
