"""From cleaned rows to what would happen: matched to what stands, compared, one verdict for each row."""
