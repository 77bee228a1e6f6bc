"""The quota chooser: who could stand inside the quotas by the units' own rankings, and why the next one does not.

Nouns: *candidate* (eligible, ranked by its own unit), *limit* (a quota or floor of the law, as data), *tie break*
(who comes first among equals), *proposal* (the list with its reasons: advice, the council decides).
Start at ``chooser.choose``. ``floors`` holds the two roundings of the law and loads nothing else;
only ``solver`` loads HiGHS, so that nothing outside this folder pays for its start.
"""
