"""The home page: what waits for me, my units' year, targets; and the health probe."""
