"""The law as code: who meets the standards of which title, on which day, and why.

Nouns: *regime* (laws of a span of time), *rule* (one version of a title's standards), *condition*
(data, never code), *number* (dated, sourced), *finding* (what only a person can judge), *answer*
(met, not met, missing data, needs a person), *judgement* (answer with reasons), *cap* (a unit's
ceiling), *story* (a told case, run as a test). Pure: no Django, no database, no clock, no other room.
Start at ``engine.judge``. How to write the three files of a title: ``README.md`` in this folder.
"""
