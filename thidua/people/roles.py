"""The eight roles, as plain classes: who may do what, readable by anyone. A role is held at a unit for a time and
reaches that unit and everything below it; a head's reaches the unions paired with the agency.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .permissions import Permission as P  # noqa: N817 - the table below reads by it


class Role:
    """Base of the roles: a code, words for people, and the permissions it carries."""

    code: str
    label: str | Promise
    description: str | Promise
    permissions: frozenset[P] = frozenset()
    own_record_only = False


class CityOfficer(Role):
    """Runs the movements of the city union and everything below it."""

    code = "city_officer"
    label = _("cán bộ công đoàn thành phố")
    description = _("Phát động phong trào, giao chỉ tiêu, nhận đăng ký, xét và theo dõi mọi đơn vị trực thuộc.")
    permissions = frozenset(
        {
            P.VIEW, P.EDIT_PEOPLE, P.EDIT_UNITS, P.MANAGE_CATALOGUES, P.LAUNCH_MOVEMENT, P.JOIN_MOVEMENT,
            P.REGISTER_TITLES, P.RECEIVE_REGISTRATIONS, P.RECORD_RESULTS, P.EVALUATE, P.NOMINATE, P.HANDLE_DOSSIERS,
            P.DECIDE_AWARDS, P.EDIT_HONOURS, P.VIEW_AUDIT, P.MANAGE_JOBS, P.KEEP_LAW,
        }
    )  # fmt: skip


class GrassrootsOfficer(Role):
    """Keeps one grassroots union: its people, participation, registrations and results."""

    code = "grassroots_officer"
    label = _("cán bộ công đoàn cơ sở")
    description = _("Tham gia phong trào, đăng ký danh hiệu, ghi kết quả của đơn vị mình.")
    permissions = frozenset(
        {
            P.VIEW,
            P.EDIT_PEOPLE,
            P.LAUNCH_MOVEMENT,
            P.JOIN_MOVEMENT,
            P.REGISTER_TITLES,
            P.RECORD_RESULTS,
            P.NOMINATE,
            P.HANDLE_DOSSIERS,
        }
    )


class Head(Role):
    """The head of an agency: confirms together with the paired union."""

    code = "head"
    label = _("thủ trưởng cơ quan, đơn vị")
    description = _("Cùng công đoàn xác nhận phát động; xem kết quả của đơn vị mình.")
    permissions = frozenset({P.VIEW, P.CONFIRM_AS_HEAD, P.DECIDE_AWARDS})


class CouncilSecretary(Role):
    """Prepares the sittings of an emulation and commendation council."""

    code = "council_secretary"
    label = _("thư ký hội đồng thi đua – khen thưởng")
    description = _("Xem hồ sơ, chạy xét điều kiện, đối chiếu luật, chuẩn bị phiên họp.")
    permissions = frozenset({P.VIEW, P.EVALUATE, P.HANDLE_DOSSIERS, P.KEEP_LAW})


class CouncilMember(Role):
    """Reads what is put to the council."""

    code = "council_member"
    label = _("thành viên hội đồng thi đua – khen thưởng")
    description = _("Xem kết quả và hồ sơ trình hội đồng.")
    permissions = frozenset({P.VIEW})


class Member(Role):
    """A union member with an account: sees only their own record and what is public in their unit."""

    code = "member"
    label = _("đoàn viên")
    description = _("Xem thành tích và danh hiệu của chính mình.")
    own_record_only = True


class Auditor(Role):
    """Reads everything in the place, writes nothing."""

    code = "auditor"
    label = _("kiểm tra, giám sát")
    description = _("Xem tất cả trong phạm vi được giao, kể cả nhật ký; không sửa gì.")
    permissions = frozenset({P.VIEW, P.VIEW_AUDIT})


class Administrator(Role):
    """Keeps accounts, units and catalogues; does not judge anybody."""

    code = "administrator"
    label = _("quản trị hệ thống")
    description = _("Quản lý tài khoản, vai trò, đơn vị, danh mục, công việc nền; không ghi kết quả thi đua.")
    permissions = frozenset(
        {P.VIEW, P.EDIT_UNITS, P.EDIT_PEOPLE, P.MANAGE_ACCOUNTS, P.MANAGE_CATALOGUES, P.VIEW_AUDIT, P.MANAGE_JOBS}
    )


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        CityOfficer, GrassrootsOfficer, Head, CouncilSecretary, CouncilMember, Member, Auditor, Administrator,
    )
}  # fmt: skip
ROLE_CHOICES = [(role.code, role.label) for role in ROLES.values()]
