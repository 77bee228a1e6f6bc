"""Nominations: who is put up for which title or commendation, and the way of each through the offices.

A *dossier* (hồ sơ) is one submission letter of a unit with its *nominations*: one person, collective or household for
one title or form each. The nomination is the unit of work: it is received, returned, appraised, lowered, refused on its
own; the dossier's state is derived from them. An *office* is a unit that handles them. Each *step* is kept.
"""
