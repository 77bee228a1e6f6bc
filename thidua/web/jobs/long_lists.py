"""A list too long to wait for, written by a worker: the page itself is asked for it, as its reader would see it now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _

from thidua.kernel.errors import NotFound
from thidua.kernel.jobs import JobContext, job
from thidua.web.listing import SLICE, AskedByWorker, Listing, Taking
from thidua.workbooks.exports import export_path, forget_exports
from thidua.workbooks.services import LONG_LIST


@job(LONG_LIST)
def write_long_list(ctx: JobContext) -> dict[str, Any]:
    """Write the list, from the beginning each time: half a file is none. Old files are forgotten first."""
    forget_exports(ctx.at)
    form = ctx.params["form"]
    with translation.override(ctx.params["language"]):
        listing = _asked_of_its_page(ctx)
        taking = Taking.of(listing, form, ctx.by, ctx.at)
        path = export_path(ctx.job.pk, form)
        part = path.with_suffix(".part")
        with part.open("wb") as target:
            count = taking.write(target, _told(ctx, listing))
        part.replace(path)
    return {"rows": count, "file": taking.file_name}


def _asked_of_its_page(ctx: JobContext) -> Listing:
    """Return the list that the page at the address gives to whoever asked, with today's rights."""
    address = urlsplit(ctx.params["address"])
    request = AskedByWorker()
    request.method, request.path, request.path_info = "GET", address.path, address.path
    request.GET = QueryDict(address.query)
    request.user = ctx.by  # type: ignore[assignment]  # an account: nobody else asks
    page = resolve(address.path)
    page.func(request, *page.args, **page.kwargs)
    if request.listing is None:
        raise NotFound(_("Trang này không có danh sách đó."), _("Mở lại trang rồi bấm “Tải xuống”."))
    return request.listing


def _told(ctx: JobContext, listing: Listing) -> Iterator[list[Any]]:
    """Yield the rows and tell how far it is, a slice at a time; a job that goes on counts anew."""
    ctx.set_total(listing.count())
    with ctx.batch() as batch:
        batch.advance(cursor=None, by=-ctx.job.done)
    rows = listing.cells(by_keys=True)
    while part := list(islice(rows, SLICE)):
        yield from part
        with ctx.batch() as batch:
            batch.advance(cursor=None, by=len(part))
