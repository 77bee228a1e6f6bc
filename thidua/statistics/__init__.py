"""Figures: every number the product shows is a named query here, with its definition, numerator, denominator,
exclusions and the rows behind it. Read-only over the rooms below.
"""
