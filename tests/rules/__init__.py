"""Tests of the law room; they need neither Django nor a database."""
