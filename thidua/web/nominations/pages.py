"""What the pages of nominations share: tones, tabs, choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.honours.selectors import forms_on, titles_on
from thidua.kernel.text import fold
from thidua.nominations.selectors import cautions_of, inbox, nominations_visible_to, sent_back
from thidua.nominations.states import NominationState
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.web.saving import SignedIn

if TYPE_CHECKING:
    from thidua.nominations.models import Nomination

TONES = {
    NominationState.DRAFT: "muted", NominationState.SUBMITTED: "info", NominationState.RECEIVED: "info",
    NominationState.RETURNED: "warn", NominationState.APPRAISED: "info", NominationState.CONSULTATION: "info",
    NominationState.CONSULTED: "info", NominationState.COUNCIL: "info", NominationState.PASSED: "ok",
    NominationState.DECIDED: "ok", NominationState.AWARDED: "ok", NominationState.ARCHIVED: "muted",
    NominationState.WITHDRAWN: "muted", NominationState.REFUSED: "bad", NominationState.REVOKED: "bad",
}  # fmt: skip
LONGEST_KEY = 16
MOST_AT_ONCE = 500  # nominations moved with one confirmation


def tabs(request: SignedIn, today: date, current: str) -> list[dict[str, Any]]:
    """Return the parts of the room, with how many wait for the reader."""
    waiting = inbox(request.user, today).count() + sent_back(request.user, today).count()
    parts = [("nominations:inbox", _("Cần xử lý"), waiting), ("nominations:list", _("Mọi hồ sơ"), None)]
    if may(request.user, Permission.HANDLE_DOSSIERS, None, today):
        parts.append(("consultations:list", _("Lấy ý kiến công khai"), None))
    return [
        {"label": label, "url": reverse(name), "count": count, "current": name == current}
        for name, label, count in parts
    ]


def shown(rows: Collection[Nomination], today: date) -> list[dict[str, Any]]:
    """Return rows for a table: the nomination, its tone, whether it is late, what to know of it. Two queries."""
    cautions = cautions_of(rows)
    return [
        {
            "row": row,
            "tone": TONES[NominationState(row.state)],
            "late": row.due_on is not None and row.due_on < today,
            "cautions": cautions.get(row.pk, []),
        }
        for row in rows
    ]


def distinctions_for(day: date, subject: str = "") -> list[tuple[str, str]]:
    """Return the titles (of one kind of subject, if asked) and forms in use, as “title:…” and “form:…”."""
    titles = [(f"title:{one.code}", one.label) for one in titles_on(day, subject).order_by("order", "name")]
    return titles + [(f"form:{one.code}", one.label) for one in forms_on(day).order_by("order", "name")]


def narrowed(rows: QuerySet[Nomination], said: dict[str, Any]) -> QuerySet[Nomination]:
    """Narrow nominations to what a filter says."""
    if words := fold(said.get("tim") or ""):
        names = Q(person__name_folded__contains=words) | Q(household__icontains=said["tim"])
        rows = rows.filter(names | Q(person__isnull=True, unit__name_folded__contains=words))
    if said.get("don_vi"):
        rows = rows.filter(dossier__unit_id=said["don_vi"])
    return rows.filter(state=said["trang_thai"]) if said.get("trang_thai") else rows


def form_context(title: str, submit: str, back: str, lead: str = "") -> dict[str, str]:
    """Return the words of a page that is one form: its heading, its button, and where “Thôi” leads."""
    return {"title": title, "submit": submit, "back": back, "lead": lead}


def keys_in(texts: Iterable[str]) -> set[int]:
    """Return the keys among texts of an address or a form."""
    return {int(text) for text in texts if text.isdecimal() and len(text) < LONGEST_KEY}


def asked_nominations(request: SignedIn, today: date) -> list[Nomination]:
    """Return the nominations named in the address or the form, of those that the reader may see; or a whole dossier."""
    said = request.POST if request.method == "POST" else request.GET
    visible = nominations_visible_to(request.user, today).order_by("pk")
    if dossier := keys_in([said.get("ho_so", "")]):
        return list(visible.filter(dossier_id__in=dossier))
    wanted = keys_in(said.getlist("de_nghi")[:MOST_AT_ONCE])
    return list(visible.filter(pk__among=wanted))
