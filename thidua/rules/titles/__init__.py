"""One title, three files side by side: the rule, its dated numbers, its stories. Format: ``../README.md``."""
