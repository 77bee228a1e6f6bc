"""The public pages: lists open for comments, a comment sent, and the link that confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from thidua.consultations.selectors import open_to_public, public_consultation, waiting_time
from thidua.consultations.services import Author, confirm_comment, write_comment
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotFound
from thidua.web.limits import may_try
from thidua.web.saving import SignedIn, form_page

from .forms import CommentForm

if TYPE_CHECKING:
    from thidua.consultations.models import Comment

PAGE = SystemActor("trang công khai")
SALT = "consultations.comment"
MOST_COMMENTS = 10  # of one address in a minute
LINK_LASTS = 7 * 24 * 3600  # seconds
read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """Show the lists that are open for comments."""
    return render(request, "consultations/public_list.html", {"rows": open_to_public(timezone.localdate())})


@sensitive_post_parameters()
@read_or_write
def detail(request: SignedIn, slug: str) -> HttpResponse:
    """Show a list with the fewest fields, and take a comment."""
    today = timezone.localdate()
    found = public_consultation(slug, today)
    listed = list(found.listed.all())
    known = request.user.is_authenticated
    choices = [(row.pk, str(row)) for row in listed]
    form = CommentForm(request.POST or None, listed=choices, known=known)

    def save(values: dict[str, Any]) -> HttpResponse:
        if not may_try(request, "comment", MOST_COMMENTS):
            raise InvalidInput(_("Bạn gửi quá nhiều ý kiến trong một phút."), _("Chờ một phút rồi gửi lại."))
        author = Author(account=request.user) if known else Author(values["name"], values["email"])
        said = {"text": values["text"], "about_id": values["about"], "author": author}
        comment = write_comment(slug=slug, **said, by=PAGE, at=timezone.now())
        if known:
            messages.success(request, _("Đã nhận ý kiến của bạn."))
        else:
            _send_link(request, comment)
            messages.success(request, _("Hãy mở thư vừa gửi tới %(email)s để xác nhận.") % {"email": comment.email})
        return redirect("public:detail", slug)

    left = waiting_time(found, today)
    context = {"found": found, "listed": listed, "left": left, "known": known}
    return form_page(request, form, "consultations/public.html", context, save)


@read_or_write
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address of a comment: the link opens a page with one button, so that no mail scanner presses it."""
    try:
        key = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        raise NotFound(_("Liên kết này không đúng hoặc đã hết hạn."), _("Gửi lại ý kiến từ trang công khai.")) from None
    if request.method == "POST":
        confirm_comment(comment_id=key, by=PAGE, at=timezone.now())
        messages.success(request, _("Ý kiến của bạn đã được ghi nhận. Cảm ơn bạn."))
        return redirect("public:list")
    return render(request, "consultations/confirm.html")


def _send_link(request: HttpRequest, comment: Comment) -> None:
    """Send the link by which the author says that the address is theirs."""
    address = request.build_absolute_uri(reverse("public:confirm", args=[signing.dumps(comment.pk, salt=SALT)]))
    lines = [
        _("Bạn vừa gửi ý kiến về: %(title)s.") % {"title": comment.consultation.title},
        _("Mở liên kết sau trong 7 ngày để xác nhận; chưa xác nhận thì ý kiến không được tính:"),
        address,
        _("Nếu không phải bạn gửi, hãy bỏ qua thư này."),
    ]
    send_mail(_("Xác nhận ý kiến của bạn"), "\n\n".join(lines), settings.DEFAULT_FROM_EMAIL, [comment.email])
