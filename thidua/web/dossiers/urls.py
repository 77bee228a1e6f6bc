"""Addresses of evaluation: who meets what, and why."""

from django.urls import path

from . import conclusions, plan_views, quota_views, sheets, tables, views

app_name = "dossiers"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("bat-dau/", views.start, name="start"),
    path("luot/<int:run_id>/", views.run_page, name="run"),
    path("luot/<int:run_id>/tien-do/", views.progress, name="progress"),
    path("luot/<int:run_id>/dung/", views.cancel, name="cancel"),
    path("luot/<int:run_id>/tiep-tuc/", views.resume, name="resume"),
    path("luot/<int:run_id>/bang/<int:unit_id>/", tables.unit_page, name="unit"),
    path("luot/<int:run_id>/han-muc/<int:unit_id>/<slug:award>/", quota_views.quota_page, name="quota"),
    path("luot/<int:run_id>/con-thieu/<int:unit_id>/<slug:award>/", tables.nearly_page, name="nearly"),
    path("luot/<int:run_id>/han-muc/<slug:award>/", quota_views.quota_of_all, name="quota_all"),
    path("luot/<int:run_id>/<slug:award>/", tables.people_page, name="people"),
    path("luot/<int:run_id>/<slug:award>/don-vi/", tables.units_page, name="units"),
    path("nguoi/<int:person_id>/", sheets.person_page, name="person"),
    path("nguoi/<int:person_id>/lo-trinh/", plan_views.plan_page, name="plan"),
    path("nguoi/<int:person_id>/<slug:award>/", sheets.sheet_page, name="sheet"),
    path("nguoi/<int:person_id>/<slug:award>/<slug:code>/", conclusions.of_person, name="conclude"),
    path("tap-the/<int:unit_id>/", sheets.collective_page, name="collective"),
    path("tap-the/<int:unit_id>/<slug:award>/", sheets.collective_sheet_page, name="collective_sheet"),
    path("tap-the/<int:unit_id>/<slug:award>/<slug:code>/", conclusions.of_collective, name="conclude_collective"),
]
