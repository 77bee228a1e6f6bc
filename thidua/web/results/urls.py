"""Addresses of yearly results, discipline and leave."""

from django.urls import path

from . import cases, leaves, measures, people, units, views

app_name = "results"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("nguoi/<int:person_id>/", people.record_page, name="person"),
    path("<int:unit_id>/<int:year>/", views.sheet_page, name="sheet"),
    path("<int:unit_id>/<int:year>/bang-tinh/", views.workbook, name="workbook"),
    path("<int:unit_id>/<int:year>/xep-loai-chung/", views.grade_for_all, name="grade_for_all"),
    path("<int:unit_id>/<int:year>/nhan-xet-chung/", views.findings_for_all, name="findings_for_all"),
    path("<int:unit_id>/<int:year>/nhan-xet/<int:person_id>/", people.findings_page, name="findings"),
    path("<int:unit_id>/<int:year>/ky-luat-nghi/", measures.list_page, name="events"),
    path("<int:unit_id>/<int:year>/ky-luat/them/", measures.add, name="discipline_add"),
    path("ky-luat/<int:discipline_id>/", measures.edit, name="discipline_edit"),
    path("ky-luat/<int:discipline_id>/huy/", measures.cancel, name="discipline_cancel"),
    path("<int:unit_id>/<int:year>/vu-viec/them/", cases.add, name="case_open"),
    path("vu-viec/<int:case_id>/ket-luan/", cases.close, name="case_close"),
    path("<int:unit_id>/<int:year>/tap-the/", units.edit, name="unit_result"),
    path("<int:unit_id>/<int:year>/nghi/them/", leaves.add, name="leave_add"),
    path("nghi/<int:leave_id>/", leaves.edit, name="leave_edit"),
    path("nghi/<int:leave_id>/huy/", leaves.cancel, name="leave_cancel"),
]
