"""The figures themselves. A new one is added here: its words, and the condition that its counts and rows share."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thidua.kernel.errors import NotFound

from .counting import FEMALE, Figure, Subject, has_launched_and_registered, holds_title, is_mobilised

# The titles that the source's target counts: “Lao động tiên tiến”, every “Chiến sĩ thi đua”, “Người tốt – Việc tốt”.
YEARLY_TITLES = Q(title__code__in=["advanced_worker", "good_person_good_deed"]) | Q(title__code__endswith="_fighter")
TWO_DUTIES = Q(title__code="two_duties")

STAFF = gettext_lazy("CBCCVCLĐ đang thuộc đơn vị vào ngày 31/12 của năm (hoặc hôm nay, nếu năm chưa hết)")
UNPAID = gettext_lazy("người nghỉ không lương cả năm")

FIGURES: dict[str, Figure] = {
    figure.code: figure
    for figure in (
        Figure(
            code="units_launching_and_registering",
            name=gettext_lazy("CĐCS phát động phong trào và đăng ký danh hiệu"),
            definition=gettext_lazy(
                "Công đoàn cơ sở đã cùng thủ trưởng phát động ít nhất một phong trào, cuộc vận động của năm và đã nộp "
                "đăng ký thi đua của năm."
            ),
            numerator=gettext_lazy("CĐCS đã phát động (công đoàn và thủ trưởng cùng xác nhận) và đã nộp đăng ký"),
            denominator=gettext_lazy("CĐCS trực thuộc vào ngày 31/12 của năm (hoặc hôm nay, nếu năm chưa hết)"),
            exclusions=gettext_lazy("không loại trừ đơn vị nào"),
            reached=has_launched_and_registered,
            subject=Subject.UNIT,
            by_movement=True,
            by_owner=True,
        ),
        Figure(
            code="staff_with_yearly_title",
            name=gettext_lazy("CBCCVCLĐ đạt danh hiệu thi đua của năm"),
            definition=gettext_lazy(
                "Người đạt ít nhất một danh hiệu của năm: Lao động tiên tiến, Chiến sĩ thi đua các cấp, Người tốt – "
                "Việc tốt. Mỗi người tính một lần; danh hiệu đã thu hồi không tính."
            ),
            numerator=gettext_lazy("người có quyết định tặng ít nhất một danh hiệu nêu trên cho năm này"),
            denominator=STAFF,
            exclusions=UNPAID,
            reached=holds_title(YEARLY_TITLES),
        ),
        Figure(
            code="women_with_two_duties_title",
            name=gettext_lazy("Nữ CBCCVCLĐ đạt “Giỏi việc nước – Đảm việc nhà”"),
            definition=gettext_lazy(
                "Nữ CBCCVCLĐ đạt danh hiệu “Giỏi việc nước – Đảm việc nhà” của năm. Người chưa ghi giới tính không "
                "tính."
            ),
            numerator=gettext_lazy("nữ có quyết định tặng danh hiệu này cho năm này"),
            denominator=gettext_lazy(
                "nữ CBCCVCLĐ đang thuộc đơn vị vào ngày 31/12 của năm (hoặc hôm nay, nếu năm chưa hết)"
            ),
            exclusions=UNPAID,
            reached=holds_title(TWO_DUTIES),
            sex=FEMALE,
        ),
        Figure(
            code="staff_mobilised",
            name=gettext_lazy("CBCCVCLĐ được vận động tham gia cuộc vận động"),
            definition=gettext_lazy(
                "Người tham gia ít nhất một cuộc vận động của năm. Chỉ tiêu gắn với một phong trào, cuộc vận động thì "
                "chỉ tính người tham gia phong trào, cuộc vận động đó."
            ),
            numerator=gettext_lazy("người có tên trong danh sách tham gia"),
            denominator=STAFF,
            exclusions=UNPAID,
            reached=is_mobilised,
            by_movement=True,
        ),
    )
}


def figure_named(code: str) -> Figure:
    """Return the figure; raises NotFound for a code outside the register."""
    figure = FIGURES.get(code)
    if figure is None:
        raise NotFound(_("Không có số liệu mang mã “%(code)s”.") % {"code": code}, _("Chọn số liệu trong danh sách."))
    return figure
