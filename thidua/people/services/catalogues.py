"""Writes of catalogues: entries added, changed and ended by people, and the seeds that an installation starts with.

``save_entry`` works for the catalogues of any room: the caller passes the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.catalogues import CatalogueEntry
from thidua.kernel.errors import InvalidInput, NotFound
from thidua.kernel.text import fold, nfc
from thidua.kernel.versions import save_version

from ..models import Position, Sector, UnitKind
from ..permissions import Permission
from ..policies import require

SEEDS = Path(__file__).resolve().parents[1] / "catalogue"
SEEDED: dict[str, type[CatalogueEntry]] = {"unit_kinds": UnitKind, "positions": Position, "sectors": Sector}


@service("catalogue.save")
def save_entry(
    *,
    model: type[CatalogueEntry],
    values: dict[str, Any],
    by: Actor,
    at: datetime,
    entry_id: int | None = None,
    expected_version: int | None = None,
) -> CatalogueEntry:
    """Add an entry, or change the one with ``entry_id``. Its code never changes: machines and rules know it by that.

    ``values`` are the fields by name. Raises InvalidInput with one message a field; StaleVersion with what is stored.
    """
    require(by, Permission.MANAGE_CATALOGUES, None, timezone.localdate(at))
    values = _tidy(values)
    if entry_id is None:
        entry = model(**values)
        _check(entry)
        entry.save(force_insert=True)
        audit(entry, details={"new": values})
        return entry
    entry = _locked(model, entry_id)
    values.pop("code", None)
    old = {name: getattr(entry, name) for name in values}
    if old == values:
        return entry
    _check(_as_it_would_be(entry, values))
    save_version(entry, expected=expected_version, **values)
    changed = [name for name in values if old[name] != values[name]]
    details = {"old": {name: old[name] for name in changed}, "new": {name: values[name] for name in changed}}
    audit(entry, details=details)
    return entry


def _as_it_would_be(entry: CatalogueEntry, values: dict[str, Any]) -> CatalogueEntry:
    changed = copy(entry)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def _locked(model: type[CatalogueEntry], entry_id: int) -> CatalogueEntry:
    entry: CatalogueEntry | None = model.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(_("Không tìm thấy mục danh mục này."), _("Quay lại danh mục và chọn lại."))
    return entry


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with texts in one Unicode form and synonyms without doubles."""
    tidy = {name: nfc(value) if isinstance(value, str) else value for name, value in values.items()}
    if "synonyms" in tidy:
        tidy["synonyms"] = list(dict.fromkeys(nfc(each) for each in tidy["synonyms"] if nfc(each)))
    return tidy


def _check(entry: CatalogueEntry) -> None:
    """Raise InvalidInput unless every field is acceptable and no other entry goes by one of its names."""
    try:
        entry.full_clean(validate_constraints=False)
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise InvalidInput(_("Chưa lưu được mục này."), _("Sửa các ô được đánh dấu."), fields=fields) from error
    if entry.valid_to is not None and entry.valid_to <= entry.valid_from:
        message = _("Ngày hết hiệu lực phải sau ngày bắt đầu.")
        raise InvalidInput(message, _("Sửa lại ngày."), fields={"valid_to": message})
    _check_names(entry)


def _check_names(entry: CatalogueEntry) -> None:
    mine = {fold(name) for name in (entry.code, entry.name, *entry.synonyms)}
    for other in type(entry).objects.exclude(pk=entry.pk):
        overlap = other.valid_to is None or other.valid_to > entry.valid_from
        overlap = overlap and (entry.valid_to is None or entry.valid_to > other.valid_from)
        taken = mine & {fold(name) for name in (other.code, other.name, *other.synonyms)}
        if overlap and taken:
            message = _("“%(name)s” đang là tên của mục “%(other)s”.") % {"name": sorted(taken)[0], "other": other.name}
            field = "name" if fold(entry.name) in taken else "synonyms"
            raise InvalidInput(message, _("Dùng tên khác, hoặc bỏ tên gọi khác bị trùng."), fields={field: message})


@service("catalogue.end")
def end_entry(
    *,
    model: type[CatalogueEntry],
    entry_id: int,
    on: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> CatalogueEntry:
    """Retire an entry: from ``on`` nobody can choose it any more; what already bears it keeps it."""
    require(by, Permission.MANAGE_CATALOGUES, None, timezone.localdate(at))
    entry = _locked(model, entry_id)
    if entry.valid_to == on:
        return entry
    if on <= entry.valid_from:
        message = _("Ngày hết hiệu lực phải sau ngày bắt đầu.")
        raise InvalidInput(message, _("Sửa lại ngày."), fields={"on": message})
    old = entry.valid_to
    save_version(entry, expected=expected_version, valid_to=on)
    audit(entry, details={"old": old, "new": on})
    return entry


def read_seeds(path: Path, codes_known: Sequence[str]) -> list[dict[str, Any]]:
    """Return the entries of a YAML seed file whose code is not among ``codes_known``."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_tidy(row) for row in rows if row["code"] not in codes_known]


@service("catalogue.load")
def load_catalogues(*, by: Actor, at: datetime) -> dict[str, int]:
    """Add the seed entries that are missing; entries that exist, changed by people or not, stay as they are.

    Returns how many were added to each catalogue.
    """
    require(by, Permission.MANAGE_CATALOGUES, None, timezone.localdate(at))
    added: dict[str, list[str]] = {}
    for name, model in SEEDED.items():
        known = list(model.objects.values_list("code", flat=True))
        rows = read_seeds(SEEDS / f"{name}.yaml", known)
        model.objects.bulk_create([model(**row) for row in rows])
        added[name] = [row["code"] for row in rows]
    if any(added.values()):
        audit(UnitKind, label=_("danh mục ban đầu"), details={"added": added})
    return {name: len(codes) for name, codes in added.items()}
