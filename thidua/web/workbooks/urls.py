"""Addresses of imports."""

from django.urls import path

from . import views

app_name = "workbooks"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<int:import_id>/", views.detail_page, name="detail"),
    path("<int:import_id>/tien-do/", views.progress_part, name="progress"),
    path("<int:import_id>/cot/", views.columns_page, name="columns"),
    path("<int:import_id>/tra-loi/", views.answer, name="answer"),
    path("<int:import_id>/ghi/", views.apply, name="apply"),
    path("<int:import_id>/hoan-tac/", views.undo, name="undo"),
    path("<int:import_id>/tep-da-danh-dau/", views.marked, name="marked"),
    path("<int:import_id>/bo/", views.discard, name="discard"),
]
