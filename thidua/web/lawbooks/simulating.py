"""Pages of simulations: two laws on the same people. Clearly marked: nothing here is a result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.dossiers.simulation import SideInput, start_simulation
from thidua.kernel.states import JobState
from thidua.lawbooks.reading import rows_of
from thidua.lawbooks.selectors import (
    changes_of,
    drafts_to_simulate,
    live_book,
    simulation_for,
    simulations_visible_to,
    units_to_simulate,
)
from thidua.people.permissions import Permission
from thidua.people.selectors import tree_names_on
from thidua.people.states import Sex
from thidua.rules.names import any_name
from thidua.rules.simulation.compare import DIRECTION_VI, Direction
from thidua.web.dossiers.pages import answer_view, run_badge
from thidua.web.listing import Narrowing, download_of
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn, form_page, need

from .forms import SimulationForm
from .lists import changed_list, compared_list, simulation_list
from .pages import law_tabs

if TYPE_CHECKING:
    from thidua.lawbooks.models import SimulatedChange, Simulation

PER_PAGE, RECENT = 25, 10
UNKNOWN = _("chưa ghi")
POSITIONS = {"leader": _("lãnh đạo, quản lý"), "staff": _("không giữ chức vụ lãnh đạo")}
TITLES = {
    "provision": _("Theo quy định gây ra thay đổi"),
    "award": _("Theo danh hiệu, hình thức"),
    "unit": _("Theo đơn vị"),
    "sex": _("Theo giới tính"),
    "position": _("Theo chức vụ"),
}


@require_http_methods(["GET", "POST"])
def list_page(request: SignedIn) -> HttpResponse:
    """List the simulations of one's units, and start one."""
    need(request, Permission.EVALUATE, None)
    today = timezone.localdate()
    listing = simulation_list(simulations_visible_to(request.user, today))
    if request.method == "GET" and (file := download_of(request, listing)) is not None:
        return file
    form = SimulationForm(
        request.POST or None,
        units=units_to_simulate(request.user, today),
        drafts=drafts_to_simulate(request.user, today),
        initial={"year": today.year - 1, "before_on": date(today.year - 1, 12, 31), "after_on": today},
    )

    def save(typed: dict[str, Any]) -> HttpResponse:
        row = start_simulation(
            unit_id=typed["unit_id"], year=typed["year"], decided_on=typed["decided_on"] or date(typed["year"], 12, 31),
            before=SideInput(typed["before_on"], typed["before_profile"]),
            after=SideInput(typed["after_on"], typed["after_profile"], typed["after_provision"]),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _gettext("Đã bắt đầu mô phỏng. Bạn có thể rời trang này, máy vẫn làm tiếp."))
        return redirect("lawbooks:simulation", row.pk)

    rows = [{"row": row, "badge": run_badge(row.state)} for row in listing.rows[:RECENT]]
    shown = {"tabs": law_tabs(request, "simulations"), "rows": rows, "listing": listing}
    return form_page(request, form, "lawbooks/simulations.html", shown, save)


@require_GET
def detail(request: SignedIn, simulation_id: int) -> HttpResponse:
    """Show how far a simulation is and, once finished, who gains and who loses by what."""
    shown = _context(request, simulation_id)
    return download_of(request, shown["listing"]) or render(request, "lawbooks/simulation.html", shown)


@require_GET
def progress(request: SignedIn, simulation_id: int) -> HttpResponse:
    """Show the part of the page that changes while it runs."""
    return render(request, "lawbooks/_simulation.html", _context(request, simulation_id))


