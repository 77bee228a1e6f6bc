"""Addresses of the register of honours."""

from django.urls import path

from . import views

app_name = "honours"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("in/", views.print_page, name="print"),
    path("bang-tinh/", views.workbook, name="workbook"),
    path("ghi/", views.add_page, name="add"),
    path("ghi/tim-nguoi/", views.people_found, name="people"),
    path("<int:honour_id>/", views.detail_page, name="detail"),
    path("<int:honour_id>/dieu-chinh/", views.amend_page, name="amend"),
    path("<int:honour_id>/thu-hoi/", views.revoke_page, name="revoke"),
]
