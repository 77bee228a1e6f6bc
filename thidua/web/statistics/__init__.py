"""Pages of targets and figures."""
