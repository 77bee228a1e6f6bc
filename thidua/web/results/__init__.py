"""Pages of the yearly record: grades, findings, discipline, leave."""
