"""Address of the component page."""

from django.urls import path

from . import views

app_name = "components"
urlpatterns = [
    path("", views.page, name="page"),
]
