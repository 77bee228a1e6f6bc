"""Addresses that anybody may open: lists under consultation, and the link that confirms a comment."""

from django.urls import path

from . import public

app_name = "public"
urlpatterns = [
    path("", public.list_page, name="list"),
    path("y-kien/<str:token>/", public.confirm, name="confirm"),
    path("<slug:slug>/", public.detail, name="detail"),
]
