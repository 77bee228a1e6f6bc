"""Every way of tampering with the chain is found; what is allowed is not called tampering."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.factories.kernel import MOMENT, AuditEventFactory, JobFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.audit_trail import NO_HASH, Checkpoint, FaultKind, checkpoint, history_of, verify_chain
from thidua.kernel.auditing import audit, hash_details, hash_event, service
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound
from thidua.kernel.models import AuditEvent, AuditHead
from thidua.kernel.services import erase_details
from thidua.kernel.triggers import drop_triggers, install_triggers, missing_triggers
from thidua.kernel.verdicts import ALLOWED, refused

pytestmark = pytest.mark.django_db
LENGTH = 12
BY = SystemActor("thử")


@pytest.fixture
def chain() -> list[AuditEvent]:
    """A chain of twelve events."""
    return [
        AuditEventFactory(action=f"thing.verb_{i}", unit_id=i, details={"số": [i, i + 1], "chữ": "Đã đổi"})
        for i in range(LENGTH)
    ]


@pytest.fixture
def unguarded(chain: list[AuditEvent]) -> list[AuditEvent]:
    """The chain as somebody who owns the database meets it: the triggers dropped."""
    drop_triggers(connection)
    return chain


def sql(statement: str, *params: object) -> None:
    """Run one statement behind the application's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def kinds(**kwargs: object) -> list[tuple[int, FaultKind]]:
    """Return number and kind of every fault found."""
    return [(fault.seq, fault.kind) for fault in verify_chain(**kwargs).faults]


# --- the control: a whole chain ---------------------------------------------------------------------------------------


def test_an_untouched_chain_is_whole(chain: list[AuditEvent]) -> None:
    report = verify_chain(kept=checkpoint())
    assert report.ok
    assert (report.checked, report.head_seq, report.head_hash) == (LENGTH, LENGTH, chain[-1].hash)
    assert report.first is None


def test_an_empty_chain_is_whole() -> None:
    report = verify_chain(kept=Checkpoint(0, NO_HASH))
    assert report.ok
    assert report.checked == 0


def test_a_part_of_the_chain_can_be_verified(chain: list[AuditEvent]) -> None:
    report = verify_chain(start=5)
    assert report.ok
    assert report.checked == LENGTH - 4


def test_a_long_chain_is_read_in_a_constant_number_of_queries(django_assert_max_num_queries, chain) -> None:
    with django_assert_max_num_queries(3):
        verify_chain()


# --- one event altered: every column ----------------------------------------------------------------------------------

ALTERED = {
    "at": MOMENT + timedelta(microseconds=1),
    "actor_id": 7,
    "actor_label": "người khác",
    "action": "thing.other",
    "object_type": "people.person",
    "object_id": "2",
    "object_label": "Sở Mẫu B",
    "unit_id": 99,
    "details_hash": "f" * 64,
    "prev_hash": "f" * 64,
}


def test_the_list_of_columns_is_complete() -> None:
    # The primary key says nothing and nothing points at it; the rest has tests of its own.
    columns = {field.column for field in AuditEvent._meta.fields}
    assert columns == {*ALTERED, "id", "seq", "hash", "details", "salt"}


@pytest.mark.parametrize("column", ALTERED)
def test_an_altered_column_is_found(unguarded: list[AuditEvent], column: str) -> None:
    AuditEvent.objects.filter(seq=6).update(**{column: ALTERED[column]})
    assert kinds()[0] == (6, FaultKind.ALTERED)
    assert "số 6" in verify_chain().first.message


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"details": {"số": [5, 7], "chữ": "Đã đổi"}}, FaultKind.DETAILS_ALTERED),
        ({"salt": "0" * 32}, FaultKind.DETAILS_ALTERED),
        ({"salt": ""}, FaultKind.DETAILS_ALTERED),
        ({"details": None}, FaultKind.DETAILS_ALTERED),
        ({"details": [1]}, FaultKind.DETAILS_ALTERED),
        ({"details": None, "salt": ""}, FaultKind.DETAILS_MISSING),
    ],
)
def test_altered_details_are_found(unguarded: list[AuditEvent], change: dict, expected: FaultKind) -> None:
    AuditEvent.objects.filter(seq=6).update(**change)
    assert kinds() == [(6, expected)]


def test_a_new_hash_on_an_altered_event_is_found_at_the_next_one(unguarded: list[AuditEvent]) -> None:
    event = AuditEvent.objects.get(seq=6)
    event.actor_label = "người khác"
    AuditEvent.objects.filter(seq=6).update(actor_label=event.actor_label, hash=hash_event(event))
    assert kinds() == [(7, FaultKind.NOT_LINKED)]


