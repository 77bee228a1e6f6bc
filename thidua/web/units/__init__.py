"""Pages of units and their history."""