@require_GET
def people(request: SignedIn, simulation_id: int) -> HttpResponse:
    """List who changes, with the reasons of both sides; narrowed by direction, award, provision or unit."""
    row = simulation_for(request.user, simulation_id, timezone.localdate())
    asked = {
        "direction": request.GET.get("huong", "")[:5],
        "award": request.GET.get("danh-hieu", "")[:80],
        "provision": request.GET.get("quy-dinh", "")[:400],
        "unit_id": int(request.GET["don-vi"]) if request.GET.get("don-vi", "").isdecimal() else None,
    }
    rows = changes_of(row, asked)
    listing = changed_list(row, rows, _asked(asked), _changes)
    if (file := download_of(request, listing)) is not None:
        return file
    paginator = BoundedPaginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    shown = {"row": row, "page": page, "paginator": paginator, "changes": _changes(page), "listing": listing}
    return render(request, "lawbooks/simulation_people.html", {**shown, "tabs": law_tabs(request, "simulations")})


def _asked(asked: dict[str, Any]) -> list[Narrowing]:
    """Return what the list of changes is narrowed by, in words as far as they are known without asking."""
    ways = {way.value: words for way, words in DIRECTION_VI.items()}
    told = [
        (_gettext("Thay đổi"), ways.get(asked["direction"], asked["direction"])),
        (_gettext("Danh hiệu, hình thức"), any_name(asked["award"]) if asked["award"] else ""),
        (_gettext("Quy định gây ra thay đổi"), asked["provision"]),
        (_gettext("Đơn vị số"), str(asked["unit_id"] or "")),
    ]
    return [Narrowing(label, words, typed=True) for label, words in told if words]


def _context(request: SignedIn, simulation_id: int) -> dict[str, Any]:
    row = simulation_for(request.user, simulation_id, timezone.localdate())
    summary = row.summary or {"directions": {}, "tables": {}, "words": {}}
    tables = _tables(row, summary)
    return {
        "listing": compared_list(row, tables),
        "tabs": law_tabs(request, "simulations"),
        "row": row,
        "badge": run_badge(row.state),
        "is_under_way": row.state in (JobState.QUEUED, JobState.RUNNING),
        "directions": [
            {"code": way.value, "label": DIRECTION_VI[way], "count": summary["directions"].get(way.value, 0)}
            for way in Direction
        ],
        "tables": tables,
    }


def _tables(row: Simulation, summary: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the counts by dimension, the most touched first, each value in words."""
    units = tree_names_on([int(pk) for pk in summary["tables"].get("unit", {})], row.decided_on)
    say: dict[str, Callable[[str], Any]] = {
        "provision": lambda key: summary["words"].get(key) or key,
        "award": any_name,
        "unit": lambda key: units.get(int(key), key),
        "sex": lambda key: dict(Sex.choices).get(key, UNKNOWN),
        "position": lambda key: POSITIONS.get(key, UNKNOWN),
    }
    links = {"provision": "quy-dinh", "award": "danh-hieu", "unit": "don-vi"}
    return [
        {
            "title": title,
            "link": links.get(name),
            "rows": [
                {"key": key, "label": say[name](key), **counts}
                for key, counts in sorted(summary["tables"][name].items(), key=_weight)
            ],
        }
        for name, title in TITLES.items()
        if name in summary["tables"]
    ]


def _weight(item: tuple[str, dict[str, int]]) -> tuple[int, int, str]:
    """Put what gives or takes most first, then what changes most otherwise."""
    key, counts = item
    return -counts["gain"] - counts["loss"], -counts["other"], key


def _changes(page: Iterable[SimulatedChange]) -> list[dict[str, Any]]:
    """Return the people of a page; a rule of the law in force leads to its page, one of a draft has none."""
    known = {row.id for row in rows_of(live_book())}
    return [_change(change, known) for change in page]


def _change(change: SimulatedChange, known: set[str]) -> dict[str, Any]:
    """Return one changed person with both answers and what decides each."""
    sides = [
        {
            "answer": answer_view(said["answer"]),
            "rule": said["rule"],
            "linked": said["rule"] in known,
            "reasons": [reason["text"] for reason in said["deciding"]],
        }
        for said in (change.before, change.after)
    ]
    way = Direction(change.direction)
    return {"of": change, "award": any_name(change.award), "direction": DIRECTION_VI[way], "sides": sides}
