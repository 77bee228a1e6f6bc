"""Scorecards: scales of criteria, the formulas that give points, and what a unit's points come to."""
