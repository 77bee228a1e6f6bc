"""Two laws on a unit's people: the facts of ``facts``, the comparison of the law room, kept in rows of its own.

Nothing of an evaluation is read or written here, and the books compared are copies: live answers cannot change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.selectors import register_years
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.jobs import JobContext, enqueue, job
from thidua.lawbooks.building import apply_provision
from thidua.lawbooks.models import Provision, SimulatedChange, Simulation
from thidua.lawbooks.selectors import edition_token, live_book, provision_for
from thidua.people.models import Membership, Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import units_below
from thidua.rules.errors import RulesError
from thidua.rules.names import awards_of
from thidua.rules.simulation.compare import Direction, Side, Subject, changes_of, tables_of
from thidua.rules.simulation.standing import standing_book

from .facts import Register, histories

JOB = "dossiers.simulate"
BATCH = 500  # people: both laws, reasons where they differ; some seconds
ROWS = 1000  # rows per INSERT
# What a side keeps of a draft: enough to build it again, whatever becomes of the draft.
KEPT = (
    "kind", "award", "target", "rule_yaml", "params_yaml", "value", "document", "article", "confidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SideInput:
    """One of two laws as asked for: the law of a day, of a place that has its own, with a draft in it."""

    on: date
    profile: str = ""
    provision_id: int | None = None


@service("simulation.start")
def start_simulation(
    *, unit_id: int, year: int, decided_on: date, before: SideInput, after: SideInput, by: Actor, at: datetime
) -> Simulation:
    """Begin to compare two laws on everybody below ``unit_id``, in the background; returns the simulation.

    ``decided_on`` is the day up to which facts are read; both sides judge by it. Raises NotAllowed, NotFound for a
    draft the actor may not see, or InvalidInput for a day before the year, two equal sides, or a law that cannot be
    built.
    """
    today = localdate(at)
    require(by, Permission.EVALUATE, unit_id, today)
    _insist_sensible(year, decided_on, before, after)
    sides = [_kept_side(by, side, today) for side in (before, after)]
    for name, side in zip(("before", "after"), sides, strict=True):
        _insist_law(name, side)
    simulation = Simulation.objects.create(
        unit=Unit.objects.get(pk=unit_id),
        year=year,
        decided_on=decided_on,
        before=sides[0],
        after=sides[1],
        edition=edition_token(),
        started_by_id=by.pk,
        started_at=at,
    )
    label = _("Mô phỏng luật năm {year}, {unit}").format(year=year, unit=simulation.unit)
    simulation.job = enqueue(JOB, label=label, params={"simulation": simulation.pk}, by=by, at=at, unit_id=unit_id)
    simulation.save(update_fields=["job"])
    details = {"year": year, "decided_on": decided_on, "before": sides[0]["words"], "after": sides[1]["words"]}
    audit(simulation, unit_id=unit_id, label=label, details=details)
    return simulation


def _insist_sensible(year: int, decided_on: date, before: SideInput, after: SideInput) -> None:
    if decided_on < date(year, 1, 1):
        message = _("Ngày lấy dữ liệu không thể ở trước năm xét.")
        raise InvalidInput(message, _("Chọn ngày khác."), fields={"decided_on": message})
    if before == after:
        message = _("Hai bên giống hệt nhau, nên không ai thay đổi.")
        raise InvalidInput(
            message, _("Đổi ngày, quy định riêng hoặc bản nháp của một bên."), fields={"after_on": message}
        )


def _kept_side(by: Actor, side: SideInput, today: date) -> dict[str, Any]:
    """Return a side as the row keeps it."""
    provision = provision_for(by, side.provision_id, today) if side.provision_id else None
    words = _("luật ngày {day:%d/%m/%Y}").format(day=side.on)
    if side.profile:
        words += _(", quy định riêng {profile}").format(profile=side.profile)
    if provision is not None:
        words += _(", thêm {provision}").format(provision=provision)
    return {
        "on": side.on.isoformat(),
        "profile": side.profile,
        "provision": None if provision is None else _kept_provision(provision),
        "words": words,
    }


def _kept_provision(provision: Provision) -> dict[str, Any]:
    days = {name: day and day.isoformat() for name, day in _days(provision).items()}
    return {name: getattr(provision, name) for name in KEPT} | days | {"id": provision.pk}


def _days(provision: Provision) -> dict[str, date | None]:
    return {"first_day": provision.first_day, "last_day": provision.last_day}


def _insist_law(name: str, side: dict[str, Any]) -> None:
    """Raise InvalidInput beside the side's day unless its law can be built and says anything about people."""
    try:
        law = law_of(side, date.fromisoformat(side["on"]))
    except RulesError as error:
        raise InvalidInput(error.message_vi, error.next_step_vi, fields={f"{name}_on": error.message_vi}) from error
    if not law.book.awards_on(law.decided_on):
        message = _("Ngày này chưa có luật nào trong phần mềm.")
        raise InvalidInput(message, _("Chọn ngày khác."), fields={f"{name}_on": message})


