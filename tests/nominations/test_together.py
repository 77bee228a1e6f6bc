"""Two officers act on one nomination at the same moment: one outcome. Played on PostgreSQL with real threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from tests.conftest import City, make_city
from tests.nominations.stage import form, group_of, moved, prepare, put_up
from thidua.kernel.errors import Refusal
from thidua.nominations.models import Nomination, Step
from thidua.nominations.services import moves
from thidua.nominations.services.moves import move_nominations
from thidua.people.models import Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race to play"
    ),
]
ROUNDS = 5


def _received(city: City, group: Unit, at: datetime) -> Nomination:
    (row,) = put_up(city, unit=group, form=form(issuer_level="union_base"))
    for name in ("submit", "receive"):
        (row,) = moved([row], name, city.user("grassroots_officer"), at)
    return row


def _at_once(city: City, row: Nomination, codes: list[str], at: datetime) -> list[str]:
    """Let officers make these moves at the same moment; return what each was told."""
    barrier = Barrier(len(codes))
    officers = [city.user("grassroots_officer"), city.user("city_officer", "above")]

    def act(number: int) -> str:
        try:
            barrier.wait(timeout=30)
            said = {"reason": "thử", "asked": ["achievement"] if codes[number] == "return" else ()}
            move_nominations(
                nomination_ids=[row.pk], move=codes[number], by=officers[number % 2], at=at, **said,
            )  # fmt: skip
        except Refusal as refusal:
            return refusal.message
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(codes)) as pool:
        return list(pool.map(act, range(len(codes))))


@pytest.mark.parametrize("codes", [["return", "refuse"], ["appraise"] * 4])
def test_of_moves_at_once_exactly_one_is_made(codes: list[str], at: datetime) -> None:
    city = make_city()
    prepare(city)
    group = group_of(city)
    for _round in range(ROUNDS):
        row = _received(city, group, at)
        told = _at_once(city, row, codes, at)
        assert told.count("done") == 1, told
        assert Step.objects.filter(nomination=row, from_state="received").count() == 1


def test_without_the_lock_both_would_be_made(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same two moves, where each reads without waiting for the other."""
    city = make_city()
    prepare(city)
    row = _received(city, group_of(city), at)
    read = Barrier(2)

    def unlocked(nomination_ids):
        found = Nomination.objects.filter(pk__in=nomination_ids)
        rows = list(found.select_related("dossier", "person", "unit", "title", "form"))
        read.wait(timeout=30)
        return rows

    monkeypatch.setattr(moves, "lock_nominations", unlocked)
    told = _at_once(city, row, ["return", "refuse"], at)
    assert told == ["done", "done"]
    assert Step.objects.filter(nomination=row, from_state="received").count() == 2, "the race that the lock prevents"
