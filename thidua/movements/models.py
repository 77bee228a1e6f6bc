"""Tables of movements, their criteria, milestones and targets, and of units' and people's part in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.versions import Versioned
from thidua.people.models import Person, Unit

from .states import (
    MilestoneKind,
    MovementKind,
    MovementMode,
    MovementState,
    Operator,
    ParticipationState,
    TargetState,
)


class YearlyTheme(Versioned):
    """The theme a unit gives its year, e.g. “Năm nâng cao hiệu lực, hiệu quả …”."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="themes")
    year = models.PositiveSmallIntegerField(_("năm"))
    title = models.CharField(_("chủ đề năm"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="movements_theme_one_a_year")]


class Movement(Versioned):
    """A movement or campaign of one year (or longer), planned and launched by the unit that owns it."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(_("loại"), max_length=10, choices=MovementKind.choices)
    mode = models.CharField(_("tính chất"), max_length=10, choices=MovementMode.choices, default=MovementMode.REGULAR)
    code = models.SlugField(_("mã"), max_length=60)
    year = models.PositiveSmallIntegerField(_("năm"))
    name = models.CharField(_("tên"), max_length=300)
    name_folded = models.CharField(max_length=300, editable=False)
    purpose = models.TextField(_("mục đích, nội dung"), blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    state = models.CharField(max_length=10, choices=MovementState.choices, default=MovementState.PLANNED)
    launched_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "kind", "name_folded"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "code", "year"], name="movements_movement_one_a_year"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="movements_movement_forward"),
            models.CheckConstraint(condition=Q(state__in=MovementState.values), name="movements_movement_known_state"),
            models.CheckConstraint(
                condition=Q(state=MovementState.PLANNED, launched_on__isnull=True)
                | (~Q(state=MovementState.PLANNED) & Q(launched_on__isnull=False)),
                name="movements_movement_launched_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Criterion(models.Model):
    """One thing asked of those who take part; with a figure it can be compared and tightened."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(_("tiêu chí"), max_length=500)
    operator = models.CharField(_("so sánh"), max_length=8, choices=Operator.choices, blank=True)
    value = models.DecimalField(_("giá trị"), max_digits=12, decimal_places=2, null=True, blank=True)
    upper = models.DecimalField(_("đến"), max_digits=12, decimal_places=2, null=True, blank=True)
    measure_unit = models.CharField(_("đơn vị tính"), max_length=40, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(operator="", value__isnull=True) | (~Q(operator="") & Q(value__isnull=False)),
                name="movements_criterion_figure_whole",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Milestone(Versioned):
    """A fixed point of a movement: when it is due and when it was done."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(_("mốc"), max_length=16, choices=MilestoneKind.choices)
    due_on = models.DateField(_("hạn"))
    done_on = models.DateField(_("ngày thực hiện"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["movement", "kind"], name="movements_milestone_once")]


class Participation(Versioned):
    """A unit's part in a movement. It counts as launched once its union and the paired head have both confirmed."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="participations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="participations")
    state = models.CharField(max_length=10, choices=ParticipationState.choices, default=ParticipationState.PREPARING)
    plan = models.TextField(_("kế hoạch của đơn vị"), blank=True)
    union_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    union_confirmed_at = models.DateTimeField(null=True, blank=True)
    head_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    head_confirmed_at = models.DateTimeField(null=True, blank=True)
    launched_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["movement", "unit"], name="movements_participation_once"),
            models.CheckConstraint(
                condition=Q(state=ParticipationState.PREPARING)
                | Q(union_confirmed_at__isnull=False, head_confirmed_at__isnull=False, launched_on__isnull=False),
                name="movements_participation_launched_by_both",
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="movements_participation_unit")]


class LocalCriterion(models.Model):
    """A unit's own figure for a criterion it took over: as strict as the original or stricter."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="local_criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="local_versions")
    operator = models.CharField(max_length=8, choices=Operator.choices)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    upper = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "criterion"], name="movements_localcriterion_once")
        ]

    def __str__(self) -> str:
        return f"{self.operator} {self.value}"


class Mobilisation(models.Model):
    """A person who takes part in a movement or campaign through their unit."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="mobilisations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mobilisations")
    joined_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participation", "person"], name="movements_mobilisation_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.participation_id}"


class Target(Versioned):
    """What a year or a movement is to reach: a named figure compared with a value or band, by a due date.

    ``figure`` names a query of the figure register; ``movement`` may be empty for a target of the whole year.
    ``value`` and ``upper`` are ratios of one (0.75 = 75 %). On closing, the reading is kept beside the target.
    """

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="targets", null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("năm"))
    name = models.CharField(_("chỉ tiêu"), max_length=300)
    figure = models.SlugField(_("số liệu"), max_length=60)
    operator = models.CharField(_("so sánh"), max_length=8, choices=Operator.choices)
    value = models.DecimalField(_("giá trị"), max_digits=6, decimal_places=4)
    upper = models.DecimalField(_("đến"), max_digits=6, decimal_places=4, null=True, blank=True)
    due_on = models.DateField(_("hạn"))
    state = models.CharField(max_length=10, choices=TargetState.choices, default=TargetState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    final_numerator = models.PositiveIntegerField(null=True, blank=True)
    final_denominator = models.PositiveIntegerField(null=True, blank=True)
    final_excluded = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(operator=Operator.BETWEEN, upper__isnull=False, upper__gt=F("value"))
                | (~Q(operator=Operator.BETWEEN) & Q(upper__isnull=True)),
                name="movements_target_band_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=TargetState.OPEN)
                | Q(closed_on__isnull=False, final_numerator__isnull=False, final_denominator__isnull=False),
                name="movements_target_closed_with_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.name
