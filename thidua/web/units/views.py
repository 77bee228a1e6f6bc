"""Views of units: the trees as of a day and one unit over time. Changes are in ``changes``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import TreeNode, children_on, events_of, members_on, story_of, unit_for, unit_tree
from thidua.people.states import Tree
from thidua.web.listing import download_of
from thidua.web.people.events import told
from thidua.web.people.lists import member_list
from thidua.web.saving import SignedIn, day_asked

from .forms import TreeForm
from .lists import unit_list

if TYPE_CHECKING:
    from thidua.people.models import Unit

PER_PAGE = 50
MOST_EVENTS = 50


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the union or the agency tree as it stood on a day."""
    today, day = timezone.localdate(), day_asked(request)
    query = request.GET.get("q", "").strip()[:120]
    tree = Tree.AGENCY if request.GET.get("he") == Tree.AGENCY else Tree.UNION
    tops = unit_tree(request.user, day, query=query, today=today)
    form = TreeForm({"ngay": day, "q": query, "he": tree})
    listing = unit_list([node for node in tops if node.tree == tree], form, tree, day)
    shown = {
        "filter": form,
        "day": day,
        "tabs": [_tab(request, each, tree, tops) for each in Tree],
        "tops": [node for node in tops if node.tree == tree],
        "can_add": may(request.user, Permission.EDIT_UNITS, None, today),
        "listing": listing,
    }
    return download_of(request, listing) or render(request, "units/list.html", shown)


def _tab(request: SignedIn, each: Tree, current: Tree, tops: list[TreeNode]) -> dict[str, Any]:
    asked = request.GET.copy()
    asked["he"] = each.value
    count = sum(_size(node) for node in tops if node.tree == each)
    return {"label": each.label, "url": f"?{asked.urlencode()}", "current": each == current, "count": count}


def _size(node: TreeNode) -> int:
    return 1 + sum(_size(child) for child in node.children)


@require_GET
def detail_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Show one unit as it stood on a day, and its story."""
    today, day = timezone.localdate(), day_asked(request)
    unit = unit_for(request.user, unit_id, today)
    story = story_of(unit)
    listing = member_list(unit, members_on([unit], day), day)
    is_union = unit.kind.tree == Tree.UNION
    if (file := download_of(request, *([listing] if is_union else []))) is not None:
        return file
    members = Paginator(listing.rows, PER_PAGE).get_page(request.GET.get("page"))
    audited = may(request.user, Permission.VIEW_AUDIT, unit_id, today)
    shown = {
        "unit": unit,
        "day": day,
        "is_union": is_union,
        "story": story,
        "listing": listing,
        "version": story.version_on(day),
        "pairs": story.pairs_on(day),
        "blocs": story.blocs_on(day),
        "children": list(children_on(unit, day)),
        "members": members,
        "rights": _rights(request, unit, today),
        "events": told(events_of(unit)[:MOST_EVENTS]) if audited else None,
    }
    return render(request, "units/detail.html", shown)


def _rights(request: SignedIn, unit: Unit, today: date) -> dict[str, bool]:
    """Say which buttons show; a unit that has ended takes no more changes from the page."""
    going_on = unit.valid_to is None
    return {
        "units": going_on and bool(may(request.user, Permission.EDIT_UNITS, unit.pk, today)),
        "people": going_on and bool(may(request.user, Permission.EDIT_PEOPLE, unit.pk, today)),
        "office": going_on and bool(may(request.user, Permission.DECIDE_AWARDS, unit.pk, today)),
    }
