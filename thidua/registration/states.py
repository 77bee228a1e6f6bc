"""States, closed lists and the move table of registrations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.kernel.moves import Move, MoveTable
from thidua.people.permissions import Permission


class RegistrationState(models.TextChoices):
    """The life of a unit's registration."""

    DRAFT = "draft", _("bản nháp")
    SUBMITTED = "submitted", _("đã nộp")
    RETURNED = "returned", _("trả lại để sửa")
    ACCEPTED = "accepted", _("đã tiếp nhận")


EDITABLE = frozenset({RegistrationState.DRAFT, RegistrationState.RETURNED})
COUNTS_AS_REGISTERED = frozenset({RegistrationState.SUBMITTED, RegistrationState.ACCEPTED})


class RoundPhase(models.TextChoices):
    """Where a day stands against a round's opening and its two deadlines."""

    NOT_OPEN = "not_open", _("chưa mở")
    OPEN = "open", _("đang mở")
    LATE = "late", _("quá hạn nộp")
    CLOSED = "closed", _("đã qua hạn chót")


REGISTRATION_MOVES = MoveTable(
    [
        Move(
            "submit", _("Nộp đăng ký"), EDITABLE, RegistrationState.SUBMITTED, Permission.REGISTER_TITLES
        ),
        Move(
            "recall", _("Rút lại để sửa"), frozenset({RegistrationState.SUBMITTED}), RegistrationState.DRAFT,
            Permission.REGISTER_TITLES,
        ),
        Move(
            "return", _("Trả lại"), frozenset({RegistrationState.SUBMITTED, RegistrationState.ACCEPTED}),
            RegistrationState.RETURNED, Permission.RECEIVE_REGISTRATIONS, needs_reason=True,
        ),
        Move(
            "accept", _("Tiếp nhận"), frozenset({RegistrationState.SUBMITTED}), RegistrationState.ACCEPTED,
            Permission.RECEIVE_REGISTRATIONS,
        ),
        # After the hard deadline a unit can no longer submit: the upper unit receives what was saved, on its behalf.
        Move(
            "receive", _("Tiếp nhận thay đơn vị"), EDITABLE, RegistrationState.ACCEPTED,
            Permission.RECEIVE_REGISTRATIONS,
        ),
    ]
)  # fmt: skip


class Grade(models.TextChoices):
    """The yearly performance grade (NĐ 56/2015 and its successors), best first."""

    EXCELLENT = "excellent", _("hoàn thành xuất sắc nhiệm vụ")
    GOOD = "good", _("hoàn thành tốt nhiệm vụ")
    COMPLETED = "completed", _("hoàn thành nhiệm vụ")
    NOT_COMPLETED = "not_completed", _("không hoàn thành nhiệm vụ")


class DisciplineLevel(models.TextChoices):
    """Disciplinary measures, lightest first."""

    REPRIMAND = "reprimand", _("khiển trách")
    WARNING = "warning", _("cảnh cáo")
    SALARY_STEP_CUT = "salary_step_cut", _("hạ bậc lương")
    DEMOTION = "demotion", _("giáng chức")
    REMOVAL = "removal", _("cách chức")
    DISMISSAL = "dismissal", _("buộc thôi việc")


class CaseKind(models.TextChoices):
    """Cases being looked into that hold a proposal (NĐ 152/2025 Điều 4 khoản 4); the codes are the law's own."""

    DISCIPLINE = "discipline", _("đang xem xét kỷ luật")
    INVESTIGATION = "investigation", _("đang điều tra, truy tố, xét xử")
    INSPECTION = "inspection", _("đang thanh tra, kiểm tra")
    COMPLAINT = "complaint", _("đang xác minh khiếu nại, tố cáo")
    PRESS = "press", _("báo chí nêu dấu hiệu vi phạm, đang xác minh")


class LeaveKind(models.TextChoices):
    """Long absences that the rules on titles name."""

    MATERNITY = "maternity", _("nghỉ thai sản")
    SICK = "sick", _("nghỉ ốm dài ngày")
    STUDY = "study", _("đi học, đào tạo")
    UNPAID = "unpaid", _("nghỉ không lương")
    OTHER = "other", _("nghỉ khác")


# Awards that the unit's own head decides: what they ask beyond the yearly review is judged in the unit. What awards of
# a higher level ask (“chosen among …”, influence in the province) is judged by the union above or its council.
DECIDED_AT_THE_UNIT = frozenset({"advanced_worker", "grassroots_fighter", "certificate"})

# Maternity leave counts as time worked (NĐ 152/2025 Điều 4 khoản 5); training counts as work (TT 01/2024/TT-BNV).
LEAVE_COUNTED_AS_WORK = frozenset({LeaveKind.MATERNITY, LeaveKind.STUDY})
