"""Pages on which lists are brought in from files."""
