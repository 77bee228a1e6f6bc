"""Pages of the audit chain."""
