"""Addresses of units and their history."""

from django.urls import path

from . import views

app_name = "units"
urlpatterns = [
    path("", views.list_page, name="list"),
]
