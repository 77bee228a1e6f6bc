"""Embedded: one machine, 127.0.0.1, a SQLite file under the data folder. What ``make demo`` and newcomers run."""

import os
import secrets

from .base import *  # noqa: F403
from .base import DATA_DIR

_secret_file = DATA_DIR / "secret.key"


def _local_secret() -> str:
    """Return this installation's own secret, made once and readable by its owner alone."""
    try:
        return _secret_file.read_text()
    except FileNotFoundError:
        pass
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        fd = os.open(_secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _secret_file.read_text()
    except OSError:  # a read-only folder is reported by the command that needs to write, in one clear line
        return secrets.token_urlsafe(50)
    with os.fdopen(fd, "w") as file:
        file.write(secret := secrets.token_urlsafe(50))
    return secret


SECRET_KEY = os.environ.get("SECRET_KEY") or _local_secret()
