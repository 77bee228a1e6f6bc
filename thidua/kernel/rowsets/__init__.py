"""Whole sets of rows written at once, each write with a trace by which it can be taken back.

A model object for each of 100,000 rows costs more than all the rest of an import. Here tuples go to the database (COPY
on PostgreSQL, one prepared statement on SQLite). No rule of any room is known here: a room's service checks first.
"""

from .problems import RowProblem, refuse
from .taking_back import Standing, standing_of, take_back
from .traces import Trace, trace_of_new
from .writing import delete_rows, insert_rows, update_rows

__all__ = [
    "RowProblem",
    "Standing",
    "Trace",
    "delete_rows",
    "insert_rows",
    "refuse",
    "standing_of",
    "take_back",
    "trace_of_new",
    "update_rows",
]
