"""Each module is one command of ``thidua``."""
