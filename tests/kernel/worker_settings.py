"""Settings of processes that tests start: the real queue in the database, opened by more than one process."""

from thidua.config.settings import base
from thidua.config.settings.test import *  # noqa: F403

TASKS = base.TASKS  # the test settings run tasks at once; a worker needs the queue
