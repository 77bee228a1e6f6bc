"""Addresses of movements and campaigns."""

from django.urls import path

from . import participations, views

app_name = "movements"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("them/", views.plan, name="plan"),
    path("chu-de/<int:unit_id>/<int:year>/", views.theme, name="theme"),
    path("<int:movement_id>/", views.detail, name="detail"),
    path("<int:movement_id>/sua/", views.edit, name="edit"),
    path("<int:movement_id>/phat-dong/", views.launch, name="launch"),
    path("<int:movement_id>/moc/<int:milestone_id>/", views.milestone, name="milestone"),
    path("<int:movement_id>/con-im-lang/", views.silent, name="silent"),
    path("<int:movement_id>/ket-thuc/", views.close, name="close"),
    path("<int:movement_id>/tham-gia/<int:unit_id>/", participations.join, name="join"),
    path("tham-gia/<int:participation_id>/", participations.detail, name="participation"),
    path("tham-gia/<int:participation_id>/sua/", participations.edit, name="edit_participation"),
    path("tham-gia/<int:participation_id>/xac-nhan/<slug:side>/", participations.confirm, name="confirm"),
    path("tham-gia/<int:participation_id>/rut-xac-nhan/<slug:side>/", participations.unconfirm, name="unconfirm"),
    path("tham-gia/<int:participation_id>/van-dong/", participations.people, name="people"),
]
