"""Addresses of accounts and roles."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("them/", views.add_page, name="add"),
    path("<int:user_id>/", views.detail_page, name="detail"),
    path("<int:user_id>/sua/", views.edit_page, name="edit"),
    path("<int:user_id>/vai-tro/", views.grant_page, name="grant"),
    path("<int:user_id>/su-dung/", views.activity_page, name="activity"),
    path("<int:user_id>/lien-ket/", views.link_page, name="link"),
    path("<int:user_id>/mo-khoa/", views.release_page, name="release"),
    path("vai-tro/<int:grant_id>/ket-thuc/", views.end_role_page, name="end_role"),
]
