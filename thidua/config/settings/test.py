"""Tests: fast hashing, mail in memory, nothing under ``var/``; the embedded database is a real file with its real
settings (WAL, FULL, IMMEDIATE), so that several connections meet as they do in use.
"""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *
from .base import DATABASES, PACKAGE_DIR

SECRET_KEY = "for-tests-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
ALLOWED_HOSTS = ["*"]

DATA_DIR = Path(tempfile.mkdtemp(prefix="thidua-tests-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
MEDIA_ROOT = DATA_DIR / "media"
EMAIL_FILE_PATH = DATA_DIR / "mail"
STATIC_ROOT = PACKAGE_DIR / "web" / "static"  # served from where it is written: nothing to collect
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A fixture that forgot to ask for the database must not meet the one under var/.
    DATABASES["default"]["NAME"] = str(DATA_DIR / "no-test-asked-for-a-database.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
