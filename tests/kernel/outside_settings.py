"""Settings of processes that tests start: the test's own database, and the real queue in it."""

import os

import dj_database_url

from thidua.config.settings import base
from thidua.config.settings.test import *  # noqa: F403

if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.config()}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["TEST_DATABASE"],
            "OPTIONS": base.SQLITE_OPTIONS,
        }
    }
TASKS = base.TASKS  # the test settings run tasks at once; a worker needs the queue
