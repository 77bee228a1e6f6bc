"""Pressing twice is once. A form carries a one-time key; its first sending is carried out, a second one (same user,
same page, same content) gets the first one's answer. The key and the effect are written in one transaction.

An answer of 400 or above (a refusal, an error) undoes both, so the corrected form may be sent with the same key.
Keys are cleared after a week (kernel.services.clear_old).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.errors import Refusal
from thidua.kernel.models import OnceKey

from .refusals import refusal_response

FIELD = "_once"
HEADER = "X-Once-Key"
_KEY = re.compile(r"^[A-Za-z0-9_-]{16,64}$")
_METHODS = ("POST", "PUT", "PATCH", "DELETE")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_TEXTS = ("text/", "application/json")
_KEPT_HEADERS = ("Location", "Content-Type", "Content-Language")
_LONGEST = 1_000_000  # characters of an answer that are worth keeping


class OnceMiddleware:
    """Carries out each one-time key once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replay a known key's answer, or run the view and its key in one transaction."""
        key = _key_of(request)
        if not key:
            return self.get_response(request)
        sent = _hash_of(request)
        seen = OnceKey.objects.filter(pk=key).first()
        return _replay(request, seen, sent) if seen else self._first(request, key, sent)

    def _first(self, request: HttpRequest, key: str, sent: str) -> HttpResponse:
        row = OnceKey(
            key=key, user_id=request.user.pk, path=request.path[:500], body_hash=sent, created_at=timezone.now()
        )
        try:
            with transaction.atomic():
                # Two presses at once: the second insert waits for the first transaction, then fails.
                row.save(force_insert=True)
                # Never raises: errors of the view, and refusals, come back as answers.
                response = self.get_response(request)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
                else:
                    _keep(row, response)
        except IntegrityError:
            seen = OnceKey.objects.filter(pk=key).first()
            if seen is None:
                raise
            return _replay(request, seen, sent)
        return response


def _key_of(request: HttpRequest) -> str:
    """Return the request's key; empty for readers, visitors and malformed keys."""
    if request.method not in _METHODS or not request.user.is_authenticated:
        return ""
    key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    return key if _KEY.match(key) else ""


def _hash_of(request: HttpRequest) -> str:
    """Hash what was asked: address, method, content and files.

    Left out: the CSRF token, which is masked anew in each page, and the key itself.
    """
    digest = hashlib.sha256(repr((request.method, request.get_full_path())).encode())
    if request.content_type in _FORMS and request.method == "POST":
        fields = {name: values for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", FIELD)}
        digest.update(repr(sorted(fields.items())).encode())
        for part in _file_parts(request):
            digest.update(part)
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _file_parts(request: HttpRequest) -> Iterator[bytes]:
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield repr((name, file.name, file.size)).encode()
            yield from file.chunks()
            file.seek(0)  # the view reads it again


def _keep(row: OnceKey, response: HttpResponseBase) -> None:
    """Store the answer with the key. A file or a stream is not kept: status 0 says so."""
    if isinstance(response, HttpResponse) and _can_be_kept(response):
        row.status = response.status_code
        row.body = response.content.decode(response.charset)
        row.headers = {
            name: value for name, value in response.headers.items() if name in _KEPT_HEADERS or name.startswith("HX-")
        }
    row.save(update_fields=["status", "headers", "body"])


def _can_be_kept(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    text = not kind or kind.startswith(_TEXTS)
    return text and len(response.content) <= _LONGEST


def _replay(request: HttpRequest, seen: OnceKey, sent: str) -> HttpResponse:
    """Answer a second sending: the stored answer, or a refusal when it is not the same sending."""
    if (seen.user_id, seen.body_hash) != (request.user.pk, sent):
        return refusal_response(
            request,
            Refusal(
                _("Biểu mẫu này đã được gửi trước đó với nội dung khác."),
                _("Tải lại trang rồi gửi lại, để không ghi đè điều đã lưu."),
            ),
        )
    if not seen.status:
        return refusal_response(
            request,
            Refusal(_("Việc này đã được thực hiện."), _("Tải lại trang để xem kết quả hoặc tải tệp một lần nữa.")),
        )
    return HttpResponse(seen.body, status=seen.status, headers=seen.headers)
