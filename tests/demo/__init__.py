"""Tests of the demo city: the generator, the load, and the year it plays."""
