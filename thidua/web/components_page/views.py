"""View of the component page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data."""
    return render(request, "components_page.html")
