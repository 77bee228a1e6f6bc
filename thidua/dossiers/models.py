"""Tables of evaluations: each run, each verdict, and the reasons it was given for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.models import Job
from thidua.kernel.states import JobState
from thidua.kernel.versions import Versioned
from thidua.people.models import Person, Unit
from thidua.rules.names import any_name
from thidua.rules.reasons import Judgement

from .states import AnswerChoice


class EvaluationRun(models.Model):
    """One evaluation of a year below a unit; the newest finished run of a year is the one shown."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluation_runs")
    year = models.PositiveSmallIntegerField(_("năm"))
    decided_on = models.DateField(_("ngày xét"))
    regime = models.CharField(max_length=10)
    people = models.PositiveIntegerField(_("số người"), default=0)
    collectives = models.PositiveIntegerField(_("số tập thể"), default=0)
    job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="evaluation_run")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["year", "-started_at"], name="dossiers_run_newest")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    @property
    def state(self) -> JobState:
        """How far the run is: its job's state; a run whose job is gone before its end counts as stopped."""
        if self.finished_at is not None:
            return JobState.DONE
        return JobState(self.job.state) if self.job else JobState.CANCELLED

    @property
    def is_under_way(self) -> bool:
        """Say whether it is waiting or running."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def can_go_on(self) -> bool:
        """Say whether it stopped and its job can be resumed."""
        return self.job is not None and self.state in {JobState.FAILED, JobState.CANCELLED}


class Grounds(models.Model):
    """The reasons of a verdict, as found then. Everybody with the same reasons shares one row.

    A judgement names no person, so a million verdicts rest on a few thousand rows; ``digest`` is the SHA-256 of the
    judgement's canonical JSON.
    """

    digest = models.CharField(max_length=64, unique=True)
    judgement = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:12]

    def read(self) -> Judgement:
        """Return the judgement as the law as code gave it."""
        return Judgement.from_json(self.judgement)


class Evaluation(models.Model):
    """The verdict on one person, or (person empty) on the unit as a collective, for an award of a year.

    ``award`` is a code of the law's catalogue (``rules.names.AWARDS``); with the reasons that were found then and
    ``reason``, the code of what decided (see ``rules.deciding``). A run in bulk keeps only that code: then ``grounds``
    is empty, and the reasons are found again when a page asks for them.
    """

    run = models.ForeignKey(EvaluationRun, on_delete=models.CASCADE, related_name="evaluations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evaluations", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluations")
    award = models.CharField(max_length=60)
    answer = models.CharField(max_length=12, choices=AnswerChoice.choices)
    grounds = models.ForeignKey(Grounds, on_delete=models.PROTECT, related_name="evaluations", null=True, blank=True)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person", "award"], condition=Q(person__isnull=False), name="dossiers_evaluation_once"
            ),
            models.UniqueConstraint(
                fields=["run", "unit", "award"], condition=Q(person__isnull=True), name="dossiers_evaluation_unit_once"
            ),
            models.CheckConstraint(condition=~Q(award=""), name="dossiers_evaluation_has_award"),
        ]
        indexes = [models.Index(fields=["run", "unit", "award", "answer"], name="dossiers_evaluation_counts")]

    def __str__(self) -> str:
        return f"{self.award_name}: {self.get_answer_display()}"

    @property
    def award_name(self) -> str:
        """The award in words."""
        return any_name(self.award)


class Tally(models.Model):
    """How many people of a unit (or, of an award for collectives, the unit itself) got an answer in a run.

    Counted once when the run ends.
    """

    run = models.ForeignKey(EvaluationRun, on_delete=models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tallies")
    award = models.CharField(max_length=60)
    answer = models.CharField(max_length=12, choices=AnswerChoice.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "unit", "award", "answer"], name="dossiers_tally_once")]

    def __str__(self) -> str:
        return f"{any_name(self.award)}: {self.count}"


class ReasonTally(models.Model):
    """How many people of a unit *and all below it* got an answer for this reason.

    ``reason`` is the code of what decided (``rules.deciding``). Counted once when the run ends.
    """

    run = models.ForeignKey(EvaluationRun, on_delete=models.CASCADE, related_name="reason_tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reason_tallies")
    award = models.CharField(max_length=60)
    answer = models.CharField(max_length=12, choices=AnswerChoice.choices)
    reason = models.CharField(max_length=100)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "unit", "award", "answer", "reason"], name="dossiers_reason_once")
        ]

    def __str__(self) -> str:
        return f"{any_name(self.award)}, {self.reason}: {self.count}"


class CandidateRank(Versioned):
    """The place that a unit's own ranking gives one of its people for an award of a year; 1 is best.

    A ranking is saved as a whole, so all its rows carry the same version.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="candidate_ranks")
    year = models.PositiveSmallIntegerField(_("năm"))
    award = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidate_ranks")
    rank = models.PositiveSmallIntegerField(_("thứ hạng"))
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "award", "person"], name="dossiers_rank_person_once"),
            models.UniqueConstraint(fields=["unit", "year", "award", "rank"], name="dossiers_rank_place_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="dossiers_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{any_name(self.award)} {self.year}: {self.rank}"


class QuotaProposal(models.Model):
    """Who could stand inside the quota in all units of a run, as the chooser advised then; never a decision.

    ``proposal`` is ``rules.selection.proposal.Proposal`` as JSON; empty until reckoned, and where no limit
    was in force.
    """

    run = models.ForeignKey(EvaluationRun, on_delete=models.CASCADE, related_name="proposals")
    award = models.CharField(max_length=60)
    profile = models.CharField(max_length=40, blank=True)
    job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="quota_proposal")
    started_at = models.DateTimeField()
    finished = models.BooleanField(default=False)
    proposal = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{any_name(self.award)} {self.run.year}"
