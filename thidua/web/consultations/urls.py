"""Addresses of consultations, for the office."""

from django.urls import path

from . import views

app_name = "consultations"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("mo/", views.publish_page, name="publish"),
    path("<int:consultation_id>/", views.detail, name="detail"),
    path("<int:consultation_id>/ket-thuc/", views.end, name="end"),
    path("<int:consultation_id>/dung/", views.stop, name="stop"),
    path("<int:consultation_id>/bien-ban/", views.minutes, name="minutes"),
    path("<int:consultation_id>/y-kien/<int:comment_id>/", views.answer, name="answer"),
]
