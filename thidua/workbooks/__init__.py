"""Workbooks: tables that people send, read without trusting them, and tables that people take away.

A *grid* is what one sheet holds, as text. A *table* is the part of a grid that is a list: its columns, each with the
field it means, and its rows. A *reading* of a cell is the value it means, how sure we are, and why.
The steps stand apart: ``reading`` (file → grids, in a process of its own), ``finding`` (grid → table), ``cleaning``
(text → value). None of the three knows the database.
"""
