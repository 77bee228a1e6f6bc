"""Tests of the room councils."""
