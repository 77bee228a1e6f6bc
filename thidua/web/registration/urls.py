"""Addresses of title registrations."""

from django.urls import path

from . import views

app_name = "registration"
urlpatterns = [
    path("", views.list_page, name="list"),
]
