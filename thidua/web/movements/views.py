"""Views of movements and campaigns: thin; services write, selectors read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def list_page(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    return render(request, "empty.html")
