"""Addresses of dossiers and nominations."""

from django.urls import path

from . import dossiers, moves, nominations, offices, views

app_name = "nominations"
urlpatterns = [
    path("", views.inbox_page, name="inbox"),
    path("tat-ca/", views.list_page, name="list"),
    path("lap/", dossiers.create, name="create"),
    path("noi-xet/<int:unit_id>/", offices.edit, name="office"),
    path("chuyen/<slug:move>/", moves.move, name="move"),
    path("bo-khoi-ho-so/", moves.remove, name="remove"),
    path("de-nghi/<int:nomination_id>/", nominations.detail, name="nomination"),
    path("de-nghi/<int:nomination_id>/sua/", nominations.edit, name="edit"),
    path("de-nghi/<int:nomination_id>/doi/", nominations.lower, name="lower"),
    path("de-nghi/<int:nomination_id>/tham-dinh/", nominations.judge, name="judge"),
    path("<int:dossier_id>/", dossiers.detail, name="dossier"),
    path("<int:dossier_id>/to-trinh/", dossiers.letter, name="letter"),
    path("<int:dossier_id>/them/", dossiers.add, name="add"),
    path("<int:dossier_id>/bang-tinh/", dossiers.workbook, name="workbook"),
]
