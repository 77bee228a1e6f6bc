"""Keeps a few child processes as one: they start together, and when one ends or a stop is asked, all end.

Linux only: a child is told by the kernel when its parent dies, so that even a killed parent leaves no orphan.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 15  # what a request or a batch in hand gets to finish
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Loaded before any fork: between fork and exec a child must not import or allocate more than it has to.
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass
class Family:
    """Children by the name that people know them by. Use ``start`` for each, then ``watch`` until the end."""

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Blocked now, read by sigwait later: no signal can fall between two starts.
        signal.pthread_sigmask(signal.SIG_BLOCK, {*_STOPS, signal.SIGCHLD})

    def start(self, name: str, command: list[str], *, pass_fds: tuple[int, ...] = ()) -> None:
        """Start a child in a session of its own, so that Ctrl-C reaches us alone and we end them in order."""
        self.children[name] = subprocess.Popen(  # noqa: S603 - our own programs
            command, pass_fds=pass_fds, start_new_session=True, preexec_fn=_tie_to_parent(os.getpid())
        )

    def ended(self) -> str | None:
        """Return the name of a child that is no longer running, or None."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    @staticmethod
    def stop_asked() -> bool:
        """Say whether a stop waits to be read by ``watch``."""
        return bool(signal.sigpending() & set(_STOPS))

    def watch(self) -> str | None:
        """Wait. Return None when a stop was asked for, or the name of the child that ended by itself."""
        while not (name := self.ended()):
            if signal.sigwait({*_STOPS, signal.SIGCHLD}) in _STOPS:
                return None
        return name

    def stop(self) -> None:
        """End every child: ask, give them time, then insist. Returns when none is left."""
        for child in self.children.values():
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            _signal_group(child, signal.SIGKILL)  # also whatever it left behind in its session
            child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def _tie_to_parent(parent: int) -> Callable[[], None]:
    def prepare() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {*_STOPS, signal.SIGCHLD})
        for number in _STOPS:  # started with “&” or nohup, we may have inherited “ignore”
            signal.signal(number, signal.SIG_DFL)

    return prepare
