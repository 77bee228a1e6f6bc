"""Addresses of the register of honours."""

from django.urls import path

from . import views

app_name = "honours"
urlpatterns = [
    path("", views.list_page, name="list"),
]
