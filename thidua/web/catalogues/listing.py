"""Every catalogue of every room: its address and its words. A test holds that none is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thidua.kernel.catalogues import CatalogueEntry
from thidua.kernel.errors import NotFound
from thidua.people.selectors import entries_of

from .forms import CommendationForm, Position, Sector, Title, UnitKind


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue as a page knows it: ``slug`` in the address, what it is called and what it is for."""

    slug: str
    model: type[CatalogueEntry]
    title: str | Promise
    purpose: str | Promise


CATALOGUES = [
    Catalogue("danh-hieu", Title, gettext_lazy("Danh hiệu thi đua"), gettext_lazy("Các danh hiệu để đăng ký và xét.")),
    Catalogue(
        "hinh-thuc-khen",
        CommendationForm,
        gettext_lazy("Hình thức khen thưởng"),
        gettext_lazy("Huân chương, bằng khen, giấy khen, kỷ niệm chương…"),
    ),
    Catalogue("chuc-vu", Position, gettext_lazy("Chức vụ"), gettext_lazy("Chức vụ, vị trí việc làm của từng người.")),
    Catalogue("nganh", Sector, gettext_lazy("Ngành, lĩnh vực"), gettext_lazy("Để thống kê các đơn vị theo lĩnh vực.")),
    Catalogue(
        "loai-don-vi",
        UnitKind,
        gettext_lazy("Loại đơn vị"),
        gettext_lazy("Công đoàn các cấp, tổ công đoàn, cơ quan, phòng ban."),
    ),
]


@dataclass(frozen=True, slots=True)
class CatalogueCount:
    """A catalogue with the number of its entries in force."""

    catalogue: Catalogue
    count: int


def counts_on(day: date) -> list[CatalogueCount]:
    """Return every catalogue with its number of entries on ``day``; one query each."""
    return [CatalogueCount(each, entries_of(each.model).at(day).count()) for each in CATALOGUES]


def catalogue_at(slug: str) -> Catalogue:
    """Return the catalogue at an address; raises NotFound."""
    for each in CATALOGUES:
        if each.slug == slug:
            return each
    raise NotFound(_("Không có danh mục này."), _("Mở lại từ trang Danh mục."))
