"""Addresses of the audit chain."""

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("kiem-tra/", views.verify_page, name="verify"),
]
