"""Old binary Word files, made into .docx by LibreOffice where it is installed, in a process with limits of its own."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

from .limits import Limits

_PROGRAMS = ("soffice", "libreoffice")
_MEMORY = 4_000_000_000  # address space in bytes: the program alone maps 2 GB


def made_docx(path: Path, folder: Path, limits: Limits) -> Path | None:
    """Return the same document as .docx in ``folder``; None where LibreOffice is missing or gives nothing."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        return None
    source = folder / "old.doc"
    shutil.copyfile(path, source)
    # A profile of its own: no macro is trusted, nothing is kept, and no running LibreOffice is asked.
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--convert-to"]
    process = subprocess.Popen(  # noqa: S603 - the program found above, paths of ours
        [*command, "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
    )
    for name, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, limits.cpu)):
        try:
            resource.prlimit(process.pid, name, (most, most))
        except ProcessLookupError:
            break
    try:
        process.wait(limits.wall)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    made = folder / "out" / "old.docx"
    return made if made.is_file() else None
