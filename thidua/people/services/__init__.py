"""Writes of this room, one file per noun. Each is atomic, asks its permission and leaves one audit event."""

from .accounts import create_account, edit_account, end_role, grant_role, release_lock, set_account_active
from .ancestry import rebuild_ancestry
from .blocs import create_bloc, place_in_bloc
from .catalogues import end_entry, load_catalogues, save_entry
from .persons import add_membership, create_person, edit_person, end_membership, transfer_person
from .previews import UnitChange, preview_change
from .reorganise import NewUnit, merge_units, split_unit
from .rolls import NewPerson, PersonEdit, PlaceEdit, Roll, problems_of_roll, write_roll
from .units import close_unit, create_unit, edit_unit, move_unit, pair_units, rename_unit

__all__ = [
    "NewPerson",
    "NewUnit",
    "PersonEdit",
    "PlaceEdit",
    "Roll",
    "UnitChange",
    "add_membership",
    "close_unit",
    "create_account",
    "create_bloc",
    "create_person",
    "create_unit",
    "edit_account",
    "edit_person",
    "edit_unit",
    "end_entry",
    "end_membership",
    "end_role",
    "grant_role",
    "load_catalogues",
    "merge_units",
    "move_unit",
    "pair_units",
    "place_in_bloc",
    "preview_change",
    "problems_of_roll",
    "rebuild_ancestry",
    "release_lock",
    "rename_unit",
    "save_entry",
    "set_account_active",
    "split_unit",
    "transfer_person",
    "write_roll",
]
