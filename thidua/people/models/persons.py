"""People and where they belong. A person needs no account; only the fields that a rule or report uses are kept."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.catalogues import CatalogueEntry
from thidua.kernel.intervals import Dated
from thidua.kernel.text import exact, fold, name_sort_key, nfc
from thidua.kernel.versions import Versioned

from ..states import Sex, StaffKind
from .units import Unit


class Position(CatalogueEntry):
    """A post: specialist, head of division, chair of the union, …"""

    leads = models.BooleanField(_("là lãnh đạo, quản lý"), default=False)

    class Meta(CatalogueEntry.Meta):
        verbose_name = _("chức vụ")


class Person(Versioned):
    """Somebody who works in a unit. ``code`` is the staff or union number by which workbooks know them."""

    code = models.CharField(_("mã cán bộ, đoàn viên"), max_length=40, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    name_exact = models.CharField(max_length=120, editable=False)
    name_folded = models.CharField(max_length=120, editable=False)
    name_sort = models.CharField(max_length=250, editable=False)

    class Meta:
        ordering = ["name_sort", "id"]
        indexes = [
            models.Index(fields=["name_sort", "id"], name="people_person_sorted"),
            models.Index(fields=["name_folded"], name="people_person_folded"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @staticmethod
    def name_fields(full_name: str) -> dict[str, Any]:
        """Return the name and the columns derived from it, for a save or a bulk insert."""
        name = nfc(full_name)
        return {
            "full_name": name,
            "name_exact": exact(name),
            "name_folded": fold(name),
            "name_sort": name_sort_key(name),
        }


class Membership(Dated, Versioned):
    """A person's place in a union unit, with the post held, during an interval."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True)
    staff_kind = models.CharField(_("đối tượng"), max_length=20, choices=StaffKind.choices)
    union_member = models.BooleanField(_("là đoàn viên"), default=True)

    class Meta(Dated.Meta):
        ordering = ["-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="people_membership_one_open"
            ),
        ]
        # With the end in it, counting who stands where on a day reads the index alone.
        indexes = [models.Index(fields=["unit", "valid_from", "valid_to"], name="people_membership_unit")]
