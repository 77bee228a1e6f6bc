"""Addresses of title registrations."""

from django.urls import path

from . import rounds, sheets, views

app_name = "registration"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("doc-bang/", sheets.read_pasted, name="read_pasted"),
    path("dot/mo/", rounds.open_page, name="round_open"),
    path("dot/<int:round_id>/", rounds.edit_page, name="round_edit"),
    path("dot/<int:round_id>/bat-dau/", views.start, name="start"),
    path("<int:registration_id>/", sheets.sheet_page, name="sheet"),
    path("<int:registration_id>/bang-tinh/", sheets.workbook, name="workbook"),
    path("<int:registration_id>/luu/", sheets.save, name="save"),
    path("<int:registration_id>/tu-luu/", sheets.autosave, name="autosave"),
    path("<int:registration_id>/giong-nam-truoc/", sheets.copy, name="copy"),
    path("<int:registration_id>/nop/", views.submit_page, name="submit"),
    path("<int:registration_id>/chuyen/<slug:move>/", views.move, name="move"),
]
