"""Addresses of initiatives."""

from django.urls import path

from . import views

app_name = "initiatives"
urlpatterns = [
    path("", views.list_page, name="list"),
]
