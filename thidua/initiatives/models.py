"""Tables of initiatives and their authors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.text import exact, fold, nfc
from thidua.kernel.versions import Versioned
from thidua.people.models import Person, Unit
from thidua.rules.names import any_name

from .states import InitiativeKind, Scope


class Initiative(Versioned):
    """An initiative or accepted topic. Recognised once it has a scope and the decision that gave it."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    kind = models.CharField(_("loại"), max_length=12, choices=InitiativeKind.choices, default=InitiativeKind.INITIATIVE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="initiatives")
    year = models.PositiveSmallIntegerField(_("năm"))
    name = models.CharField(_("tên"), max_length=500)
    # The columns searches read, derived from the name. Bulk loaders may leave them empty: found by code only, then.
    name_exact = models.CharField(max_length=500, editable=False, db_default="")
    name_folded = models.CharField(max_length=500, editable=False, db_default="")
    scope = models.CharField(_("phạm vi công nhận"), max_length=12, choices=Scope.choices, blank=True)
    decision_number = models.CharField(_("số quyết định công nhận"), max_length=60, blank=True)
    decided_on = models.DateField(_("ngày công nhận"), null=True, blank=True)
    # The code of the title or commendation form it served: an initiative serves one proposal, and only one.
    used_for = models.CharField(_("đã dùng để xét"), max_length=60, blank=True, default="", db_default="")

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="", decided_on__isnull=True) | (~Q(scope="") & Q(decided_on__isnull=False)),
                name="initiatives_initiative_recognised_when",
            )
        ]
        indexes = [models.Index(fields=["unit", "year"], name="initiatives_unit_year")]

    def __str__(self) -> str:
        return self.name

    @property
    def used_for_name(self) -> str:
        """The name of the title or form it served, or ""."""
        return any_name(self.used_for) if self.used_for else ""

    @staticmethod
    def name_fields(name: str) -> dict[str, str]:
        """Return the name in one form and the columns derived from it, for a save or a bulk insert."""
        return {"name": nfc(name), "name_exact": exact(name), "name_folded": fold(name)}


class Authorship(models.Model):
    """A person's share in an initiative, in whole per cent."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorships")
    share = models.PositiveSmallIntegerField(_("tỷ lệ đóng góp (%)"), default=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="initiatives_authorship_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="initiatives_authorship_share"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.share} %"
