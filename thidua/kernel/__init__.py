"""The ground every room stands on: dated intervals, permission verdicts, move tables, the audit chain, background
jobs, one-time form keys, row versions, the working-day calendar and Vietnamese text. Knows no other room.
"""
