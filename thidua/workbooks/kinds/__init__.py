"""What each kind of list means to the rooms below: how its rows are matched, compared, checked and written."""

from .asked import Asked, ListPlanner
from .people import PeopleList

PLANNERS: dict[str, ListPlanner] = {PeopleList.kind: PeopleList()}

__all__ = ["PLANNERS", "Asked", "ListPlanner"]
