"""Pages of catalogues."""
