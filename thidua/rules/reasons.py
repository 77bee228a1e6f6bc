"""The result of judging: an answer with its tree of reasons, and its JSON form for the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.rules.answers import Answer
from thidua.rules.sources import Citation

JSON_VERSION = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one condition has its answer: what was found, what is needed, by which text, what to do next."""

    answer: Answer
    text_vi: str
    found: str | None
    needed: str | None
    citation: Citation | None
    confidence: str
    next_step_vi: str | None
    children: tuple[Reason, ...]
    condition_code: str

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-able dict without empty entries, since a dossier keeps thousands of these."""
        data: dict[str, Any] = {
            "code": self.condition_code,
            "answer": self.answer.value,
            "text": self.text_vi,
            "confidence": self.confidence,
        }
        optional = {"found": self.found, "needed": self.needed, "next": self.next_step_vi}
        data |= {key: value for key, value in optional.items() if value is not None}
        if self.citation is not None:
            places = (self.citation.document, self.citation.article, self.citation.clause, self.citation.point)
            data["citation"] = list(places)
        if self.children:
            data["children"] = [child.as_json() for child in self.children]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reason:
        """Rebuild what ``as_json`` wrote."""
        return cls(
            Answer(data["answer"]),
            data["text"],
            data.get("found"),
            data.get("needed"),
            Citation(*data["citation"]) if "citation" in data else None,
            data["confidence"],
            data.get("next"),
            tuple(cls.from_json(child) for child in data.get("children", ())),
            data["code"],
        )

    def walk(self) -> Iterator[Reason]:
        """Yield this reason and all below it, outermost first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The engine's advice on one subject, award and year, with the numbers of the law it used.

    ``regime_code`` and ``rule_id`` are ``None`` when no regime or rule is encoded for the day;
    ``numbers`` gives each number used, in words, sorted by name, so that a stored judgement stays readable;
    ``warnings`` what the reader must know beside the reasons. Its JSON calls the award ``title``, as the
    command line does.
    """

    answer: Answer
    award: str
    year: int
    regime_code: str | None
    rule_id: str | None
    tree: Reason
    decided_on: date
    numbers: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-able dict; ``from_json`` gives back an equal judgement."""
        return {
            "v": JSON_VERSION,
            "answer": self.answer.value,
            "title": self.award,
            "year": self.year,
            "regime": self.regime_code,
            "rule": self.rule_id,
            "decided_on": self.decided_on.isoformat(),
            "numbers": dict(self.numbers),
            "tree": self.tree.as_json(),
            **({"warnings": list(self.warnings)} if self.warnings else {}),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Judgement:
        """Rebuild what ``as_json`` wrote; raise ``ValueError`` for another version of the format."""
        if data["v"] != JSON_VERSION:
            raise ValueError(f"Kết quả xét lưu ở định dạng {data['v']}; chỉ đọc được định dạng {JSON_VERSION}.")
        return cls(
            Answer(data["answer"]),
            data["title"],
            data["year"],
            data["regime"],
            data["rule"],
            Reason.from_json(data["tree"]),
            date.fromisoformat(data["decided_on"]),
            tuple(sorted(data["numbers"].items())),
            tuple(data.get("warnings", ())),
        )
