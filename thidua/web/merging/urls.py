"""Addresses of merging."""

from django.urls import path

from . import views

app_name = "merging"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("da-gop/", views.done_page, name="done"),
    path("da-gop/<int:merge_id>/hoan-tac/", views.undo, name="undo"),
    path("<int:kept_id>/<int:gone_id>/", views.compare_page, name="compare"),
    path("<int:one_id>/<int:other_id>/hai-nguoi/", views.apart, name="apart"),
]
