"""The way to an award: the earliest year in which it can be met, and what it takes, year by year.

``outlook`` imagines the best possible years to come, ``search`` finds the first of them that meets the award, ``needs``
leaves of it only what is necessary, and ``plans`` puts it together; replaying a plan through the engine proves it.
"""
