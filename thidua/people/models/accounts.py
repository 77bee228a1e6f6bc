"""Accounts and the roles they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.intervals import Dated
from thidua.kernel.versions import Versioned

from ..roles import ROLE_CHOICES, ROLES, Role
from .persons import Person
from .units import Unit


class User(AbstractUser):
    """An account. Most people have none; an account may be somebody's (``person``) or an office's."""

    person = models.OneToOneField(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="account")
    display_name = models.CharField(_("tên hiển thị"), max_length=150, blank=True)

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint("email", condition=~Q(email=""), name="people_user_one_email"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def audit_label(self) -> str:
        """The name that the audit chain keeps."""
        return f"{self} ({self.username})"


class RoleGrant(Dated, Versioned):
    """One role of one account at one unit, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=30, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="people_rolegrant_known_role"),
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(valid_to__isnull=True), name="people_rolegrant_one_open"
            ),
        ]

    @property
    def role_class(self) -> type[Role]:
        """The role's class, with its words and permissions."""
        return ROLES[self.role]
