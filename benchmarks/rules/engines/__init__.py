"""One module per engine, each with ``load(data)`` and ``compute(loaded, quota)``; see ``../README.md``."""
