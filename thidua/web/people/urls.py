"""Addresses of people."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("bang-tinh/", views.workbook, name="workbook"),
    path("them/", views.add_page, name="add"),
    path("<int:person_id>/", views.detail_page, name="detail"),
    path("<int:person_id>/sua/", views.edit_page, name="edit"),
    path("<int:person_id>/chuyen/", views.transfer_page, name="transfer"),
    path("<int:person_id>/ket-thuc/", views.end_page, name="end"),
    path("<int:person_id>/them-noi/", views.place_page, name="place"),
]
