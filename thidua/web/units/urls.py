"""Addresses of units."""

from django.urls import path

from . import changes, views

app_name = "units"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("them/", changes.add_page, name="add"),
    path("khoi/", changes.new_bloc_page, name="blocs"),
    path("<int:unit_id>/", views.detail_page, name="detail"),
    path("<int:unit_id>/doi-ten/", changes.rename_page, name="rename"),
    path("<int:unit_id>/chuyen/", changes.move_page, name="move"),
    path("<int:unit_id>/sap-nhap/", changes.merge_page, name="merge"),
    path("<int:unit_id>/chia-tach/", changes.split_page, name="split"),
    path("<int:unit_id>/ket-thuc/", changes.close_page, name="close"),
    path("<int:unit_id>/ghep-cap/", changes.pair_page, name="pair"),
    path("<int:unit_id>/khoi/", changes.bloc_page, name="bloc"),
    path("<int:unit_id>/loai/", changes.describe_page, name="describe"),
]
