"""States, closed lists and the move tables of movements and participations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.kernel.moves import Move, MoveTable
from thidua.people.permissions import Permission


class MovementKind(models.TextChoices):
    """A movement ends in titles; a campaign in a mobilisation rate."""

    MOVEMENT = "movement", _("phong trào")
    CAMPAIGN = "campaign", _("cuộc vận động")


class MovementMode(models.TextChoices):
    """Law 2003 Đ16, 2022 Đ16: yearly, or for one theme in a set time."""

    REGULAR = "regular", _("thường xuyên")
    THEMATIC = "thematic", _("theo chuyên đề")


class MovementState(models.TextChoices):
    """The life of a movement."""

    PLANNED = "planned", _("đang lập kế hoạch")
    LAUNCHED = "launched", _("đã phát động")
    CLOSED = "closed", _("đã tổng kết")


MOVEMENT_MOVES = MoveTable(
    [
        Move(
            "launch", _("Phát động"), frozenset({MovementState.PLANNED}), MovementState.LAUNCHED,
            Permission.LAUNCH_MOVEMENT,
        ),
        Move(
            "close", _("Tổng kết và kết thúc"), frozenset({MovementState.LAUNCHED}), MovementState.CLOSED,
            Permission.LAUNCH_MOVEMENT,
        ),
    ]
)  # fmt: skip


class ParticipationState(models.TextChoices):
    """A unit's part in a movement: launched only when its union and its head have both confirmed."""

    PREPARING = "preparing", _("đang chuẩn bị")
    LAUNCHED = "launched", _("đã phát động tại đơn vị")


class MilestoneKind(models.TextChoices):
    """The fixed points of a movement."""

    LAUNCH = "launch", _("phát động")
    INTERIM_REVIEW = "interim_review", _("sơ kết")
    FINAL_REVIEW = "final_review", _("tổng kết")
    HONOUR = "honour", _("tuyên dương")


class Side(models.TextChoices):
    """The two who launch a movement at a unit together."""

    UNION = "union", _("công đoàn")
    HEAD = "head", _("thủ trưởng")


class Silence(models.TextChoices):
    """Why a unit counts as silent; the first two are seen by this room, the others by the rooms above."""

    NOT_JOINED = "not_joined", _("chưa tham gia")
    NOT_LAUNCHED = "not_launched", _("chưa phát động tại đơn vị")
    NOT_REGISTERED = "not_registered", _("chưa nộp đăng ký")
    NO_RESULTS = "no_results", _("chưa có kết quả")


class Operator(models.TextChoices):
    """How a criterion or target compares what is reached with what is asked."""

    EQUAL = "eq", _("bằng")
    OVER = "gt", _("trên")
    AT_LEAST = "ge", _("từ … trở lên")
    UNDER = "lt", _("dưới")
    AT_MOST = "le", _("không quá")
    BETWEEN = "between", _("trong khoảng")


class TargetState(models.TextChoices):
    """A target is open until its movement closes; then its figures are frozen."""

    OPEN = "open", _("đang theo dõi")
    CLOSED = "closed", _("đã chốt")