def test_a_changed_hash_is_found(unguarded: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(seq=6).update(hash="e" * 64)
    assert kinds() == [(6, FaultKind.ALTERED), (7, FaultKind.NOT_LINKED)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's columns refuse values of another type")
@pytest.mark.parametrize(("column", "value"), [("at", "hôm qua"), ("actor_id", "năm")])
def test_a_value_that_no_longer_reads_is_a_fault_and_no_crash(unguarded, column: str, value: str) -> None:
    sql(f"UPDATE kernel_auditevent SET {column} = %s WHERE seq = 6", value)
    assert [seq for seq, _kind in kinds()] == [6]


# --- events removed, inserted, reordered ------------------------------------------------------------------------------


def test_a_removed_event_is_found(unguarded: list[AuditEvent]) -> None:
    sql("DELETE FROM kernel_auditevent WHERE seq IN (4, 5)")
    report = verify_chain()
    assert (report.first.seq, report.first.kind) == (4, FaultKind.REMOVED)
    assert "từ số 4 đến số 5" in report.first.message


def test_a_gap_closed_by_renumbering_is_found(unguarded: list[AuditEvent]) -> None:
    sql("DELETE FROM kernel_auditevent WHERE seq = 4")
    for seq in range(5, LENGTH + 1):
        sql("UPDATE kernel_auditevent SET seq = %s WHERE seq = %s", seq - 1, seq)
    assert kinds()[0] == (4, FaultKind.ALTERED)


def test_two_swapped_events_are_found(unguarded: list[AuditEvent]) -> None:
    for old, new in ((4, 1000), (5, 4), (1000, 5)):
        sql("UPDATE kernel_auditevent SET seq = %s WHERE seq = %s", new, old)
    assert kinds()[0] == (4, FaultKind.ALTERED)


def test_an_event_inserted_between_others_is_found(unguarded: list[AuditEvent]) -> None:
    for seq in range(LENGTH, 5, -1):
        sql("UPDATE kernel_auditevent SET seq = %s WHERE seq = %s", seq + 1, seq)
    forged(seq=6, prev_hash=unguarded[4].hash).save(force_insert=True)
    sql("UPDATE kernel_audithead SET seq = %s", LENGTH + 1)
    # The forged event is well made: what follows it gives it away.
    assert kinds()[0] == (7, FaultKind.ALTERED)


def test_an_event_appended_past_the_head_is_found(unguarded: list[AuditEvent]) -> None:
    forged(seq=LENGTH + 1, prev_hash=unguarded[-1].hash).save(force_insert=True)
    assert kinds() == [(LENGTH + 1, FaultKind.BEYOND_HEAD)]


def forged(*, seq: int, prev_hash: str) -> AuditEvent:
    """Return an event that somebody made up, with hashes that fit."""
    event = AuditEvent(
        seq=seq, at=MOMENT, actor_label="không ai", action="thing.forged", object_type="people.unit", details={"a": 1},
        salt="5" * 32, details_hash=hash_details({"a": 1}, "5" * 32), prev_hash=prev_hash,
    )  # fmt: skip
    event.hash = hash_event(event)
    return event


# --- the head and the tail --------------------------------------------------------------------------------------------


def test_a_wrong_head_is_found(unguarded: list[AuditEvent]) -> None:
    AuditHead.objects.update(hash="d" * 64)
    assert kinds() == [(LENGTH, FaultKind.WRONG_HEAD)]


def test_a_head_set_back_is_found(unguarded: list[AuditEvent]) -> None:
    AuditHead.objects.update(seq=9, hash=unguarded[8].hash)
    assert kinds() == [(seq, FaultKind.BEYOND_HEAD) for seq in (10, 11, 12)]


def test_a_missing_head_is_found(unguarded: list[AuditEvent]) -> None:
    sql("DELETE FROM kernel_audithead")
    assert kinds()[0] == (1, FaultKind.BEYOND_HEAD)


def test_a_truncated_tail_is_found(unguarded: list[AuditEvent]) -> None:
    sql("DELETE FROM kernel_auditevent WHERE seq > 9")
    assert kinds() == [(10, FaultKind.TRUNCATED)]


def test_a_tail_truncated_together_with_the_head_needs_a_checkpoint(unguarded: list[AuditEvent]) -> None:
    kept = checkpoint()
    sql("DELETE FROM kernel_auditevent WHERE seq > 9")
    AuditHead.objects.update(seq=9, hash=unguarded[8].hash)
    assert verify_chain().ok
    assert kinds(kept=kept) == [(10, FaultKind.CUT_BEFORE_CHECKPOINT)]


def test_a_tail_hashed_anew_needs_a_checkpoint(unguarded: list[AuditEvent]) -> None:
    kept = Checkpoint(8, unguarded[7].hash)
    previous = unguarded[4].hash
    for event in AuditEvent.objects.filter(seq__gte=6).order_by("seq"):
        event.actor_label, event.prev_hash = "người khác", previous
        previous = event.hash = hash_event(event)
        event.save()
    AuditHead.objects.update(hash=previous)
    assert verify_chain().ok
    assert kinds(kept=kept) == [(8, FaultKind.CHECKPOINT)]
    assert kinds(kept=kept, start=9) == [(8, FaultKind.CHECKPOINT)]
    # A checkpoint from before the rewritten part says nothing about it.
    assert verify_chain(kept=Checkpoint(5, unguarded[4].hash)).ok


def test_many_faults_are_counted_and_the_first_ones_shown(unguarded: list[AuditEvent]) -> None:
    for _ in range(30):
        AuditEventFactory()
    AuditEvent.objects.update(actor_label="người khác")
    report = verify_chain()
    assert report.fault_count == LENGTH + 30
    assert len(report.faults) == 20
    assert report.first.seq == 1


# --- privacy ----------------------------------------------------------------------------------------------------------


def test_erased_details_leave_the_chain_whole(chain: list[AuditEvent]) -> None:
    erase_details(seq=6, reason="Theo yêu cầu của đoàn viên", permitted=ALLOWED, by=BY, at=MOMENT)
    event = AuditEvent.objects.get(seq=6)
    assert (event.details, event.salt) == (None, "")
    assert event.actor_label == chain[5].actor_label
    assert verify_chain().ok
    # Asked again, nothing is left to erase and nothing more is recorded.
    erase_details(seq=6, reason="Lần nữa", permitted=ALLOWED, by=BY, at=MOMENT)
    assert AuditEvent.objects.count() == LENGTH + 1


def test_erasing_needs_permission_a_reason_and_an_event(chain: list[AuditEvent]) -> None:
    with pytest.raises(NotAllowed, match="không có quyền"):
        erase_details(seq=6, reason="r", permitted=refused("không có quyền"), by=BY, at=MOMENT)
    with pytest.raises(InvalidInput, match="lý do"):
        erase_details(seq=6, reason=" ", permitted=ALLOWED, by=BY, at=MOMENT)
    with pytest.raises(NotFound):
        erase_details(seq=600, reason="r", permitted=ALLOWED, by=BY, at=MOMENT)
    assert AuditEvent.objects.count() == LENGTH


# --- the database's own guard -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM kernel_auditevent WHERE seq = 6",
        "UPDATE kernel_auditevent SET action = 'x' WHERE seq = 6",
        "UPDATE kernel_auditevent SET actor_id = 5 WHERE seq = 6",
        "UPDATE kernel_auditevent SET details = '{}' WHERE seq = 6",
        "UPDATE kernel_auditevent SET details = NULL WHERE seq = 6",  # its salt must go with it
        "UPDATE kernel_audithead SET seq = 3",
        "UPDATE kernel_audithead SET hash = 'x'",
        "DELETE FROM kernel_audithead",
    ],
)
def test_the_database_refuses_to_change_the_chain(chain: list[AuditEvent], statement: str) -> None:
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        sql(statement)
    assert verify_chain().ok
    # The control: without the guard the same statement goes through.
    drop_triggers(connection)
    sql(statement)
    assert not verify_chain().ok