def law_of(side: dict[str, Any], decided_on: date) -> Side:
    """Return a kept side's law, standing still on its day; raises ``RulesError`` when it cannot be built any more."""
    book = live_book(side["profile"] or None)
    kept = side["provision"]
    if kept is not None:
        values = {name: kept[name] for name in KEPT} | {
            name: kept[name] and date.fromisoformat(kept[name]) for name in ("first_day", "last_day")
        }
        book = apply_provision(book, Provision(**values))
    return Side(standing_book(book, date.fromisoformat(side["on"])), decided_on)


@job(JOB)
def simulate(ctx: JobContext) -> dict[str, Any]:
    """Compare both laws on everybody who belongs to a unit below the simulation's on its day, then count."""
    row = Simulation.objects.get(pk=ctx.params["simulation"])
    if row.edition != edition_token():
        raise WrongState(_("Luật đang áp dụng đã đổi giữa chừng."), _("Bắt đầu một lần mô phỏng mới."))
    people = _people(row)
    ctx.set_total(people.values("person_id").distinct().count())
    sides = law_of(row.before, row.decided_on), law_of(row.after, row.decided_on)
    register = register_years(on=row.decided_on)
    while ids := _next_ids(people, ctx.cursor):
        with ctx.batch() as batch:
            _compare_batch(row, sides, list(people.filter(person_id__in=ids)), register)
            batch.advance(cursor=ids[-1], by=len(ids))
    with ctx.batch():
        _finish(row, people.values("person_id").distinct().count(), at=timezone.now())
    return {"simulation": row.pk, "people": row.people}


def _people(row: Simulation) -> QuerySet[Membership]:
    units = units_below([row.unit_id], row.decided_on)
    rows = Membership.objects.at(row.decided_on).filter(unit__in=units)
    return rows.select_related("person", "position").order_by("person_id", "valid_from")


def _next_ids(people: QuerySet[Membership], cursor: int | None) -> list[int]:
    return list(people.filter(person_id__gt=cursor or 0).values_list("person_id", flat=True).distinct()[:BATCH])


def _compare_batch(
    row: Simulation, sides: tuple[Side, Side], members: Sequence[Membership], register: Register
) -> None:
    """Compare some people; of two places on one day the later begun counts."""
    places = {member.person_id: member for member in members}
    facts = histories(list(places), row.year, row.decided_on, register=register)
    awards = [
        award for award in awards_of("person") if any(side.book.rules_on(award, side.decided_on) for side in sides)
    ]
    subjects = [Subject(pk, facts[pk], _groups(member)) for pk, member in places.items()]
    SimulatedChange.objects.bulk_create(
        [
            SimulatedChange(
                simulation=row,
                person_id=change.subject_id,
                unit_id=places[change.subject_id].unit_id,
                award=change.award,
                direction=change.direction.value,
                provision=change.provision[:400],
                groups=dict(change.groups),
                before=change.before.as_json(),
                after=change.after.as_json(),
            )
            for subject in subjects
            for change in changes_of(*sides, subject, awards, row.year)
        ],
        batch_size=ROWS,
    )


def _groups(member: Membership) -> dict[str, str]:
    """Return by which attributes results are told apart; what is not recorded says so."""
    position = member.position
    leads = "unknown" if position is None else ("leader" if position.leads else "staff")
    return {"unit": str(member.unit_id), "sex": member.person.sex or "unknown", "position": leads}


def _finish(row: Simulation, people: int, *, at: datetime) -> None:
    """Count the changes and mark the simulation finished. Doing it again changes nothing."""
    counted: list[tuple[dict[str, str], Direction]] = []
    words: dict[str, str] = {}
    for change in row.changes.iterator(chunk_size=ROWS):
        way = Direction(change.direction)
        counted.append(({**change.groups, "award": change.award, "provision": change.provision}, way))
        decides = change.said("before" if way is Direction.GAIN else "after")["deciding"]
        words.setdefault(change.provision, "; ".join(reason["text"] for reason in decides))
    directions = {way.value: sum(found is way for _groups_, found in counted) for way in Direction}
    row.people = people
    row.summary = {"directions": directions, "tables": tables_of(counted), "words": words}
    row.finished_at = at
    row.save(update_fields=["people", "summary", "finished_at"])
