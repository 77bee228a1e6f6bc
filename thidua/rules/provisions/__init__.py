"""Rules of law that are no condition of an award: votes, deciders, deadlines, ceilings on grades, principles.

The files here are the data (``<name>.rule.yaml``, ``<name>.params.yaml``, ``deciders.yaml``); the modules compute with
them. Where the law of the day was not read, answers carry warnings instead of a guess.
"""
