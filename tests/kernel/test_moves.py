"""Move tables and verdicts."""

from __future__ import annotations

import pytest

from thidua.kernel.errors import WrongState
from thidua.kernel.moves import Move, MoveTable
from thidua.kernel.states import JOB_ENDED, JOB_MOVES, JobState
from thidua.kernel.verdicts import ALLOWED, refused

OPEN = Move("open", "Mở", frozenset({"draft", "closed"}), "open", "edit")
CLOSE = Move("close", "Đóng", frozenset({"open"}), "closed", "edit", needs_reason=True)


def test_a_table_knows_what_may_start_from_a_state() -> None:
    table = MoveTable([OPEN, CLOSE])
    assert list(table) == [OPEN, CLOSE]
    assert table.open_from("draft") == [OPEN]
    assert table.open_from("open") == [CLOSE]
    assert table.open_from("gone") == []
    assert table["close"].needs_reason


def test_a_move_is_given_from_its_sources_and_refused_from_others() -> None:
    table = MoveTable([OPEN, CLOSE])
    assert table.check("open", "draft") is OPEN
    for code, state in (("open", "open"), ("close", "draft"), ("unheard", "draft")):
        with pytest.raises(WrongState) as refusal:
            table.check(code, state)
        assert refusal.value.next_step


def test_two_moves_may_not_share_a_name() -> None:
    with pytest.raises(ValueError, match="two moves named open"):
        MoveTable([OPEN, OPEN])


def test_every_move_of_jobs_stays_among_their_states() -> None:
    for move in JOB_MOVES:
        assert move.sources <= set(JobState)
        assert move.target in set(JobState)
    assert JobState.DONE in JOB_ENDED
    assert JOB_MOVES.open_from(JobState.DONE) == []


def test_a_verdict_is_its_answer_and_a_refusal_has_a_reason() -> None:
    assert ALLOWED
    assert not refused("vì thế")
    assert refused("vì thế").reason == "vì thế"
