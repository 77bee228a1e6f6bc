"""Read conditions from rule files: each node is one kind of condition with its fields, and optional words and source.

A node is a mapping with one kind (``run: {award: …, years: …}``) and, beside it, ``code``, ``citation``,
``confidence``, ``text``, ``why_not``, ``about``, ``next`` where they differ from the rule's own or the standard words.
Nothing in a file is ever executed, so an officer may enter one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    AwardsWithin,
    Clause,
    Compare,
    Condition,
    Consecutive,
    DisciplineServed,
    Fact,
    GradeRun,
    GradesWithin,
    HeldBefore,
    HeldInYear,
    HumanFinding,
    Is,
    MeetsRule,
    NoOpenCase,
    NotDisciplinedInYear,
    NotHeldWithin,
    OnlyMerit,
    Param,
    RecognisedInitiatives,
    Registered,
    Share,
    Stretch,
    SumWithin,
    Unread,
    WeightedMonths,
)
from thidua.rules.errors import RuleDataError
from thidua.rules.facts import SCOPES
from thidua.rules.names import UNION_WORK_VI, award_name
from thidua.rules.sources import CONFIDENCES, Citation
from thidua.rules.wording import FACT_VI, OP_VI, Words, split_fact, words_for

META = ("code", "citation", "confidence", "text", "why_not", "about", "next")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the parts of a rule inherit: the award, the rule's source and its mark of confidence."""

    award: str
    citation: Citation
    confidence: str


def read_condition(raw: dict[str, Any], setting: Setting) -> Condition:
    """Build one node; raises ``RuleDataError`` naming what is wrong with it."""
    kinds = [key for key in raw if key not in META]
    if len(kinds) != 1 or kinds[0] not in _BUILDERS:
        raise RuleDataError(
            f"Điều kiện phải có đúng một loại; tệp ghi: {', '.join(map(str, kinds)) or 'không loại nào'}.",
            f"Dùng một trong: {', '.join(_BUILDERS)}.",
        )
    kind = kinds[0]
    fields = raw[kind] if raw[kind] is not None else {}
    if isinstance(fields, dict):
        _refuse_unknown(fields)
    try:
        return _BUILDERS[kind](_clause(kind, fields, raw, setting), fields, setting)
    except KeyError as error:
        raise RuleDataError(
            f"Điều kiện “{kind}” thiếu hoặc không hiểu {error}.", "Xem README của phòng luật."
        ) from None


def _refuse_unknown(fields: dict[str, Any]) -> None:
    """Refuse a relation, scope or fact that nobody defined, before it is put in words."""
    known_facts = (*FACT_VI, "members_with")
    asked = [("phép so", fields.get("op", ">="), tuple(OP_VI)), ("phạm vi", fields.get("scope", SCOPES[0]), SCOPES)]
    asked += [
        ("dữ kiện", split_fact(fields[name])[0], known_facts) for name in ("fact", "of", "base") if name in fields
    ]
    for what, word, known in asked:
        if word not in known:
            raise RuleDataError(f"Không có {what} “{word}”.", f"Dùng một trong: {', '.join(known)}.")


def citation_of(text: str) -> Citation:
    """Read “NĐ 91/2017/NĐ-CP, Điều 9, khoản 3, điểm a” as rule files write it; texts joined by “;” stay as written."""
    if ";" in text:
        return Citation(text)
    places = {"Điều": "", "khoản": "", "điểm": ""}
    document = []
    for part in text.split(", "):
        name, _, value = part.partition(" ")
        if name in places and value:
            places[name] = value
        else:
            document.append(part)
    return Citation(", ".join(document), *(value or None for value in places.values()))


def _clause(kind: str, fields: Any, raw: dict[str, Any], setting: Setting) -> Clause:
    """Join the node's own words and source with the standard ones and the rule's."""
    standard = words_for(kind, fields, setting.award)
    words = Words(
        raw.get("text", standard.text),
        raw.get("why_not", standard.why_not),
        raw.get("about", standard.about),
        raw.get("next", standard.next_step),
    )
    if not (words.text and words.why_not and words.about):
        raise RuleDataError(f"Điều kiện “{kind}” thiếu lời.", "Ghi đủ text, why_not và about.")
    confidence = raw.get("confidence", setting.confidence)
    if confidence not in CONFIDENCES:
        raise RuleDataError(f"Độ tin cậy “{confidence}” không có.", f"Dùng một trong: {', '.join(CONFIDENCES)}.")
    citation = citation_of(raw["citation"]) if "citation" in raw else setting.citation
    code = raw.get("code") or _default_code(kind, fields)
    return Clause(
        code=code,
        text_vi=words.text,
        why_not_vi=words.why_not,
        about_vi=words.about,
        citation=citation,
        confidence=confidence,
        next_vi=words.next_step,
    )


def _default_code(kind: str, fields: Any) -> str:
    """Name a condition by its kind and what it looks at."""
    if isinstance(fields, dict):
        for name in ("named", "award", "fact", "of"):
            if name in fields:
                return f"{kind}.{fields[name]}"
    return kind


def _award(fields: Any, name: str = "award") -> str:
    """Read an award's code, refusing one that is in no catalogue."""
    code: str = fields[name]
    award_name(code)
    return code


def _fact(text: str) -> Fact:
    """Read a fact; its words were found already, so it is known."""
    return Fact(*split_fact(text))


def _param(fields: Any, name: str) -> Param | None:
    """Read the name of a number that may be left out."""
    return Param(fields[name]) if name in fields else None


def _stretch(fields: Any) -> Stretch | None:
    """Read “stretch”: the window grows over earlier years of at least this grade."""
    if "stretch" not in fields:
        return None
    raw = fields["stretch"]
    return Stretch(Param(raw["min_grade"]), _award(raw, "after") if "after" in raw else None)


