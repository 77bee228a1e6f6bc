"""Addresses of catalogues."""

from django.urls import path

from . import views

app_name = "catalogues"
urlpatterns = [
    path("", views.list_page, name="list"),
]
