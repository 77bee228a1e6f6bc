"""Pages of evaluation: who meets what, and why."""
