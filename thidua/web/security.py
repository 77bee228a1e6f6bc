"""Headers that each page carries, and the door: everything but a short list asks for a signed-in person."""

from __future__ import annotations

from collections.abc import Callable

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
PUBLIC = ("account_", "openid_connect_", "socialaccount_", "mfa_authenticate", "set_language", "health")


class ContentSecurityPolicy:
    """Nothing inline, nothing from another host."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy and without leaving private pages in shared caches."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
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
        return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
