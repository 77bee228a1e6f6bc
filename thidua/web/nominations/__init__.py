"""Pages of nominations: the inbox, dossiers, one nomination, moves of many."""
