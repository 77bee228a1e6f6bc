"""Units and their dated shape: names, places in the tree, pairs, blocs, and who came out of whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.catalogues import CatalogueEntry
from thidua.kernel.intervals import Dated
from thidua.kernel.text import fold, nfc
from thidua.kernel.versions import Versioned

from ..states import GroupKind, SuccessionKind, Tree


class UnitKind(CatalogueEntry):
    """A kind of unit: city union, grassroots union, union group, department, …"""

    tree = models.CharField(max_length=10, choices=Tree.choices)

    class Meta(CatalogueEntry.Meta):
        verbose_name = _("loại đơn vị")


class Sector(CatalogueEntry):
    """A field of work, as statistics group units: health, education, finance, …"""

    class Meta(CatalogueEntry.Meta):
        verbose_name = _("ngành, lĩnh vực")


class Unit(Dated, Versioned):
    """A union or agency body. ``name`` is today's; what it was called and where it stood is in its versions."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="units")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="units", null=True, blank=True)
    name = models.CharField(_("tên"), max_length=300)
    short_name = models.CharField(_("tên ngắn"), max_length=100)
    name_folded = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta(Dated.Meta):
        ordering = ["name_folded"]

    def __str__(self) -> str:
        return self.short_name

    @staticmethod
    def name_fields(name: str, short_name: str) -> dict[str, str]:
        """Return the names and the column derived from them, for a save or a bulk insert."""
        full, short = nfc(name), nfc(short_name)
        return {"name": full, "short_name": short, "name_folded": fold(full)}


class UnitVersion(Dated):
    """What a unit was called and under whom it stood during an interval. A unit's versions never overlap."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="child_versions", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering = ["valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["unit", "valid_from"], name="people_unitversion_one_start"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="people_unitversion_one_open"
            ),
            models.CheckConstraint(condition=~Q(parent=F("unit")), name="people_unitversion_not_own_parent"),
        ]


class UnitAncestry(Dated):
    """Every (ancestor, descendant) pair and when it held, itself included at depth 0; derived from the versions.

    One indexed look-up answers “everything below” on any date.
    """

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above")
    depth = models.PositiveSmallIntegerField()

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["ancestor", "descendant"], name="people_ancestry_down"),
            models.Index(fields=["descendant", "depth"], name="people_ancestry_up"),
        ]


class UnitSuccession(models.Model):
    """``predecessor`` became (part of) ``successor`` on a day; the successor's officers see its history.

    The rows are closed over chains: when A went into B and B into C, a row A → C with ``direct`` false says so too.
    """

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=10, choices=SuccessionKind.choices)
    on = models.DateField()
    direct = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="people_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="people_succession_other"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class UnitPair(Dated):
    """A grassroots union and the agency whose staff it gathers; movements are launched by both."""

    union = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agency_pairs")
    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="union_pairs")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["union"], condition=Q(valid_to__isnull=True), name="people_pair_one_open"),
        ]


class Bloc(Dated, Versioned):
    """A bloc (khối) or emulation cluster (cụm) of units that are compared with one another."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(max_length=10, choices=GroupKind.choices, default=GroupKind.BLOC)

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BlocMembership(Dated):
    """A unit's place in a bloc during an interval."""

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bloc_memberships")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["bloc", "unit"], condition=Q(valid_to__isnull=True), name="people_blocmembership_one_open"
            ),
        ]
