"""Closed lists of this room: enums whose members the code reasons about. Open lists are catalogues in the database."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tree(models.TextChoices):
    """The two trees a unit may stand in."""

    UNION = "union", _("tổ chức công đoàn")
    AGENCY = "agency", _("cơ quan, đơn vị")


class Sex(models.TextChoices):
    """Sex, as the reports of the field ask for it; empty means not recorded."""

    FEMALE = "female", _("nữ")
    MALE = "male", _("nam")


class StaffKind(models.TextChoices):
    """The four kinds of staff (CBCCVCLĐ)."""

    CADRE = "cadre", _("cán bộ")
    CIVIL_SERVANT = "civil_servant", _("công chức")
    PUBLIC_EMPLOYEE = "public_employee", _("viên chức")
    WORKER = "worker", _("người lao động")


class GroupKind(models.TextChoices):
    """How units are grouped to be compared."""

    BLOC = "bloc", _("khối")
    CLUSTER = "cluster", _("cụm thi đua")


class SuccessionKind(models.TextChoices):
    """How one unit came out of another."""

    MERGE = "merge", _("sáp nhập")
    SPLIT = "split", _("chia tách")
