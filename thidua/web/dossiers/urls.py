"""Addresses of evaluation: who meets what, and why."""

from django.urls import path

from . import views

app_name = "dossiers"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("bat-dau/", views.start, name="start"),
    path("luot/<int:run_id>/", views.run_page, name="run"),
    path("luot/<int:run_id>/tien-do/", views.progress, name="progress"),
    path("luot/<int:run_id>/dung/", views.cancel, name="cancel"),
    path("luot/<int:run_id>/tiep-tuc/", views.resume, name="resume"),
    path("luot/<int:run_id>/<slug:title>/", views.people_page, name="people"),
    path("luot/<int:run_id>/<slug:title>/don-vi/", views.units_page, name="units"),
    path("nguoi/<int:person_id>/<slug:title>/", views.sheet_page, name="sheet"),
]
