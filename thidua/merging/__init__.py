"""Merging: one human being entered twice becomes one person again, and two again within 30 days if that was wrong.

A *merge* (lần gộp) leaves one person *kept* and one *gone*: everything that points at the one gone points at the one
kept. What cannot stand twice beside itself (two grades of one year) is a *clash*, and somebody decides it. The *finder*
suggests pairs; two that somebody found to be two people are *apart*, and are not suggested again.
"""
