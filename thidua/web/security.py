"""Headers that each page carries, and the door: everything but a short list asks for a signed-in person."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

GetResponse = Callable[[HttpRequest], HttpResponse]

CSP = "; ".join(
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        "manifest-src 'self'",
    ]
)  # fmt: skip

# URL names (or namespaces, with a trailing colon) that a visitor without an account may open.
PUBLIC = (
    "account_", "openid_connect_", "socialaccount_", "mfa_authenticate", "set_language", "health",
    "lawbooks:list", "lawbooks:award", "lawbooks:rule", "lawbooks:try", "public:",
)  # fmt: skip


HEADERS = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ContentSecurityPolicy:
    """Nothing inline, nothing from another host."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy and without leaving private pages in shared caches."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class SignInRequired:
    """Deny by default: a page is private unless its URL name is on the public list."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the check waits until the URL is resolved."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Send a visitor to sign in, unless the page is public."""
        match = request.resolver_match
        if request.user.is_authenticated or (match and (match.view_name or "").startswith(PUBLIC)):
            return None
        to_sign_in = redirect_to_login(_way_back(request), resolve_url("account_login"))
        if not getattr(request, "htmx", False):
            return to_sign_in
        # A redirect would put the whole sign-in page into the fragment's place.
        return HttpResponse(headers={"HX-Redirect": to_sign_in.url})


def _way_back(request: HttpRequest) -> str:
    """Return the page to open after signing in: the one asked for or, where it cannot be opened so, the one before."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return request.get_full_path()
    before = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if before.netloc != request.get_host():
        return resolve_url("home")
    return urlunsplit(("", "", before.path or "/", before.query, ""))
