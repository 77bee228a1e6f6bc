"""“What may I see?”: the scopes that every page, list, search and export reads through, and reads of this room."""

from .accounts import (
    account_for,
    accounts_visible_to,
    grants_of,
    is_locked,
    search_accounts,
    sign_in_name,
    with_grants,
)
from .catalogues import entries_of, entry_for, positions_on, sectors_on, unit_kind_for, unit_kinds_on
from .persons import (
    PeopleFilter,
    home_unit_id,
    members_on,
    people_matching,
    person_by_code,
    person_for,
    places_of,
    places_on,
    search_people,
)
from .scope import units_below, visible_people, visible_units
from .stories import UnitStory, blocs_on, children_on, events_of, story_of
from .units import TreeNode, agencies_known_to, agency_of, grassroots_units, place_of, tree_names_on, unit_for, unit_tree

__all__ = [
    "PeopleFilter",
    "TreeNode",
    "UnitStory",
    "account_for",
    "accounts_visible_to",
    "agencies_known_to",
    "agency_of",
    "blocs_on",
    "children_on",
    "entries_of",
    "entry_for",
    "events_of",
    "grants_of",
    "grassroots_units",
    "home_unit_id",
    "is_locked",
    "members_on",
    "people_matching",
    "person_by_code",
    "person_for",
    "place_of",
    "places_of",
    "places_on",
    "positions_on",
    "search_accounts",
    "search_people",
    "sectors_on",
    "sign_in_name",
    "story_of",
    "tree_names_on",
    "unit_for",
    "unit_kind_for",
    "unit_kinds_on",
    "unit_tree",
    "units_below",
    "visible_people",
    "visible_units",
    "with_grants",
]
