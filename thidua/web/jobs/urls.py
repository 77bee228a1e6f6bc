"""Addresses of background jobs."""

from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<int:job_id>/", views.detail_page, name="detail"),
    path("<int:job_id>/tien-do/", views.progress_part, name="progress"),
    path("<int:job_id>/tep/", views.file, name="file"),
    path("<int:job_id>/dung/", views.cancel, name="cancel"),
    path("<int:job_id>/chay-tiep/", views.resume, name="resume"),
]
