"""Addresses of targets and figures."""

from django.urls import path

from . import views

app_name = "statistics"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("them/", views.add, name="add"),
    path("<int:target_id>/", views.detail, name="detail"),
    path("<int:target_id>/dong/", views.rows, name="rows"),
    path("<int:target_id>/sua/", views.edit, name="edit"),
    path("<int:target_id>/chot/", views.close, name="close"),
]
