"""The demo city: a generated union with six years of history, and its year 2018 played through the real services.

The generator is seeded and scales, so that benchmarks use it too. Every name is generated; no real person appears.
"""
