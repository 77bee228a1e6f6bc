"""Pages for the tests of one-time keys: each leaves one effect (a job row) and answers in its own way."""

from __future__ import annotations

import io
import json
import time

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils import timezone

from thidua.config.urls import handler404  # noqa: F401 - Django looks for it here
from thidua.kernel.errors import InvalidInput
from thidua.kernel.models import Job
from thidua.kernel.states import JobState


def _effect(label: str) -> int:
    return Job.objects.create(kind="tests.effect", label=label, created_at=timezone.now(), state=JobState.DONE).pk


def redirects(request: HttpRequest) -> HttpResponse:
    """Leave an effect, a message, and send on."""
    made = _effect(request.POST.get("label", ""))
    messages.success(request, f"Đã lưu {made}.")
    return HttpResponseRedirect(f"/giao-dien/?made={made}")


def slowly(request: HttpRequest) -> HttpResponse:
    """Look, wait, then write: what doubles when two run at once."""
    seen = Job.objects.filter(kind="tests.effect").count()
    time.sleep(0.05)
    return HttpResponse(f"seen {seen} made {_effect('x')}")


def fragment(request: HttpRequest) -> HttpResponse:
    """Answer an HTMX request with a fragment and its headers."""
    return HttpResponse(f"<p>{_effect('x')}</p>", headers={"HX-Trigger": "saved", "Set-Cookie": "a=b", "X-Other": "1"})


def refuses(request: HttpRequest) -> HttpResponse:
    """Refuse an empty label, after having written."""
    made = _effect(request.POST["label"])
    if not request.POST["label"]:
        raise InvalidInput("Thiếu tên.", "Hãy nhập tên.", fields={"label": "Hãy nhập tên."})
    return HttpResponse(str(made))


def inner(request: HttpRequest) -> HttpResponse:
    """Catch a refusal of a service (its own transaction) and answer 200 with the form again."""
    try:
        with transaction.atomic():
            _effect("undone")
            raise InvalidInput("Thiếu tên.")
    except InvalidInput as refusal:
        return HttpResponse(refusal.message)


def breaks(request: HttpRequest) -> HttpResponse:
    """Fail after having written."""
    _effect("x")
    raise RuntimeError("hỏng")


def download(request: HttpRequest) -> FileResponse:
    """Leave an effect and answer with a file."""
    return FileResponse(io.BytesIO(str(_effect("x")).encode()), as_attachment=True, filename="so.bin")


def upload(request: HttpRequest) -> HttpResponse:
    """Say what arrived."""
    return HttpResponse(request.FILES["file"].read() + f" {_effect('x')}".encode())


def script(request: HttpRequest) -> HttpResponse:
    """Answer a script that sends JSON."""
    return HttpResponse(
        json.dumps({"made": _effect(json.loads(request.body)["label"])}), content_type="application/json"
    )


urlpatterns = [
    path("once/redirects/", redirects),
    path("once/slowly/", slowly),
    path("once/fragment/", fragment),
    path("once/refuses/", refuses),
    path("once/inner/", inner),
    path("once/breaks/", breaks),
    path("once/download/", download),
    path("once/upload/", upload),
    path("once/script/", script),
    path("", include("thidua.config.urls")),
]
