"""Addresses of people."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.list_page, name="list"),
]