def test_the_guard_can_be_put_back_and_repeated(chain: list[AuditEvent]) -> None:
    assert missing_triggers(connection) == []
    drop_triggers(connection)
    assert len(missing_triggers(connection)) >= 4
    install_triggers(connection)
    install_triggers(connection)
    assert missing_triggers(connection) == []


@pytest.mark.django_db(transaction=True)
def test_emptying_the_whole_database_on_purpose_works_and_leaves_the_guard_in_place(chain: list[AuditEvent]) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEvent.objects.exists()
    assert missing_triggers(connection) == []


# --- one thing's history, and the command -----------------------------------------------------------------------------


def test_history_tells_of_one_thing_newest_first() -> None:
    job = JobFactory()

    @service("job.note")
    def note(*, text: str, by: object, at: object) -> None:
        audit(job, details={"text": text})

    note(text="một", by=BY, at=MOMENT)
    AuditEventFactory(object_type="kernel.job", object_id=str(job.pk + 1))
    note(text="hai", by=BY, at=MOMENT)
    assert [event.details["text"] for event in history_of(job)] == ["hai", "một"]


def test_the_command_reports_in_words_and_exits_with_zero(chain: list[AuditEvent]) -> None:
    out = io.StringIO()
    call_command("audit", "verify", stdout=out)
    assert "Đã kiểm tra 12 sự kiện" in out.getvalue()
    assert f"12:{chain[-1].hash}" in out.getvalue()


def test_the_command_gives_json_and_exits_with_one_on_a_fault(unguarded: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(seq=6).update(actor_label="người khác")
    out = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("audit", "verify", "--format", "json", stdout=out)
    assert failure.value.returncode == 1
    said = json.loads(out.getvalue())
    assert said["ok"] is False
    assert said["faults"][0]["seq"] == 6


def test_the_command_takes_the_checkpoint_it_printed(chain: list[AuditEvent]) -> None:
    out = io.StringIO()
    call_command("audit", "checkpoint", stdout=out)
    kept = out.getvalue().strip()
    AuditEventFactory()
    call_command("audit", "verify", "--checkpoint", kept, stdout=io.StringIO())
    wrong = kept[:-1] + ("0" if kept[-1] != "0" else "1")
    with pytest.raises(CommandError) as failure:
        call_command("audit", "verify", "--checkpoint", wrong, stdout=io.StringIO())
    assert failure.value.returncode == 1


@pytest.mark.parametrize("text", ["", "12", "x:" + "0" * 64, "12:abc"])
def test_an_unreadable_checkpoint_is_refused_with_the_form_it_should_have(text: str) -> None:
    with pytest.raises(InvalidInput, match="SỐ:MÃ"):
        Checkpoint.parse(text)
