"""Settings of the server that test_once_parallel.py starts; ONCE=off is the control."""

import os

from tests.kernel.outside_settings import *  # noqa: F403
from tests.kernel.outside_settings import MIDDLEWARE

ROOT_URLCONF = "tests.web.once_urls"
if os.environ.get("ONCE") == "off":
    MIDDLEWARE = [name for name in MIDDLEWARE if "OnceMiddleware" not in name]
# Errors of the server are shown where the test that started it looks.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
