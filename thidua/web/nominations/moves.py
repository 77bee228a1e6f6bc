"""Views of moves: first who goes and who is left out and why, then the move. For one nomination or for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from thidua.kernel.errors import InvalidInput, NotFound
from thidua.nominations.selectors import prospect
from thidua.nominations.services import move_nominations, remove_nominations
from thidua.nominations.states import BY_HAND, NOMINATION_MOVES
from thidua.web.saving import MENDABLE, SignedIn, put_next_to_fields

from .forms import MoveForm
from .pages import asked_nominations

if TYPE_CHECKING:
    from thidua.nominations.models import Nomination

read_or_write = require_http_methods(["GET", "POST"])


@read_or_write
def move(request: SignedIn, move: str) -> HttpResponse:
    """Show what a move would do with the nominations chosen, take a reason, and make it."""
    if move not in BY_HAND:
        raise NotFound(_("Không có việc này."))
    today, step = timezone.localdate(), NOMINATION_MOVES[move]
    rows = _chosen(request)
    form, refusal = MoveForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            done = move_nominations(
                nomination_ids=[row.pk for row in rows], move=move, reason=said["reason"], asked=said["asked"],
                expected=_versions(request), by=request.user, at=timezone.now(),
            )  # fmt: skip
            count = len(done.gone)
            told = ngettext("%(move)s: %(n)s đề nghị.", "%(move)s: %(n)s đề nghị.", count)
            messages.success(request, told % {"move": step.label, "n": count})
            return redirect(_back(rows))
        except MENDABLE as error:
            refusal = error
            put_next_to_fields(form, error)
    context = {"step": step, "form": form, "refusal": refusal, "back": _back(rows), "whole": _whole(request)}
    context["prospect"] = prospect(request.user, rows, move, today)
    return render(request, "nominations/move.html", context, status=refusal.status if refusal else 200)


@read_or_write
def remove(request: SignedIn) -> HttpResponse:
    """Show which drafts would be taken out of their dossier, and take them out."""
    rows, refusal = _chosen(request), None
    if request.method == "POST":
        try:
            count = remove_nominations(nomination_ids=[row.pk for row in rows], by=request.user, at=timezone.now())
            messages.success(request, ngettext("Đã bỏ %(n)s dòng.", "Đã bỏ %(n)s dòng.", count) % {"n": count})
            return redirect("nominations:dossier", rows[0].dossier_id)
        except MENDABLE as error:
            refusal = error
    context = {"rows": rows, "refusal": refusal, "back": _back(rows)}
    return render(request, "nominations/remove.html", context, status=refusal.status if refusal else 200)


def _chosen(request: SignedIn) -> list[Nomination]:
    rows = asked_nominations(request, timezone.localdate())
    if not rows:
        raise InvalidInput(_("Chưa chọn đề nghị nào."), _("Đánh dấu các dòng rồi bấm lại."))
    return rows


def _whole(request: SignedIn) -> str:
    """Return the dossier that is moved as a whole; nothing where nominations were picked."""
    return (request.POST if request.method == "POST" else request.GET).get("ho_so", "")


def _versions(request: SignedIn) -> dict[int, int]:
    """Return the versions that the page showed: “key:version” for each nomination."""
    pairs = (pair.partition(":") for pair in request.POST.getlist("phien_ban"))
    return {int(key): int(version) for key, _colon, version in pairs if key.isdecimal() and version.isdecimal()}


def _back(rows: list[Nomination]) -> str:
    """Return where one came from: the nomination itself, the dossier, or the inbox."""
    if len(rows) == 1:
        return reverse("nominations:nomination", args=[rows[0].pk])
    dossiers = {row.dossier_id for row in rows}
    return reverse("nominations:dossier", args=[dossiers.pop()]) if len(dossiers) == 1 else reverse("nominations:inbox")
