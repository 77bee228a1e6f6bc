"""Initiatives (sáng kiến) and research, with the scope at which they are recognised. Lineage, councils and the
duplicate radar will live here too.
"""
