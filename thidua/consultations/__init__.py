"""Public consultation: a list of nominees shown with the fewest fields, a window of working days, comments answered.

A *consultation* is opened by an office for nominations under its appraisal and keeps them from the council until its
window has ended and every comment has its *disposition*. Who wrote a comment only the officers of the office read.
"""
