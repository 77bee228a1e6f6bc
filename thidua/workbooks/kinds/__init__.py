"""What each kind of list means to the rooms below: how its rows are matched, compared, checked and written."""

from .asked import Asked, ListPlanner
from .grades import GradesList
from .initiatives import InitiativesList
from .nominations import NominationsList
from .people import PeopleList
from .registrations import RegistrationsList
from .titles import TitlesHeld

PLANNERS: dict[str, ListPlanner] = {
    planner.kind: planner
    for planner in (
        PeopleList(),
        RegistrationsList(),
        GradesList(),
        TitlesHeld(),
        InitiativesList(),
        NominationsList(),
    )
}

__all__ = ["PLANNERS", "Asked", "ListPlanner"]
