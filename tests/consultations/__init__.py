"""Tests of the room consultations."""
