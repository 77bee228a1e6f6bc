"""Views of one nomination: where it stands, its conditions, its history; corrected, lowered, appraised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.dossiers.states import AnswerChoice
from thidua.kernel.errors import WrongState
from thidua.nominations.judging import Condition, conditions_of
from thidua.nominations.policies import Reach, can_edit
from thidua.nominations.selectors import dossiers_visible_to, moves_open_to, nomination_for, steps_of
from thidua.nominations.services import Said, edit_nomination, judge_conditions, lower_nomination
from thidua.nominations.states import BEFORE_COUNCIL, FIELDS, NOMINATION_MOVES, NominationState
from thidua.people.permissions import Permission
from thidua.web.saving import SignedIn, form_page, need, refused_by

from .forms import EditForm, LowerForm
from .pages import distinctions_for, form_context, shown

if TYPE_CHECKING:
    from thidua.nominations.models import Nomination

read_or_write = require_http_methods(["GET", "POST"])
EDITABLE = ("distinction", "achievement")
ONWARD = frozenset({"submit", "supplement", "receive", "appraise", "agree", "propose", "archive"})
ANSWER_TONES = {"met": "ok", "not_met": "bad", "missing_data": "warn", "needs_person": "info"}


@require_GET
def detail(request: SignedIn, nomination_id: int) -> HttpResponse:
    """Show a nomination: whom, for what, where it stands, each condition, what may be done, what was done."""
    today = timezone.localdate()
    row = nomination_for(request.user, nomination_id, today)
    reach = Reach.of(request.user, today)
    at_office = reach.covers("handle_dossiers", row.holder_id)
    inside = dossiers_visible_to(request.user, today).filter(pk=row.dossier_id).exists()
    moves = moves_open_to(request.user, row, today)
    (line,) = shown([row], today)
    first_asked = dict(distinctions_for(today)).get(row.lowered_from, row.lowered_from) if row.lowered_from else ""
    context = {
        "row": row,
        "line": line,
        "first_asked": first_asked,
        "seen_dossier": row.dossier if inside else None,
        "onward": next((move for move, refusal in moves if not refusal and move.code in ONWARD), None),
        "moves": [move for move, refusal in moves if not refusal],
        "waiting_for": [(move, refusal) for move, refusal in moves if refusal],
        "editable": any(can_edit(reach, row, name) for name in EDITABLE),
        "asked": [FIELDS[name] for name in row.open_fields if name in FIELDS],
        "judges": at_office and row.state == NominationState.RECEIVED,
        "publishes": at_office and row.state == NominationState.APPRAISED,
        "lowers": at_office and row.state in BEFORE_COUNCIL,
    }
    if inside:  # whoever is put up reads where it stands, not what the offices say among themselves
        steps = [{"step": step, "words": _words(step.move)} for step in steps_of(row)]
        returned = next((one["step"].reason for one in steps if one["step"].move == "return"), "")
        context |= {"steps": steps, "returned_for": returned, "conditions": _shown(conditions_of(row, today))}
    return render(request, "nominations/nomination.html", context)


@read_or_write
def edit(request: SignedIn, nomination_id: int) -> HttpResponse:
    """Correct what is open: all of a draft, of a returned one what was named."""
    today = timezone.localdate()
    row = nomination_for(request.user, nomination_id, today)
    reach = Reach.of(request.user, today)
    need(request, Permission.NOMINATE, row.sender_id or row.dossier.unit_id)
    open_fields = {name for name in EDITABLE if can_edit(reach, row, name)}
    if not open_fields:
        raise WrongState(can_edit(reach, row, EDITABLE[0]).reason, _("Mở lại đề nghị để xem nó đang ở đâu."))
    stored = {"distinction": _key(row), "achievement": row.achievement, "version": row.version}
    choices = distinctions_for(today, row.subject)
    form = EditForm(request.POST or None, initial=stored, distinctions=choices, open_fields=open_fields)

    def save(values: dict[str, Any]) -> HttpResponse:
        changes = {name: values[name] for name in EDITABLE if name in values}
        said = {"nomination_id": nomination_id, "changes": changes, "expected_version": values["version"]}
        edit_nomination(**said, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu."))
        return redirect("nominations:nomination", nomination_id)

    words = form_context(_("Sửa đề nghị"), _("Lưu"), reverse("nominations:nomination", args=[row.pk]), str(row))
    return form_page(request, form, "nominations/form.html", {"row": row, **words}, save)


@read_or_write
def lower(request: SignedIn, nomination_id: int) -> HttpResponse:
    """Put somebody up for another title or form than was asked for."""
    today = timezone.localdate()
    row = nomination_for(request.user, nomination_id, today)
    need(request, Permission.HANDLE_DOSSIERS, row.holder_id)
    stored = {"distinction": _key(row), "version": row.version}
    form = LowerForm(request.POST or None, initial=stored, distinctions=distinctions_for(today, row.subject))

    def save(values: dict[str, Any]) -> HttpResponse:
        said = {name: values[name] for name in ("distinction", "reason")}
        expected = values["version"]
        lower_nomination(
            nomination_id=nomination_id, expected_version=expected, by=request.user, at=timezone.now(), **said
        )
        messages.success(request, _("Đã đổi; hồ sơ được thẩm định lại theo danh hiệu mới."))
        return redirect("nominations:nomination", nomination_id)

    lead = _("%(row)s. Đơn vị đề nghị đọc được lý do.") % {"row": row}
    back = reverse("nominations:nomination", args=[row.pk])
    words = form_context(_("Đổi danh hiệu đề nghị"), _("Đổi danh hiệu"), back, lead)
    return form_page(request, form, "nominations/form.html", {"row": row, **words}, save)


@read_or_write
def judge(request: SignedIn, nomination_id: int) -> HttpResponse:
    """Confirm or contest the machine's verdict on each condition."""
    today = timezone.localdate()
    row = nomination_for(request.user, nomination_id, today)
    need(request, Permission.HANDLE_DOSSIERS, row.holder_id)
    conditions, refusal = conditions_of(row, today), None
    if request.method == "POST":
        version = request.POST.get("version", "")
        refusal = refused_by(
            lambda: judge_conditions(
                nomination_id=row.pk, said=_said(request, conditions), by=request.user, at=timezone.now(),
                expected_version=int(version) if version.isdecimal() else None,
            )
        )  # fmt: skip
        if refusal is None:
            messages.success(request, _("Đã ghi ý kiến thẩm định."))
            return redirect("nominations:nomination", nomination_id)
    lines = _shown(conditions)
    for line in lines:  # what was typed stays where a refusal comes back
        line["chosen"] = request.POST.get(f"v-{line['number']}", line["one"].verdict)
        line["faulty"] = refusal is not None and line["one"].code in refusal.fields
        line["reason"] = request.POST.get(f"r-{line['number']}", line["one"].reason)
    context = {"row": row, "conditions": lines, "answers": AnswerChoice.choices, "refusal": refusal}
    return render(request, "nominations/judge.html", context, status=refusal.status if refusal else 200)


def _said(request: SignedIn, conditions: list[Condition]) -> dict[str, Said]:
    """Return the word on each condition that was answered: a verdict and, where it differs, a reason."""
    found = {}
    for number, one in enumerate(conditions):
        if verdict := request.POST.get(f"v-{number}", ""):
            found[one.code] = Said(one.machine, verdict, request.POST.get(f"r-{number}", ""))
    return found


def _shown(conditions: list[Condition]) -> list[dict[str, Any]]:
    """Return conditions with words and tones: those that are not met first."""
    labels = dict(AnswerChoice.choices)
    return [
        {
            "number": number, "one": one, "machine": labels[one.machine], "tone": ANSWER_TONES[one.machine],
            "verdict": labels.get(one.verdict, ""), "verdict_tone": ANSWER_TONES.get(one.verdict, "muted"),
        }
        for number, one in enumerate(conditions)
    ]  # fmt: skip


def _words(move: str) -> Any:
    return _("Đổi danh hiệu đề nghị") if move == "lower" else NOMINATION_MOVES[move].label


def _key(row: Nomination) -> str:
    return f"title:{row.title.code}" if row.title else f"form:{row.distinction.code}"
