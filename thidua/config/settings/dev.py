"""Embedded: one machine, 127.0.0.1, a SQLite file under the data folder. What ``make demo`` and newcomers run."""

import contextlib
import os
import secrets

from .base import *
from .base import DATA_DIR

_secret_file = DATA_DIR / "secret.key"


def _local_secret() -> str:
    """Return this installation's own secret, made once and readable by its owner alone.

    Written beside and then linked, so that no process ever reads half a secret and of two that start at once one wins.
    Where the folder cannot be written, a passing secret serves: the command that needs to write says so in one line.
    """
    with contextlib.suppress(OSError):
        if kept := _secret_file.read_text():
            return kept
    draft = _secret_file.with_suffix(f".{os.getpid()}")
    try:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, "w") as file:
            file.write(secrets.token_urlsafe(50))
        if _secret_file.exists() and not _secret_file.stat().st_size:
            _secret_file.unlink()  # what an earlier full disk left
        with contextlib.suppress(FileExistsError):
            os.link(draft, _secret_file)
        return _secret_file.read_text()
    except OSError:
        return secrets.token_urlsafe(50)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


SECRET_KEY = os.environ.get("SECRET_KEY") or _local_secret()
