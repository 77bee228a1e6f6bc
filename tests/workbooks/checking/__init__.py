"""Tests of what a document says against itself."""
