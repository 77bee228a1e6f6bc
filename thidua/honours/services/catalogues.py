"""Loading the catalogues that come with the product."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.utils.timezone import localdate

from thidua.honours.models import CommendationForm, Title
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.people.permissions import Permission
from thidua.people.policies import require

FOLDER = Path(__file__).resolve().parents[1] / "catalogue"


@service("honours_catalogue.load")
def load_catalogues(*, by: Actor, at: datetime) -> dict[str, list[str]]:
    """Add the titles and forms of ``honours/catalogue/*.yaml`` that are not there yet; return the codes added.

    Entries that exist stay as they are: an administrator may have changed them. Repeating the call changes nothing.
    """
    require(by, Permission.MANAGE_CATALOGUES, None, localdate(at))
    added = {"titles": _add_missing(Title, "titles"), "forms": _add_missing(CommendationForm, "forms")}
    if any(added.values()):
        audit(Title, details=added)
    return added


def _add_missing(model: Any, name: str) -> list[str]:
    known = set(model.objects.values_list("code", flat=True))
    missing = [entry for entry in read_seed(name) if entry["code"] not in known]
    model.objects.bulk_create([model(**entry) for entry in missing])
    return [entry["code"] for entry in missing]


def read_seed(name: str) -> list[dict[str, Any]]:
    """Return the entries of one catalogue file, ``titles`` or ``forms``."""
    entries: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["entries"]
    return entries
