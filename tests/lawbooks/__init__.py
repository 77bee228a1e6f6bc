"""Tests of the living book of law."""
