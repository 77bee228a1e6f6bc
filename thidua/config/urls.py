"""All addresses, in unaccented Vietnamese; names in English. Each room's pages are in ``thidua/web/<room>/urls.py``."""

from django.urls import include, path

handler404 = "thidua.web.refusals.page_not_found"

urlpatterns = [
    path("", include("thidua.web.home.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("quan-tri/tai-khoan/", include("thidua.web.accounts.urls")),
    path("phong-trao/", include("thidua.web.movements.urls")),
    path("dang-ky/", include("thidua.web.registration.urls")),
    path("ket-qua/", include("thidua.web.results.urls")),
    path("sang-kien/", include("thidua.web.initiatives.urls")),
    path("xet/", include("thidua.web.dossiers.urls")),
    path("luat/", include("thidua.web.lawbooks.urls")),
    path("ho-so/lay-y-kien/", include("thidua.web.consultations.urls")),
    path("ho-so/", include("thidua.web.nominations.urls")),
    path("cong-khai/", include("thidua.web.consultations.public_urls")),
    path("so-khen-thuong/", include("thidua.web.honours.urls")),
    path("chi-tieu/", include("thidua.web.statistics.urls")),
    path("nguoi/trung/", include("thidua.web.merging.urls")),
    path("nguoi/", include("thidua.web.people.urls")),
    path("nhap-tep/", include("thidua.web.workbooks.urls")),
    path("don-vi/", include("thidua.web.units.urls")),
    path("danh-muc/", include("thidua.web.catalogues.urls")),
    path("nhat-ky/", include("thidua.web.audit.urls")),
    path("cong-viec/", include("thidua.web.jobs.urls")),
    path("giao-dien/", include("thidua.web.components_page.urls")),
]
