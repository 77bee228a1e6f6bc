"""Tables of the register of honours and its two catalogues."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.catalogues import CatalogueEntry
from thidua.kernel.versions import Versioned
from thidua.people.models import Person, Unit

from .states import Basis, Branch, IssuerLevel, Nature, Subject


class Distinction(CatalogueEntry):
    """What a title and a commendation form have in common: whose it is, for whom, and who decides."""

    subject = models.CharField(_("đối tượng"), max_length=12, choices=Subject.choices)
    branch = models.CharField(_("hệ thống"), max_length=10, choices=Branch.choices, default=Branch.STATE)
    issuer_level = models.CharField(_("cấp quyết định"), max_length=24, choices=IssuerLevel.choices)

    class Meta(CatalogueEntry.Meta):
        abstract = True


class Title(Distinction):
    """A title (danh hiệu thi đua). ``code`` is the name by which the law as code knows it."""

    class Meta(Distinction.Meta):
        verbose_name = _("danh hiệu thi đua")


class CommendationForm(Distinction):
    """A commendation form (hình thức khen thưởng): order, certificate of merit, certificate, medal, flag, …"""

    class Meta(Distinction.Meta):
        verbose_name = _("hình thức khen thưởng")


class HonourQuerySet(models.QuerySet):
    """Entries of the register."""

    def held(self) -> HonourQuerySet:
        """Keep what is held today: neither revoked nor replaced by an amendment."""
        return self.filter(closed_on__isnull=True).exclude(nature=Nature.REVOKED)


class OfRecipient:
    """A row about one person, household or unit as a collective: an honour, or a nomination for one."""

    person_id: Any
    person: Any
    household: Any
    unit: Any

    @property
    def recipient(self) -> str:
        """The name of the person, household or unit that it is about."""
        if self.person_id:
            return str(self.person)
        return self.household or str(self.unit)


class Honour(OfRecipient, Versioned):
    """One entry of the register: who holds which title or form for which year, by which decision.

    Entries are never rewritten: an amendment or revocation is a new entry that ``amends`` the old one and closes it
    (``closed_on``). Held today = not closed and not itself a revocation.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="honours", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="honours")
    subject = models.CharField(_("đối tượng"), max_length=12, choices=Subject.choices)
    household = models.CharField(_("hộ gia đình"), max_length=200, blank=True)
    household_folded = models.CharField(max_length=200, blank=True, editable=False)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="honours", null=True, blank=True)
    form = models.ForeignKey(CommendationForm, on_delete=models.PROTECT, related_name="honours", null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("năm thành tích"))
    issuer_level = models.CharField(_("cấp quyết định"), max_length=24, choices=IssuerLevel.choices)
    issuer = models.CharField(_("cơ quan quyết định"), max_length=200)
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    decision_date = models.DateField(_("ngày quyết định"))
    certificate_number = models.CharField(_("số sổ vàng"), max_length=40, blank=True)
    nature = models.CharField(_("tính chất"), max_length=12, choices=Nature.choices, default=Nature.GRANTED)
    basis = models.CharField(
        _("khen về"), max_length=8, choices=Basis.choices, default=Basis.MERIT, db_default=Basis.MERIT
    )
    amends = models.ForeignKey("self", on_delete=models.PROTECT, related_name="amendments", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        ordering = ["-decision_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__isnull=False, form__isnull=True) | Q(title__isnull=True, form__isnull=False),
                name="honours_honour_title_or_form",
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.PERSON, person__isnull=False)
                | Q(subject=Subject.COLLECTIVE, person__isnull=True)
                | (Q(subject=Subject.HOUSEHOLD, person__isnull=True) & ~Q(household="")),
                name="honours_honour_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.MERIT) | Q(basis__in=Basis.values, title__isnull=True),
                name="honours_honour_titles_are_for_merit",
            ),
            models.CheckConstraint(
                condition=Q(nature__in=[Nature.GRANTED, Nature.POSTHUMOUS]) | Q(amends__isnull=False),
                name="honours_honour_amendment_names_its_entry",
            ),
            models.UniqueConstraint(
                fields=["person", "title", "year"],
                condition=Q(closed_on__isnull=True, title__isnull=False) & ~Q(nature=Nature.REVOKED),
                name="honours_honour_one_title_a_year",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "year"], name="honours_honour_unit_year"),
            models.Index(fields=["person", "year"], name="honours_honour_person_year"),
            models.Index(fields=["-decision_date", "-id"], name="honours_honour_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.distinction} {self.year}: {self.recipient}"

    @property
    def is_held(self) -> bool:
        """Whether this entry is what is held today (see ``HonourQuerySet.held``)."""
        return self.closed_on is None and self.nature != Nature.REVOKED

    @property
    def distinction(self) -> Title | CommendationForm:
        """The title or form of this entry; the database holds that it has exactly one."""
        return self.title or cast(CommendationForm, self.form)
