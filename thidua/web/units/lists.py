"""The lists of units, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.people.states import GroupKind, Tree
from thidua.web.listing import Column, Kind, Listing, Narrowing, narrowed_by

from .forms import TreeForm

if TYPE_CHECKING:
    from thidua.people.models import Bloc
    from thidua.people.selectors import TreeNode


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A unit of the tree under the unit it stands below."""

    node: TreeNode
    above: str


UNITS = [
    Column(_("Đơn vị"), lambda row: row.node.short_name, width=40),
    Column(_("Đơn vị cấp trên"), lambda row: row.above, width=40),
    Column(_("Loại đơn vị"), lambda row: row.node.kind),
    Column(_("Số người"), lambda row: row.node.people_below or None, Kind.NUMBER),
    Column(_("Cùng cặp"), lambda row: row.node.pair, width=40),
]
BLOCS = [
    Column(_("Khối, cụm"), lambda bloc: bloc.name, width=40),
    Column(_("Loại"), lambda bloc: bloc.kind, words=dict(GroupKind.choices)),
    Column(_("Số đơn vị"), lambda bloc: bloc.units, Kind.NUMBER),
]


def unit_list(tops: list[TreeNode], form: TreeForm, tree: Tree, day: date) -> Listing:
    """Return one tree as a list: each unit after the one it stands below."""
    narrowed = [Narrowing(_now("Hệ thống"), str(tree.label)), *narrowed_by(form, "q")]
    rows = [row for top in tops for row in _walk(top, "")]
    title = _now("Danh sách đơn vị")
    return Listing(title=title, of="people.unit", columns=UNITS, rows=rows, narrowed=narrowed, day=day)


def _walk(node: TreeNode, above: str) -> Iterator[TreeRow]:
    yield TreeRow(node, above)
    for child in node.children:
        yield from _walk(child, node.short_name)


def bloc_list(rows: QuerySet[Bloc], day: date) -> Listing:
    """Return the list of blocs and clusters."""
    return Listing(title=_now("Khối, cụm thi đua"), of="people.bloc", columns=BLOCS, rows=rows, day=day)
