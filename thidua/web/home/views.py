"""Views of the home page and the health probe."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from thidua.web.listing import download_of
from thidua.web.saving import SignedIn

from .pages import home_context


@require_GET
def home(request: SignedIn) -> HttpResponse:
    """Show what waits for the person, the units' stage ribbon and the targets."""
    shown = home_context(request, timezone.localdate())
    lists = [shown[name] for name in ("tasks", "unit_list") if name in shown]
    return download_of(request, *lists) or render(request, "home/home.html", shown)


def health(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")
