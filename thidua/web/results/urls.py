"""Addresses of the yearly record: grades, findings, discipline, leave."""

from django.urls import path

from . import views

app_name = "results"
urlpatterns = [
    path("", views.list_page, name="list"),
]
