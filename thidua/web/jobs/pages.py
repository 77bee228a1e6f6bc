"""What the pages of background jobs show of a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.jobs import is_stale
from thidua.kernel.states import JOB_MOVES, JobState
from thidua.web.audit.vocabulary import FIELDS
from thidua.web.templatetags.thidua import number
from thidua.workbooks.exports import export_path
from thidua.workbooks.services import LONG_LIST

_TONES = {
    JobState.QUEUED: "info",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "muted",
}

_POINTERS = frozenset({"run", "import", "simulation"})  # keys of what a job was about: the page links to it instead


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with what may be done to it now."""

    job: Any  # a row of the jobs table
    now: datetime

    @property
    def tone(self) -> str:
        """The badge's tone."""
        return "warn" if self.is_abandoned else _TONES[JobState(self.job.state)]

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.is_abandoned:
            return _("bị bỏ dở")
        if self.job.cancel_asked and self.is_under_way:
            return _("đang dừng")
        return str(JobState(self.job.state).label)

    @property
    def is_under_way(self) -> bool:
        """Whether the page should look again by itself."""
        return self.job.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def is_abandoned(self) -> bool:
        """Whether it says that it runs but nobody works on it."""
        return is_stale(self.job, self.now)

    @property
    def can_cancel(self) -> bool:
        """Whether stopping it would do anything."""
        return self.job.state in JOB_MOVES["cancel"].sources and not self.job.cancel_asked

    @property
    def can_resume(self) -> bool:
        """Whether it may go on."""
        return self.job.state in JOB_MOVES["resume"].sources or self.is_abandoned

    @property
    def results(self) -> list[tuple[str, Any]]:
        """The result's plain values that have a name in words, for a list of facts; counts grouped by thousands."""
        result = self.job.result or {}
        return [
            (capfirst(str(FIELDS[key])), number(value) if type(value) is int else value)
            for key, value in result.items()
            if key in FIELDS and key not in _POINTERS and not isinstance(value, (dict, list))
        ]


def file_of(job: Any, reader: Actor) -> Path | None:
    """Return the list that a job has written, while it is kept; whoever else may see the job gets no file."""
    if job.kind != LONG_LIST or job.state != JobState.DONE or job.created_by_id != reader.pk:
        return None
    path = export_path(job.pk, job.params["form"])
    return path if path.exists() else None
