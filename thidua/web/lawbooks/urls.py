"""Addresses of the law. The first four are open to visitors (see ``web.security.PUBLIC``)."""

from django.urls import path

from . import keeping, reading, simulating, trying

app_name = "lawbooks"
urlpatterns = [
    path("", reading.list_page, name="list"),
    path("dieu/<slug:row_id>/", reading.rule_page, name="rule"),
    path("thu/", trying.try_page, name="try"),
    path("quan-ly/", keeping.manage, name="manage"),
    path("quan-ly/nhap/<slug:kind>/", keeping.enter, name="enter"),
    path("quan-ly/thu/<slug:kind>/", keeping.examine_typed, name="examine"),
    path("quan-ly/<int:provision_id>/", keeping.provision_page, name="provision"),
    path("quan-ly/<int:provision_id>/sua/", keeping.edit, name="edit"),
    path("quan-ly/<int:provision_id>/<slug:move>/", keeping.move, name="move"),
    path("doi-chieu/", keeping.checks, name="checks"),
    path("mo-phong/", simulating.list_page, name="simulations"),
    path("mo-phong/<int:simulation_id>/", simulating.detail, name="simulation"),
    path("mo-phong/<int:simulation_id>/tien-do/", simulating.progress, name="simulation_progress"),
    path("mo-phong/<int:simulation_id>/nguoi/", simulating.people, name="simulation_people"),
    path("<slug:award>/", reading.award_page, name="award"),
]
