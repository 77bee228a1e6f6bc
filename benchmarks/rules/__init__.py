"""Bulk eligibility side by side: our compiled law, hand-written NumPy as the practical limit, and peers."""
