"""Reads of units: one unit, the trees as of a day, pairs, and the grassroots unions below a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.kernel.text import fold

from ..models import Membership, Unit, UnitPair, UnitVersion
from ..permissions import Permission
from ..policies import grants_on
from ..states import Tree
from .scope import units_below, visible_units

# The kind of unit whose officers register, and on which the figures of the field are counted.
GRASSROOTS_UNION = "grassroots_union"


def unit_for(actor: Actor, unit_id: int, day: date, permission: Permission = Permission.VIEW) -> Unit:
    """Return the unit; raises NotFound where ``actor`` may not do ``permission`` there, as for one that is not."""
    unit = visible_units(actor, day, permission).filter(pk=unit_id).select_related("kind", "sector").first()
    if unit is None:
        raise NotFound(_("Không tìm thấy đơn vị này."), _("Tìm lại ở mục “Đơn vị”."))
    return unit


def place_of(actor: Actor, day: date) -> Unit | None:
    """Return the unit at which ``actor`` acts on ``day``; None where it is none, or more than one."""
    places = {grant.unit_id for grant in grants_on(actor, day)}
    return Unit.objects.filter(pk__in=places).first() if len(places) == 1 else None


def agency_of(union_id: int, day: date) -> Unit | None:
    """Return the agency paired with a union on ``day``."""
    pair = UnitPair.objects.at(day).filter(union_id=union_id).select_related("agency").first()
    return pair.agency if pair else None


def agencies_known_to(actor: Actor, today: date, day: date | None = None) -> QuerySet[Unit]:
    """Return the agencies that ``actor`` may see, and those paired on ``day`` with unions that they may see.

    The shape of an organisation is no secret to those it works with; affairs stay behind ``visible_units``.
    """
    seen = visible_units(actor, today)
    paired = UnitPair.objects.at(day or today).filter(union__in=seen).values("agency_id")
    agencies = Unit.objects.filter(kind__tree=Tree.AGENCY).select_related("kind")
    return agencies.filter(Q(id__in=seen.values("id")) | Q(id__in=paired))


def grassroots_units(scope_unit_id: int, day: date) -> QuerySet[Unit]:
    """Return the grassroots unions at or below a unit on ``day``."""
    return units_below([scope_unit_id], day).filter(kind__code=GRASSROOTS_UNION)


def tree_names_on(unit_ids: list[int], day: date) -> dict[int, str]:
    """Return what units were called (short) on ``day``, by id."""
    versions = UnitVersion.objects.at(day).filter(unit_id__in=unit_ids)
    return dict(versions.values_list("unit_id", "short_name"))


@dataclass(slots=True)
class TreeNode:
    """A unit as it stood on a day. ``people`` counts its own members, ``people_below`` includes all below it.

    ``opens``: the reader may open its page; else only its place is shown.
    """

    unit_id: int
    name: str
    short_name: str
    kind: str
    tree: str
    people: int
    pair: str = ""
    depth: int = 0
    people_below: int = 0
    opens: bool = True
    children: list[TreeNode] = field(default_factory=list)


def unit_tree(actor: Actor, day: date, *, query: str = "", today: date | None = None) -> list[TreeNode]:
    """Return the tops of what ``actor`` may see, as it stood on ``day``, in order of names.

    Agencies paired with unions in sight are shown too. Five queries at most.

    Rights are read as of ``today`` (default ``day``). With a ``query`` (without accents) only units whose name or
    code holds it remain, each under its superiors.
    """
    seen = visible_units(actor, today or day)
    rows = UnitVersion.objects.at(day).select_related("unit__kind")
    known = list(rows.filter(unit__in=agencies_known_to(actor, today or day, day)))
    opening = list(rows.filter(unit__in=seen))
    opens = {version.unit_id for version in opening}
    versions = opening + [version for version in known if version.unit_id not in opens]
    people = dict(
        Membership.objects.at(day).filter(unit__in=seen).values_list("unit_id").annotate(n=Count("id")).order_by()
    )
    pairs = dict(UnitPair.objects.at(day).filter(union__in=seen).values_list("union_id", "agency__short_name"))
    nodes = {
        version.unit_id: TreeNode(
            unit_id=version.unit_id,
            name=version.name,
            short_name=version.short_name,
            kind=version.unit.kind.label,
            tree=version.unit.kind.tree,
            people=people.get(version.unit_id, 0),
            pair=pairs.get(version.unit_id, ""),
            opens=version.unit_id in opens,
        )
        for version in versions
    }
    tops = _hang(nodes, {version.unit_id: version.parent_id for version in versions})
    return _matching(tops, fold(query)) if query else tops


def _hang(nodes: dict[int, TreeNode], parents: dict[int, int | None]) -> list[TreeNode]:
    """Hang each node under its parent; returns those without one in sight, with the numbers below added up."""
    tops: list[TreeNode] = []
    for unit_id, node in sorted(nodes.items(), key=lambda item: (fold(item[1].short_name), item[0])):
        parent = nodes.get(parents[unit_id] or 0)
        (parent.children if parent else tops).append(node)
    for top in tops:
        _add_up(top, 0)
    return tops


def _add_up(node: TreeNode, depth: int) -> int:
    node.depth = depth
    node.people_below = node.people + sum(_add_up(child, depth + 1) for child in node.children)
    return node.people_below


def _matching(nodes: list[TreeNode], wanted: str) -> list[TreeNode]:
    kept = []
    for node in nodes:
        node.children = _matching(node.children, wanted)
        if node.children or wanted in fold(node.name) or wanted in fold(node.short_name):
            kept.append(node)
    return kept
