"""Addresses of catalogues."""

from django.urls import path

from . import views

app_name = "catalogues"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<slug:slug>/", views.detail_page, name="detail"),
    path("<slug:slug>/them/", views.add_page, name="add"),
    path("<slug:slug>/<int:entry_id>/", views.edit_page, name="edit"),
    path("<slug:slug>/<int:entry_id>/thoi-dung/", views.end_page, name="end"),
]
