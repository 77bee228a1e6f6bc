"""Writes of movements, participations and targets; one file per noun."""

from ._freezing import FinalReading
from .movements import (
    CriterionInput,
    close_movement,
    edit_movement,
    launch_movement,
    plan_movement,
    record_milestone,
    set_theme,
)
from .participations import (
    confirm_participation,
    demobilise,
    edit_participation,
    join_movement,
    mobilise,
    unconfirm_participation,
)
from .targets import close_target, edit_target, plan_target

__all__ = [
    "CriterionInput",
    "FinalReading",
    "close_movement",
    "close_target",
    "confirm_participation",
    "demobilise",
    "edit_movement",
    "edit_participation",
    "edit_target",
    "join_movement",
    "launch_movement",
    "mobilise",
    "plan_movement",
    "plan_target",
    "record_milestone",
    "set_theme",
    "unconfirm_participation",
]
