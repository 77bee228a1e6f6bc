"""Councils: what a vote on one award comes to, counted exactly; and a second, independent way of counting to test it.

The base and the share come from the law by date (``rules.provisions.votes``); where it is silent they are the council's
own, and say so. Sittings, agendas and ballots will stand on this count.
"""
