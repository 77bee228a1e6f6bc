"""Pressing twice is once. A form carries a one-time key; its first sending is carried out, a second one (same user,
same page, same content) gets the first one's answer. The key and the effect are written in one transaction.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.errors import Refusal
from thidua.kernel.models import OnceKey

from .refusals import refusal_response

FIELD = "_once"
HEADER = "X-Once-Key"
_KEY = re.compile(r"^[A-Za-z0-9_-]{16,64}$")


class OnceMiddleware:
    """Carries out each one-time key once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replay a known key's answer, or run the view and its key in one transaction."""
        key = _key_of(request)
        if not key:
            return self.get_response(request)
        seen = OnceKey.objects.filter(pk=key).first()
        return _replay(request, seen) if seen else self._first(request, key)

    def _first(self, request: HttpRequest, key: str) -> HttpResponse:
        row = OnceKey(
            key=key,
            user_id=request.user.pk,
            path=request.path[:500],
            body_hash=_body_hash(request),
            created_at=timezone.now(),
        )
        try:
            with transaction.atomic():
                # Two presses at once: the second insert waits for the first transaction, then fails.
                row.save(force_insert=True)
                response = self.get_response(request)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
                else:
                    row.status = response.status_code
                    row.headers = {"Location": response.headers.get("Location", "")}
                    row.body = "" if row.headers["Location"] else response.content.decode()
                    row.save(update_fields=["status", "headers", "body"])
        except IntegrityError:
            seen = OnceKey.objects.filter(pk=key).first()
            if seen is None:
                raise
            return _replay(request, seen)
        return response


def _key_of(request: HttpRequest) -> str:
    if request.method != "POST" or not request.user.is_authenticated:
        return ""
    key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    return key if _KEY.match(key) else ""


def _body_hash(request: HttpRequest) -> str:
    """Hash what was sent, without the CSRF token (it is masked anew in each page)."""
    said = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _replay(request: HttpRequest, seen: OnceKey) -> HttpResponse:
    same = (seen.user_id, seen.path, seen.body_hash) == (request.user.pk, request.path[:500], _body_hash(request))
    if not same:
        return refusal_response(
            request,
            Refusal(
                _("Biểu mẫu này đã được gửi trước đó với nội dung khác."),
                _("Tải lại trang rồi gửi lại, để không ghi đè điều đã lưu."),
            ),
        )
    if seen.headers.get("Location"):
        return HttpResponseRedirect(seen.headers["Location"])
    return HttpResponse(seen.body, status=seen.status or 200)
