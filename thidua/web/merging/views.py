"""Views of merging: thin; services write, selectors read."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.merging.policies import require_merge
from thidua.merging.selectors import MergePreview, merge_for, merges_visible_to, preview_for, suspects_for
from thidua.merging.services import keep_apart, merge_people, undo_merge
from thidua.people.permissions import Permission
from thidua.people.selectors import home_unit_id
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, need, refused_by

from .lists import done_list, pair_list
from .pages import clash_choices, counts_shown, decisions_sent, fields_sent, value_choices

PER_PAGE = 50
read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the pairs who may be one person, among those whom the reader may edit."""
    need(request, Permission.EDIT_PEOPLE, None)
    today = timezone.localdate()
    listing = pair_list(suspects_for(request.user, today), today)
    if (file := download_of(request, listing)) is not None:
        return file
    page = Paginator(listing.rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "rows": listing.prepared(list(page.object_list)), "listing": listing}
    return render(request, "merging/list.html", shown)


@read_or_write
def compare_page(request: SignedIn, kept_id: int, gone_id: int) -> HttpResponse:
    """Show two people side by side; on POST merge them as was chosen."""
    today = timezone.localdate()
    preview = preview_for(request.user, kept_id, gone_id, today)
    require_merge(request.user, [home_unit_id(kept_id, today), home_unit_id(gone_id, today)], today)
    refusal = refused_by(lambda: _merge(request, preview)) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        messages.success(request, _("Đã gộp; trong 30 ngày có thể hoàn tác."))
        return redirect("people:detail", kept_id)
    sent = request.POST.dict()
    shown = {
        "plan": preview.plan,
        "values": value_choices(preview, sent),
        "counts": list(counts_shown(preview)),
        "clashes": clash_choices(preview, sent),
        "refusal": refusal,
    }
    return render(request, "merging/compare.html", shown, status=refusal.status if refusal else 200)


def _merge(request: SignedIn, preview: MergePreview) -> None:
    sent = request.POST.dict()
    merge_people(
        kept_id=preview.plan.kept.pk,
        gone_id=preview.plan.gone.pk,
        fields=fields_sent(sent),
        decisions=decisions_sent(preview, sent),
        expected=sent.get("digest", ""),
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def apart(request: SignedIn, one_id: int, other_id: int) -> HttpResponse:
    """Remember that two are two people."""
    keep_apart(one_id=one_id, other_id=other_id, by=request.user, at=timezone.now())
    messages.success(request, _("Đã ghi nhận là hai người; cặp này không được hỏi lại."))
    return redirect("merging:list")


@require_GET
def done_page(request: SignedIn) -> HttpResponse:
    """Show what was merged and can still be undone."""
    need(request, Permission.EDIT_PEOPLE, None)
    listing = done_list(merges_visible_to(request.user, timezone.localdate()), timezone.now())
    if (file := download_of(request, listing)) is not None:
        return file
    page = Paginator(listing.rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "rows": listing.prepared(list(page.object_list)), "listing": listing}
    return render(request, "merging/done.html", shown)


@require_POST
def undo(request: SignedIn, merge_id: int) -> HttpResponse:
    """Make two people of one again."""
    merge = merge_for(request.user, merge_id, timezone.localdate())
    undo_merge(merge_id=merge.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác: %(gone)s lại là một người riêng.") % {"gone": merge.gone})
    return redirect("merging:done")
