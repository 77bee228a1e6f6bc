"""Writes of initiatives: one by one in the product, many at once as a workbook brings them."""

from .initiatives import (
    WHOLE,
    edit_initiative,
    recognise_initiative,
    record_initiative,
    use_initiative,
    withdraw_recognition,
)
from .lists import (
    InitiativeList,
    NewInitiative,
    Recognition,
    problems_of_initiatives,
    write_initiatives,
)

__all__ = [
    "WHOLE",
    "InitiativeList",
    "NewInitiative",
    "Recognition",
    "edit_initiative",
    "problems_of_initiatives",
    "recognise_initiative",
    "record_initiative",
    "use_initiative",
    "withdraw_recognition",
    "write_initiatives",
]
