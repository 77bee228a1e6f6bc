"""Two people side by side: what differs, what moves, what must be decided – and what was chosen so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thidua.merging.plans import CHOSEN
from thidua.merging.selectors import value_in_words
from thidua.merging.states import Side
from thidua.web.audit.vocabulary import FIELDS, KINDS

if TYPE_CHECKING:
    from thidua.merging.selectors import ClashView, MergePreview, RowView

COLUMNS = {
    "code": _("Mã cán bộ, đoàn viên"),
    "full_name": _("Họ và tên"),
    "sex": _("Giới tính"),
    "birth_date": _("Ngày sinh"),
}


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """A column of the two; ``differs``: one of the two is to be chosen, and ``chosen`` is."""

    name: str
    label: str | Promise
    kept: str
    gone: str
    differs: bool
    chosen: str


@dataclass(frozen=True, slots=True)
class ClashChoice:
    """Rows of which one side is lost; ``number`` tells inputs apart, ``chosen`` may be empty."""

    number: int
    key: str
    kind: str
    kept: list[str]
    gone: list[str]
    chosen: str


def value_choices(preview: MergePreview, sent: Mapping[str, str]) -> list[ValueChoice]:
    """Return the columns of the two people. What only the one gone has is proposed."""
    kept, gone = preview.plan.kept, preview.plan.gone
    differing = preview.plan.differing()
    found = []
    for name in CHOSEN:
        fills = not getattr(kept, name) and getattr(gone, name)
        chosen = sent.get(f"v-{name}") or (Side.GONE if fills else Side.KEPT).value
        found.append(
            ValueChoice(
                name, COLUMNS[name], value_in_words(kept, name), value_in_words(gone, name), name in differing, chosen
            )
        )
    return found


def clash_choices(preview: MergePreview, sent: Mapping[str, str]) -> list[ClashChoice]:
    """Return what must be decided, in the order of its kinds."""
    return [
        ClashChoice(
            number,
            clash.key,
            kind_words(clash.model),
            [_row(row, clash) for row in clash.kept],
            [_row(row, clash) for row in clash.gone],
            sent.get(f"c-{clash.key}", ""),
        )
        for number, clash in enumerate(preview.clashes)
    ]


def kind_words(model: str) -> str:
    """Return a kind of row in words."""
    return str(KINDS.get(model, model))


def _row(row: RowView, clash: ClashView) -> str:
    return "; ".join(f"{FIELDS.get(name, name)}: {value}" for name, value in row.values.items())


def counts_shown(preview: MergePreview) -> Iterator[tuple[str, int, int]]:
    """Yield each kind of row with how many each of the two has."""
    for model, (kept, gone) in preview.counts.items():
        yield kind_words(model), kept, gone


def decisions_sent(preview: MergePreview, sent: Mapping[str, str]) -> dict[str, str]:
    """Return what was decided about each clash."""
    return {clash.key: sent[name] for clash in preview.clashes if (name := f"c-{clash.key}") in sent}


def fields_sent(sent: Mapping[str, str]) -> list[str]:
    """Return the columns that the one kept takes from the other."""
    return [name for name in CHOSEN if sent.get(f"v-{name}") == Side.GONE]
