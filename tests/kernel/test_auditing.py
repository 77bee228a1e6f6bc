"""One write, one event: the pen of the audit chain guards itself."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.kernel import MOMENT, CalendarDayFactory
from tests.factories.people import UserFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.audit_trail import verify_chain
from thidua.kernel.auditing import AuditFault, audit, hash_details, service
from thidua.kernel.models import AuditEvent, AuditHead, CalendarDay

pytestmark = pytest.mark.django_db
BY = SystemActor("thử")


@pytest.fixture
def day() -> CalendarDay:
    """Some row to write to."""
    return CalendarDayFactory()


def write(row: CalendarDay, reason: str) -> None:
    """Write without a word."""
    CalendarDay.objects.filter(pk=row.pk).update(reason=reason)


@service("day.rename")
def rename(*, row: CalendarDay, reason: str, by: Any, at: datetime) -> str:
    """Write and say so, unless nothing changes."""
    old = CalendarDay.objects.get(pk=row.pk).reason
    if old != reason:
        write(row, reason)
        audit(row, unit_id=7, details={"reason": [old, reason]})
    return reason


@service("day.silent")
def silent(*, row: CalendarDay, by: Any, at: datetime) -> None:
    """Write and say nothing: a fault."""
    write(row, "lặng")


@service("day.chatty")
def chatty(*, row: CalendarDay, by: Any, at: datetime) -> None:
    """Say it twice: a fault."""
    write(row, "hai lần")
    audit(row)
    audit(row)


@service("day.outer")
def outer(*, row: CalendarDay, own: bool, say: bool, by: Any, at: datetime) -> None:
    """Call another service and perhaps write too."""
    rename(row=row, reason="trong", by=by, at=at)
    if own:
        write(row, "ngoài")
    if say:
        audit(row, label="ngoài")


def reason(row: CalendarDay) -> str:
    """Return what is stored."""
    return CalendarDay.objects.get(pk=row.pk).reason


def test_a_write_leaves_one_event_with_who_what_and_when(day: CalendarDay) -> None:
    user = UserFactory(username="lan", display_name="Lan")
    assert rename(row=day, reason="mới", by=user, at=MOMENT) == "mới"
    event = AuditEvent.objects.get()
    assert (event.seq, event.at, event.actor_id, event.actor_label) == (1, MOMENT, user.pk, "Lan (lan)")
    assert (event.action, event.object_type, event.object_label) == ("day.rename", "kernel.calendarday", str(day))
    assert (event.unit_id, event.details["reason"][1]) == (7, "mới")
    assert verify_chain().ok


def test_a_repeated_call_that_changes_nothing_leaves_no_event(day: CalendarDay) -> None:
    for _ in range(3):
        rename(row=day, reason="mới", by=BY, at=MOMENT)
    assert AuditEvent.objects.count() == 1


def test_a_write_without_an_event_is_a_fault_and_is_undone(day: CalendarDay) -> None:
    with pytest.raises(AuditFault, match="wrote 1 times and left no audit event"):
        silent(row=day, by=BY, at=MOMENT)
    assert reason(day) == day.reason


def test_the_control_without_the_guard_the_silent_write_goes_through(day: CalendarDay, settings: Any) -> None:
    settings.AUDIT_GUARD = False
    silent(row=day, by=BY, at=MOMENT)
    assert reason(day) == "lặng"


def test_two_events_for_one_call_are_a_fault_and_undone(day: CalendarDay) -> None:
    with pytest.raises(AuditFault, match="left 2 audit events"):
        chatty(row=day, by=BY, at=MOMENT)
    assert reason(day) == day.reason
    assert not AuditEvent.objects.exists()


def test_a_service_inside_another_leaves_its_own_event(day: CalendarDay) -> None:
    outer(row=day, own=True, say=True, by=BY, at=MOMENT)
    assert list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)) == ["day.rename", "day.outer"]


def test_the_event_of_the_inner_service_does_not_cover_the_outer_ones_write(day: CalendarDay) -> None:
    with pytest.raises(AuditFault, match="outer wrote"):
        outer(row=day, own=True, say=False, by=BY, at=MOMENT)
    assert reason(day) == day.reason
    outer(row=day, own=False, say=False, by=BY, at=MOMENT)  # only the inner one wrote: no fault
    assert reason(day) == "trong"


def test_an_error_undoes_everything_and_leaves_no_link(day: CalendarDay) -> None:
    @service("day.breaks")
    def breaks(*, by: Any, at: datetime) -> None:
        rename(row=day, reason="mới", by=by, at=at)
        raise RuntimeError("hỏng")

    with pytest.raises(RuntimeError):
        breaks(by=BY, at=MOMENT)
    assert reason(day) == day.reason
    assert not AuditEvent.objects.exists()
    rename(row=day, reason="mới", by=BY, at=MOMENT)
    assert AuditEvent.objects.get().seq == 1


@pytest.mark.parametrize("call", [lambda row: rename(row, "x"), lambda row: rename(row=row, reason="x", by=BY)])
def test_a_service_takes_keywords_and_must_be_told_who_and_when(day: CalendarDay, call: Any) -> None:
    with pytest.raises(TypeError, match="among them by and at"):
        call(day)


def test_an_event_outside_a_service_is_a_fault(day: CalendarDay) -> None:
    with pytest.raises(AuditFault, match="outside a service"):
        audit(day)


def test_values_that_json_does_not_know_are_kept_as_words(day: CalendarDay) -> None:
    @service("day.values")
    def values(*, by: Any, at: datetime) -> None:
        audit(CalendarDay, details={"at": at, "share": Decimal("0.9804"), "by_key": {1: "một"}})

    values(by=BY, at=MOMENT)
    details = AuditEvent.objects.get().details
    assert details["share"] == "0.9804"
    assert details["by_key"] == {"1": "một"}
    assert details["at"].startswith("2018-03-15T09:00:00")
    assert verify_chain().ok


def test_long_names_are_cut_and_not_refused(day: CalendarDay) -> None:
    @service("day.long")
    def long(*, by: Any, at: datetime) -> None:
        audit(day, label="d" * 400)

    long(by=UserFactory(username="u" * 150, display_name="n" * 150), at=MOMENT)
    event = AuditEvent.objects.get()
    assert (len(event.object_label), len(event.actor_label)) == (300, 200)
    assert verify_chain().ok


def test_the_head_follows_the_chain(day: CalendarDay) -> None:
    for text in ("một", "hai"):
        rename(row=day, reason=text, by=BY, at=MOMENT)
    head, last = AuditHead.objects.get(), AuditEvent.objects.get(seq=2)
    assert (head.seq, head.hash) == (2, last.hash)
    assert last.prev_hash == AuditEvent.objects.get(seq=1).hash


def test_equal_details_of_two_events_do_not_look_equal() -> None:
    """A salted hash: small values cannot be guessed back from it."""
    assert hash_details({"grade": "good"}, "a" * 32) != hash_details({"grade": "good"}, "b" * 32)
