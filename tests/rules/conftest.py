"""Every test of the law watches the sentences of the refusals it meets."""

from tests.rules.refusals import pytest_runtest_call

__all__ = ["pytest_runtest_call"]
