"""How long a list has to be public: the longest that the law or the office asks for any of it, with its source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from thidua.nominations.models import Nomination
from thidua.nominations.offices import offices_of
from thidua.nominations.procedure import award_of, publication_of


@dataclass(frozen=True, slots=True)
class Window:
    """The least number of working days, who asks for it, and how sure the source is; 0 days where nobody asks."""

    days: int = 0
    source: str = ""
    confidence: str = ""


def window_for(nominations: Collection[Nomination], day: date) -> Window:
    """Return the longest window that any of the nominations needs at the office that holds it."""
    offices = offices_of({row.holder_id for row in nominations if row.holder_id is not None}, day)
    asked = {
        (award_of(row.distinction, row.subject), row.holder_id) for row in nominations if row.holder_id is not None
    }
    found = (publication_of(award, offices.rules[office], day) for award, office in sorted(asked))
    longest = max((one for one in found if one is not None), key=lambda one: one.days, default=None)
    return Window(longest.days, longest.source, longest.confidence) if longest is not None else Window()
