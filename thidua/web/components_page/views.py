"""View of the component page."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

class F(forms.Form):
    a = forms.CharField(label="Tên", help_text="Giúp")
    b = forms.ChoiceField(label="Chọn", choices=[(1,"x")], widget=forms.RadioSelect)
    c = forms.BooleanField(label="Đồng ý")

def page(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data."""
    return render(request, "components_page.html", {"form": F({}), "form2": F(prefix="x"), "stages": [{"label":"A","state":s,"note":"n"} for s in ("done","now","late","todo")], "tabs":[{"label":"x","url":"/","current":True,"count":3}], "page": Paginator(list(range(200)), 10).page(5)})
