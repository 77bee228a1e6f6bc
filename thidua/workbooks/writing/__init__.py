"""Workbooks that people take away."""
