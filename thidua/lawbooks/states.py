"""What a provision can be, and how two persons bring it into force."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.kernel.moves import Move, MoveTable
from thidua.people.permissions import Permission


class ProvisionKind(models.TextChoices):
    """What an officer may enter."""

    RULE = "rule", _("quy tắc mới")
    NUMBER = "number", _("số liệu của luật")
    CHECK = "check", _("đã đối chiếu quy tắc tạm dùng")


class ProvisionState(models.TextChoices):
    """The life of a provision. Only what is in force is part of the law."""

    DRAFT = "draft", _("bản nháp")
    PROPOSED = "proposed", _("chờ người thứ hai")
    IN_FORCE = "in_force", _("đang áp dụng")
    REJECTED = "rejected", _("không được đồng ý")
    WITHDRAWN = "withdrawn", _("đã rút")


class Confidence(models.TextChoices):
    """How well a text was read; see ``rules.sources``."""

    READ = "R", _("đã đọc nguyên văn")
    QUOTED = "Q", _("mới đọc trích dẫn")
    MEMORY = "M", _("chưa đối chiếu văn bản")


EDITABLE = frozenset({ProvisionState.DRAFT, ProvisionState.REJECTED})
PROVISION_MOVES = MoveTable(
    [
        Move(
            "propose", _("Đề nghị áp dụng"), frozenset({ProvisionState.DRAFT}), ProvisionState.PROPOSED,
            Permission.KEEP_LAW,
        ),
        Move(
            "second", _("Đồng ý và áp dụng"), frozenset({ProvisionState.PROPOSED}), ProvisionState.IN_FORCE,
            Permission.KEEP_LAW,
        ),
        Move(
            "reject", _("Không đồng ý"), frozenset({ProvisionState.PROPOSED}), ProvisionState.REJECTED,
            Permission.KEEP_LAW, needs_reason=True,
        ),
        Move(
            "withdraw", _("Rút"),
            frozenset({ProvisionState.DRAFT, ProvisionState.PROPOSED, ProvisionState.IN_FORCE}),
            ProvisionState.WITHDRAWN, Permission.KEEP_LAW, needs_reason=True,
        ),
    ]
)  # fmt: skip
