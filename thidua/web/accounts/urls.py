"""Addresses of accounts and roles."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.list_page, name="list"),
]
