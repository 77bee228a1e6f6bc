"""Addresses of evaluation: who meets what, and why."""

from django.urls import path

from . import views

app_name = "dossiers"
urlpatterns = [
    path("", views.list_page, name="list"),
]
