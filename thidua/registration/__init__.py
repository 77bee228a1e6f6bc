"""Titles registered by units and people for a year, and the yearly record that titles are judged on: performance
grades, findings, discipline, leave.
"""
