"""Factories: one file per room, one factory per table. Names are generated; no real person appears."""
