"""Pages of movements and campaigns."""
