"""Closed lists of this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """Who can hold an honour."""

    PERSON = "person", _("cá nhân")
    COLLECTIVE = "collective", _("tập thể")
    HOUSEHOLD = "household", _("hộ gia đình")


class Branch(models.TextChoices):
    """Whose honours these are. A union's certificate must never pass for a ministry's or province's."""

    STATE = "state", _("Nhà nước")
    UNION = "union", _("công đoàn")
    MOVEMENT = "movement", _("phong trào, cuộc vận động")


class IssuerLevel(models.TextChoices):
    """The level that decides (law Đ78–80; the union's own levels apart)."""

    STATE = "state", _("Nhà nước")
    MINISTERIAL_PROVINCIAL = "ministerial_provincial", _("bộ, ban, ngành, tỉnh")
    GRASSROOTS = "grassroots", _("cơ sở")
    UNION_CENTRAL = "union_central", _("Tổng Liên đoàn")
    UNION_PROVINCE = "union_province", _("Liên đoàn Lao động tỉnh, thành phố")
    UNION_UPPER = "union_upper", _("công đoàn cấp trên trực tiếp cơ sở")
    UNION_BASE = "union_base", _("công đoàn cơ sở")


class Nature(models.TextChoices):
    """What kind of entry this is in the register."""

    GRANTED = "granted", _("tặng")
    POSTHUMOUS = "posthumous", _("truy tặng")
    AMENDED = "amended", _("điều chỉnh")
    REVOKED = "revoked", _("thu hồi")


class Basis(models.TextChoices):
    """What a commendation was given for; the codes are the law's own (``rules.facts.BASES``).

    Those for sudden or thematic achievements are no basis of later merit (NĐ 152/2025 Điều 4 khoản 3).
    """

    MERIT = "merit", _("công trạng")
    MOVEMENT = "movement", _("phong trào thi đua, chuyên đề")
    SUDDEN = "sudden", _("thành tích đột xuất")


# Who may decide an honour of the state branch, by the level the law gives it (Luật TĐKT 2022 Đ77–80). A higher level
# may decide a lower honour. The union's provincial, upper and base levels are nobody's province or ministry: Đ3 k5
# counts only central bodies of political-social organisations, here the General Confederation, with the ministries.
DECIDERS: dict[str, frozenset[str]] = {
    IssuerLevel.STATE: frozenset({IssuerLevel.STATE}),
    IssuerLevel.MINISTERIAL_PROVINCIAL: frozenset(
        {IssuerLevel.STATE, IssuerLevel.MINISTERIAL_PROVINCIAL, IssuerLevel.UNION_CENTRAL}
    ),
    IssuerLevel.GRASSROOTS: frozenset(
        {IssuerLevel.STATE, IssuerLevel.MINISTERIAL_PROVINCIAL, IssuerLevel.UNION_CENTRAL, IssuerLevel.GRASSROOTS}
    ),
}


def counts_for_law(branch: str, level: str, issuer_level: str) -> bool:
    """Say whether an honour of ``branch`` that the law places at ``level`` counts when ``issuer_level`` gave it."""
    return branch == Branch.STATE and issuer_level in DECIDERS.get(level, frozenset())
