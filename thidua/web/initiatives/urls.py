"""Addresses of initiatives."""

from django.urls import path

from . import views

app_name = "initiatives"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("bang-tinh/", views.workbook, name="workbook"),
    path("moi/<int:unit_id>/", views.add, name="add"),
    path("<int:initiative_id>/", views.detail, name="detail"),
    path("<int:initiative_id>/sua/", views.edit, name="edit"),
    path("<int:initiative_id>/cong-nhan/", views.recognise, name="recognise"),
    path("<int:initiative_id>/da-dung/", views.use, name="use"),
    path("<int:initiative_id>/rut/", views.withdraw, name="withdraw"),
]
