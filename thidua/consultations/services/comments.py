"""Comments: written by an account or with an e-mail address that is confirmed, answered by the office.

The audit chain is read by many; so it tells that a comment came, not from whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, WrongState
from thidua.kernel.text import nfc, nfc_lines
from thidua.kernel.versions import save_version
from thidua.people.models import User
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import LONGEST_COMMENT, Comment
from ..selectors import public_consultation
from ..states import CommentState, ConsultationState, Outcome


@dataclass(frozen=True, slots=True)
class Author:
    """Who comments: an account, or a name with an e-mail address still to be confirmed."""

    name: str = ""
    email: str = ""
    account: User | None = None


@service("consultation.comment")
def write_comment(*, slug: str, text: str, about_id: int | None, author: Author, by: Actor, at: datetime) -> Comment:
    """Take a comment on an open list, or (``about_id``) on one of it. ``by`` is the public page, not the author.

    Raises NotFound once the window is over, InvalidInput for an empty comment, no name, no address.
    """
    found = public_consultation(slug, localdate(at))
    if about_id is not None and not found.listed.filter(pk=about_id).exists():
        message = _("Chọn người, tập thể trong danh sách.")
        raise InvalidInput(message, fields={"about": message})
    _check(text, author)
    row = Comment.objects.create(
        consultation=found, about_id=about_id, text=nfc_lines(text),
        name=nfc(author.name) or str(author.account), account=author.account,
        email="" if author.account else author.email.strip(),
        state=CommentState.RECEIVED if author.account else CommentState.WAITING, written_at=at,
    )  # fmt: skip
    audit(found, unit_id=found.office_id, details={"comment": row.pk})
    return row


@service("consultation.confirm")
def confirm_comment(*, comment_id: int, by: Actor, at: datetime) -> Comment:
    """Count a comment whose address was confirmed; again changes nothing. Raises WrongState once the window is over."""
    row = Comment.objects.select_for_update().filter(pk=comment_id).select_related("consultation").first()
    if row is None:
        raise NotFound(_("Không tìm thấy ý kiến này."), _("Gửi lại ý kiến từ trang công khai."))
    if row.state != CommentState.WAITING:
        return row
    found = row.consultation
    if found.state != ConsultationState.OPEN or localdate(at) > found.closes_on:
        raise WrongState(_("Thời gian lấy ý kiến đã hết."), _("Gửi ý kiến bằng đơn tới nơi xét nếu cần."))
    save_version(row, expected=None, state=CommentState.RECEIVED)
    audit(found, unit_id=found.office_id, details={"comment": row.pk})
    return row


@service("consultation.answer")
def answer_comment(
    *, comment_id: int, outcome: str, answer: str, expected_version: int | None, by: Actor, at: datetime
) -> Comment:
    """Write what the office makes of a comment. Raises WrongState once the consultation is closed, InvalidInput."""
    row = Comment.objects.select_for_update().filter(pk=comment_id).select_related("consultation").first()
    if row is None or row.state == CommentState.WAITING:
        raise NotFound(_("Không tìm thấy ý kiến này."), _("Mở lại từ đợt lấy ý kiến."))
    found = row.consultation
    require(by, Permission.HANDLE_DOSSIERS, found.office_id, localdate(at))
    if found.state != ConsultationState.OPEN:
        raise WrongState(_("Đợt lấy ý kiến này đã khép lại."), _("Tải lại trang để xem kết quả."))
    errors = {}
    if outcome not in Outcome.values:
        errors["outcome"] = _("Chọn cách xử lý.")
    if not nfc(answer):
        errors["answer"] = _("Ghi rõ trả lời.")
    if errors:
        raise InvalidInput.at(errors, _("Sửa các ô được đánh dấu rồi lưu lại."))
    said = {"outcome": outcome, "answer": nfc_lines(answer), "answered_by_id": by.pk, "answered_at": at}
    save_version(row, expected=expected_version, state=CommentState.ANSWERED, **said)
    audit(found, unit_id=found.office_id, details={"comment": row.pk, "outcome": outcome})
    return row


def _check(text: str, author: Author) -> None:
    errors = {}
    if not text.strip():
        errors["text"] = _("Viết ý kiến của bạn.")
    elif len(text) > LONGEST_COMMENT:
        errors["text"] = _("Ý kiến dài quá %(length)s chữ.") % {"length": LONGEST_COMMENT}
    if author.account is None:
        if not nfc(author.name):
            errors["name"] = _("Ghi họ và tên.")
        try:
            validate_email(author.email.strip())
        except ValidationError:
            errors["email"] = _("Ghi địa chỉ thư điện tử để xác nhận ý kiến.")
    if errors:
        raise InvalidInput.at(errors, _("Sửa các ô được đánh dấu rồi gửi lại."))
