"""Addresses of movements and campaigns."""

from django.urls import path

from . import views

app_name = "movements"
urlpatterns = [
    path("", views.list_page, name="list"),
]
