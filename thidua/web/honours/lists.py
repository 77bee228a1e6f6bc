"""The register of honours as a list: its page and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.honours.states import Nature
from thidua.web.listing import Column, Kind, Listing, narrowed_by

from .forms import RegisterFilterForm

if TYPE_CHECKING:
    from thidua.honours.models import Honour

_REPLACED = "replaced"
NATURES = {**dict(Nature.choices), _REPLACED: _("đã được thay")}
COLUMNS = [
    Column(_("Người, tập thể, hộ gia đình"), lambda honour: honour.recipient, width=32),
    Column(_("Đơn vị"), lambda honour: honour.unit, width=36),
    Column(_("Danh hiệu, hình thức"), lambda honour: honour.distinction.label, width=36),
    Column(_("Năm"), lambda honour: honour.year, Kind.NUMBER),
    Column(_("Quyết định"), lambda honour: honour.decision_number),
    Column(_("Ngày quyết định"), lambda honour: honour.decision_date, Kind.DAY),
    Column(_("Người quyết định"), lambda honour: honour.issuer, width=32),
    Column(_("Tính chất"), lambda honour: _nature(honour), words=NATURES),
]


def register_list(rows: QuerySet[Honour], form: RegisterFilterForm) -> Listing:
    """Return the register; ``rows`` with what a row shows."""
    title, narrowed = _now("Sổ khen thưởng"), narrowed_by(form)
    return Listing(title=title, of="honours.honour", columns=COLUMNS, rows=rows, narrowed=narrowed)


def _nature(honour: Honour) -> str:
    replaced = honour.closed_on is not None and honour.nature != Nature.REVOKED
    return _REPLACED if replaced else honour.nature
