"""“What may I see?”: the scopes that every page, list, search and export reads through, and reads of this room."""

from .accounts import account_for, accounts_visible_to, grants_of
from .catalogues import entries_of, entry_for
from .persons import members_on, person_for, places_of, search_people
from .scope import units_below, visible_people, visible_units
from .units import TreeNode, agency_of, grassroots_units, tree_names_on, unit_for, unit_tree

__all__ = [
    "TreeNode",
    "account_for",
    "accounts_visible_to",
    "agency_of",
    "entries_of",
    "entry_for",
    "grants_of",
    "grassroots_units",
    "members_on",
    "person_for",
    "places_of",
    "search_people",
    "tree_names_on",
    "unit_for",
    "unit_tree",
    "units_below",
    "visible_people",
    "visible_units",
]
