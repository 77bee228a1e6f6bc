"""The texts cited by the rules of regime L03, so that each is spelt in one place only."""

from __future__ import annotations

from thidua.rules.sources import Citation

_LAW = "Luật Thi đua, khen thưởng 2003"
_DECREE = "NĐ 91/2017/NĐ-CP"

REGISTRATION = Citation(_LAW, article="10", clause="1")
NATIONAL_FIGHTER = Citation(_LAW, article="21")
NATIONAL_FIGHTER_TIMING = Citation(_DECREE, article="48", clause="1", point="a")
PROVINCIAL_FIGHTER = Citation(_LAW, article="22")
GRASSROOTS_FIGHTER = Citation(_DECREE, article="9", clause="3")
ADVANCED_WORKER = Citation(_LAW, article="24")
