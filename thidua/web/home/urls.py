"""Addresses of the home page, language switch and health probe."""

from django.urls import path
from django.views.i18n import set_language

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("suc-khoe/", views.health, name="health"),
]
