"""What a merge would do: the rows that move, and those that cannot stand beside one another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from thidua.people.models import Person

from .references import Reference, Row, clashing, references_to_people
from .states import Side

# The columns of a person that somebody chooses between; the others follow from them.
CHOSEN = tuple(f.name for f in Person._meta.concrete_fields if f.editable and not f.primary_key)


@dataclass(frozen=True, slots=True)
class Clash:
    """Rows of both that cannot all be one person's: those of one side are lost."""

    key: str
    kept: tuple[int, ...]
    gone: tuple[int, ...]

    def lost(self, holds: Side) -> tuple[int, ...]:
        """Return the rows that are lost where ``holds`` was decided."""
        return self.gone if holds == Side.KEPT else self.kept


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of row: those of both people by key, and their clashes."""

    reference: Reference
    kept: dict[int, Row]
    gone: dict[int, Row]
    clashes: list[Clash] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Two people side by side; parts without any row left out."""

    kept: Person
    gone: Person
    parts: list[Part]

    @property
    def clashes(self) -> list[tuple[Part, Clash]]:
        """Every clash with its part."""
        return [(part, clash) for part in self.parts for clash in part.clashes]

    def differing(self) -> list[str]:
        """Return the columns in which the two differ."""
        return [name for name in CHOSEN if getattr(self.kept, name) != getattr(self.gone, name)]

    def counts(self) -> dict[str, int]:
        """Return by kind of row how many come over from the one who goes, before any is lost."""
        return {part.reference.label: len(part.gone) for part in self.parts if part.gone}

    def digest(self) -> str:
        """Return what changes with anything that somebody looked at before agreeing."""
        said = [[self.kept.pk, self.kept.version], [self.gone.pk, self.gone.version]]
        rows = [
            [part.reference.label, [[key, row.get("version")] for key, row in {**part.kept, **part.gone}.items()]]
            for part in self.parts
        ]
        clashes = [[clash.key, clash.kept, clash.gone] for _part, clash in self.clashes]
        return hashlib.sha256(json.dumps([said, rows, clashes]).encode()).hexdigest()


def plan_of(kept: Person, gone: Person) -> MergePlan:
    """Return what merging ``gone`` into ``kept`` would do. As many queries as things can point at people."""
    parts = []
    for reference in references_to_people():
        rows = reference.rows_of([kept.pk, gone.pk])
        if not rows:
            continue
        ours = [row for row in rows if row[reference.field.attname] == kept.pk]
        theirs = [row for row in rows if row[reference.field.attname] == gone.pk]
        clashes = [
            Clash(f"{reference.label}:{min(two)}", tuple(sorted(one)), tuple(sorted(two)))
            for one, two in clashing(reference, ours, theirs)
        ]
        parts.append(Part(reference, {row["pk"]: row for row in ours}, {row["pk"]: row for row in theirs}, clashes))
    return MergePlan(kept, gone, parts)


def decided(part: Part, clash: Clash, decisions: Mapping[str, str]) -> Side | None:
    """Return whose rows hold: as said of this clash, else of all of its kind; None where nothing was said."""
    said = decisions.get(clash.key) or decisions.get(part.reference.label)
    return Side(said) if said in Side.values else None