def _parts(fields: Any, setting: Setting) -> tuple[Condition, ...]:
    """Read the parts of “all” or “any”; without any, the one would hold for everybody and the other for nobody."""
    if not isinstance(fields, list) or not fields:
        raise RuleDataError(
            "Điều kiện “all”, “any” phải có ít nhất một điều kiện bên trong.", "Mở đầu mỗi điều kiện bằng dấu gạch (-)."
        )
    return tuple(read_condition(part, setting) for part in fields)


def _held_before(clause: Clause, raw: Any, setting: Setting) -> Condition:
    window, include = _param(raw, "window"), _param(raw, "include_proposal_year")
    return HeldBefore(clause=clause, award=_award(raw), window=window, include_proposal_year=include)


def _grade_run(clause: Clause, raw: Any, setting: Setting) -> Condition:
    return GradeRun(
        clause=clause,
        min_grade=Param(raw["min_grade"]),
        years=Param(raw["years"]),
        include_proposal_year=Param(raw["include_proposal_year"]),
        or_award=_award(raw, "or_award") if "or_award" in raw else None,
    )


def _initiatives(clause: Clause, raw: Any, setting: Setting) -> Condition:
    return RecognisedInitiatives(
        clause=clause,
        scope=raw["scope"],
        at_least=Param(raw["at_least"]),
        window=Param(raw["window"]),
        include_proposal_year=Param(raw["include_proposal_year"]),
        reuse_finding=raw.get("reuse_finding"),
        stretch=_stretch(raw),
    )


def _weighted_months(clause: Clause, raw: Any, setting: Setting) -> Condition:
    weights = tuple((kind, Param(name)) for kind, name in raw["weights"].items())
    unknown = [kind for kind in (*raw["weights"], raw.get("minus", "full_time")) if kind not in UNION_WORK_VI]
    if unknown:
        raise RuleDataError(
            f"Không có loại thời gian công tác công đoàn “{unknown[0]}”.",
            f"Dùng một trong: {', '.join(UNION_WORK_VI)}.",
        )
    return WeightedMonths(clause=clause, weights=weights, minus=raw.get("minus"), years=Param(raw["years"]))


def _windowed(kind: type[Any], *names: str) -> Callable[[Clause, Any, Setting], Condition]:
    """Build a condition on an award whose other fields are all numbers."""

    def build(clause: Clause, raw: Any, setting: Setting) -> Condition:
        condition: Condition = kind(clause=clause, award=_award(raw), **{name: Param(raw[name]) for name in names})
        return condition

    return build


_BUILDERS: dict[str, Callable[[Clause, Any, Setting], Condition]] = {
    "all": lambda clause, raw, setting: AllOf(clause=clause, parts=_parts(raw, setting)),
    "any": lambda clause, raw, setting: AnyOf(clause=clause, parts=_parts(raw, setting)),
    "grade": lambda clause, raw, _: Compare(clause=clause, fact=Fact("grade"), op=">=", needed=Param(raw["at_least"])),
    "compare": lambda clause, raw, _: Compare(
        clause=clause, fact=_fact(raw["fact"]), op=raw["op"], needed=Param(raw["needed"])
    ),
    "is": lambda clause, raw, _: Is(clause=clause, fact=_fact(raw["fact"]), value=raw["value"]),
    "share": lambda clause, raw, _: Share(
        clause=clause, of=_fact(raw["of"]), base=_fact(raw["base"]), op=raw["op"], needed=Param(raw["needed"])
    ),
    "registered": lambda clause, raw, setting: Registered(
        clause=clause, title=raw.get("award", setting.award), included_in=Param(raw["included_in"])
    ),
    "held": lambda clause, raw, _: HeldInYear(
        clause=clause, award=_award(raw), years_before=_param(raw, "years_before")
    ),
    "run": _windowed(Consecutive, "years", "include_proposal_year"),
    "times_held": lambda clause, raw, _: AwardsWithin(
        clause=clause,
        award=_award(raw),
        times=Param(raw["times"]),
        window=Param(raw["window"]),
        include_proposal_year=Param(raw["include_proposal_year"]),
        stretch=_stretch(raw),
    ),
    "not_held": lambda clause, raw, _: NotHeldWithin(clause=clause, award=_award(raw), window=_param(raw, "window")),
    "held_before": _held_before,
    "grade_run": _grade_run,
    "grades": lambda clause, raw, _: GradesWithin(
        clause=clause,
        min_grade=Param(raw["min_grade"]),
        times=Param(raw["times"]),
        window=Param(raw["window"]),
        include_proposal_year=Param(raw["include_proposal_year"]),
        stretch=_stretch(raw),
    ),
    "initiatives": _initiatives,
    "sum": lambda clause, raw, _: SumWithin(
        clause=clause,
        fact=_fact(raw["fact"]),
        at_least=Param(raw["at_least"]),
        window=Param(raw["window"]),
        include_proposal_year=Param(raw["include_proposal_year"]),
    ),
    "weighted_months": _weighted_months,
    "not_disciplined_in_year": lambda clause, raw, _: NotDisciplinedInYear(clause=clause),
    "discipline_served": lambda clause, raw, _: DisciplineServed(clause=clause),
    "no_open_case": lambda clause, raw, _: NoOpenCase(clause=clause),
    "finding": lambda clause, raw, _: HumanFinding(clause=clause, finding=raw["named"], bulk=raw.get("bulk", True)),
    "only_merit": lambda clause, raw, _: OnlyMerit(clause=clause),
    "unread": lambda clause, raw, _: Unread(clause=clause),
    "meets": lambda clause, raw, _: MeetsRule(clause=clause, award=_award(raw)),
}
