"""Turns a refusal of a service into words: a page with the message and what to do next, or a fragment for HTMX."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from thidua.kernel.errors import NotFound, Refusal


class RefusalMiddleware:
    """Answers a Refusal raised by a view. Views that can put it next to a form catch it themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; see process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the refusal's page with its status; None leaves other errors to Django."""
        if not isinstance(error, Refusal):
            return None
        return refusal_response(request, error)


def refusal_response(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Return the page, HTMX fragment or JSON (to scripts that ask for it) that says what was refused and what to do."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        said = {"code": error.code, "message": error.message, "next_step": error.next_step, "fields": error.fields}
        return JsonResponse(said, status=error.status)
    template = "refusal_fragment.html" if getattr(request, "htmx", False) else "refusal.html"
    response = render(request, template, {"refusal": error}, status=error.status)
    if getattr(request, "htmx", False):
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the product's words; a thing outside one's scope answers the same."""
    return refusal_response(
        request,
        NotFound(
            _("Không tìm thấy trang này."),
            _("Địa chỉ có thể đã đổi, hoặc nội dung nằm ngoài phạm vi bạn được xem."),
        ),
    )
