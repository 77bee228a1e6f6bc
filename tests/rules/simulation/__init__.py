"""Tests of comparisons and drafts."""
