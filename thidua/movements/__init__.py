"""Movements and campaigns: yearly theme, plan with criteria, milestones, targets; units' participation (launched by
union and head together), people mobilised. What a unit takes over from above it may tighten, never loosen.
"""
