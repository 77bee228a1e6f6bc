"""Tables of organisation and people, one file per noun."""

from .accounts import RoleGrant, User
from .persons import Membership, Person, Position
from .units import (
    Bloc,
    BlocMembership,
    Sector,
    Unit,
    UnitAncestry,
    UnitKind,
    UnitPair,
    UnitSuccession,
    UnitVersion,
)

__all__ = [
    "Bloc",
    "BlocMembership",
    "Membership",
    "Person",
    "Position",
    "RoleGrant",
    "Sector",
    "Unit",
    "UnitAncestry",
    "UnitKind",
    "UnitPair",
    "UnitSuccession",
    "UnitVersion",
    "User",
]
