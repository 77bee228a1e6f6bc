"""States and closed lists of nominations, and the table of what may be done with one.

What stands between two offices is one state and one holder: a return leads back to the office that sent, which sends it
to the same office again. “By hand” moves are those of people on the pages; the others belong to consultations, councils
and decisions, which are rooms of their own and call the same service.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.kernel.moves import Move, MoveTable
from thidua.people.permissions import Permission as P  # noqa: N817 - the table below reads by it


class DossierKind(models.TextChoices):
    """Why people are put up (Luật TĐKT 2022 Đ8)."""

    REGULAR = "regular", _("thường xuyên, theo công trạng")
    THEMATIC = "thematic", _("theo phong trào, chuyên đề")
    SUDDEN = "sudden", _("đột xuất")
    SERVICE = "service", _("quá trình cống hiến")
    EXTERNAL = "external", _("đối ngoại, người ngoài hệ thống")


class NominationState(models.TextChoices):
    """The life of a nomination."""

    DRAFT = "draft", _("bản nháp")
    SUBMITTED = "submitted", _("đã gửi, chờ tiếp nhận")
    RECEIVED = "received", _("đã tiếp nhận, đang thẩm định")
    RETURNED = "returned", _("trả lại để bổ sung")
    APPRAISED = "appraised", _("đã thẩm định")
    CONSULTATION = "consultation", _("đang lấy ý kiến công khai")
    CONSULTED = "consulted", _("đã lấy ý kiến xong")
    COUNCIL = "council", _("đang ở hội đồng")
    PASSED = "passed", _("được thông qua, chờ quyết định hoặc trình tiếp")
    DECIDED = "decided", _("đã có quyết định")
    AWARDED = "awarded", _("đã trao")
    ARCHIVED = "archived", _("đã lưu trữ")
    WITHDRAWN = "withdrawn", _("đã rút")
    REFUSED = "refused", _("không đạt")
    REVOKED = "revoked", _("quyết định bị hủy")


S = NominationState
EDITABLE = frozenset({S.DRAFT, S.RETURNED})  # by the unit that puts up; when returned only what was named
AT_OFFICE = frozenset({S.RECEIVED, S.APPRAISED, S.CONSULTATION, S.CONSULTED, S.COUNCIL, S.PASSED})
ENDED = frozenset({S.ARCHIVED, S.WITHDRAWN, S.REFUSED, S.REVOKED})
GRANTED = frozenset({S.DECIDED, S.AWARDED, S.ARCHIVED})
# States before which the law's window of consultation must have ended.
AFTER_CONSULTATION = frozenset({S.CONSULTED, S.COUNCIL, S.PASSED})

# How far a state is: a dossier stands where the least advanced of its open nominations stands.
ORDER = (
    S.RETURNED, S.DRAFT, S.SUBMITTED, S.RECEIVED, S.APPRAISED, S.CONSULTATION, S.CONSULTED, S.COUNCIL, S.PASSED,
    S.DECIDED, S.AWARDED, S.ARCHIVED, S.REVOKED, S.REFUSED, S.WITHDRAWN,
)  # fmt: skip

BEFORE_COUNCIL = frozenset({S.RECEIVED, S.APPRAISED, S.CONSULTED})

NOMINATION_MOVES = MoveTable(
    [
        # Of the unit that puts up or, from the second office on, the office that passed it on.
        Move("submit", _("Gửi hồ sơ"), frozenset({S.DRAFT}), S.SUBMITTED, P.NOMINATE),
        Move("supplement", _("Gửi lại sau khi bổ sung"), frozenset({S.RETURNED}), S.RECEIVED, P.NOMINATE),
        Move("recall", _("Rút về để sửa"), frozenset({S.SUBMITTED}), S.DRAFT, P.NOMINATE),
        Move(
            "withdraw", _("Rút, không đề nghị nữa"),
            frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.RECEIVED, S.APPRAISED}), S.WITHDRAWN, P.NOMINATE,
            needs_reason=True,
        ),
        # Of the office that holds it.
        Move("receive", _("Tiếp nhận"), frozenset({S.SUBMITTED}), S.RECEIVED, P.HANDLE_DOSSIERS),
        Move(
            "return", _("Trả lại để bổ sung"), BEFORE_COUNCIL, S.RETURNED, P.HANDLE_DOSSIERS, needs_reason=True
        ),
        Move("appraise", _("Thẩm định xong"), frozenset({S.RECEIVED}), S.APPRAISED, P.HANDLE_DOSSIERS),
        Move(
            "reopen", _("Thẩm định lại"), frozenset({S.APPRAISED, S.CONSULTED, S.PASSED}), S.RECEIVED,
            P.HANDLE_DOSSIERS, needs_reason=True,
        ),
        Move(
            "refuse", _("Không đạt"), frozenset({S.SUBMITTED, *BEFORE_COUNCIL}), S.REFUSED, P.HANDLE_DOSSIERS,
            needs_reason=True,
        ),
        Move(
            "agree", _("Đồng ý, không qua hội đồng"), frozenset({S.APPRAISED, S.CONSULTED}), S.PASSED,
            P.HANDLE_DOSSIERS, needs_reason=True,
        ),
        Move("propose", _("Trình cấp trên"), frozenset({S.PASSED}), S.SUBMITTED, P.HANDLE_DOSSIERS),
        Move("archive", _("Lưu trữ"), frozenset({S.AWARDED}), S.ARCHIVED, P.HANDLE_DOSSIERS),
        # Of the rooms above.
        Move("publish", _("Lấy ý kiến công khai"), frozenset({S.APPRAISED}), S.CONSULTATION, P.HANDLE_DOSSIERS),
        Move("end_consultation", _("Kết thúc lấy ý kiến"), frozenset({S.CONSULTATION}), S.CONSULTED, P.HANDLE_DOSSIERS),
        Move("stop_consultation", _("Dừng lấy ý kiến"), frozenset({S.CONSULTATION}), S.APPRAISED, P.HANDLE_DOSSIERS),
        Move("to_council", _("Đưa ra hội đồng"), frozenset({S.APPRAISED, S.CONSULTED}), S.COUNCIL, P.HANDLE_DOSSIERS),
        Move("off_council", _("Đưa khỏi phiên họp"), frozenset({S.COUNCIL}), S.APPRAISED, P.HANDLE_DOSSIERS),
        Move("pass", _("Hội đồng thông qua"), frozenset({S.COUNCIL}), S.PASSED, P.HANDLE_DOSSIERS),
        Move("fail", _("Hội đồng không thông qua"), frozenset({S.COUNCIL}), S.REFUSED, P.HANDLE_DOSSIERS),
        Move("decide", _("Ra quyết định"), frozenset({S.PASSED}), S.DECIDED, P.DECIDE_AWARDS),
        Move("award", _("Ghi đã trao"), frozenset({S.DECIDED}), S.AWARDED, P.HANDLE_DOSSIERS),
        Move("revoke", _("Hủy, thu hồi quyết định"), GRANTED, S.REVOKED, P.DECIDE_AWARDS, needs_reason=True),
    ]
)  # fmt: skip
BY_HAND = (
    "submit", "supplement", "recall", "withdraw", "receive", "return", "appraise", "reopen", "refuse", "agree",
    "propose", "archive",
)  # fmt: skip
SENDERS = frozenset({"submit", "supplement", "recall", "withdraw"})  # moves of whoever sent it, not of the holder

# What a return may name: only these open to the sender, who cannot change anything else meanwhile.
FIELDS = {
    "distinction": _("danh hiệu, hình thức đề nghị"),
    "achievement": _("tóm tắt thành tích"),
    "subject": _("người, tập thể, hộ được đề nghị"),
    "report": _("báo cáo thành tích"),
}
