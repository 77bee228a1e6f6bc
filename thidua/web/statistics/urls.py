"""Addresses of targets and figures."""

from django.urls import path

from . import views

app_name = "statistics"
urlpatterns = [
    path("", views.list_page, name="list"),
]
