"""A registration lives by its move table: random officers, days and verbs never bring it where it must not be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.conftest import City, make_city
from tests.factories.honours import TitleFactory
from tests.factories.registration import RegistrationRoundFactory
from thidua.honours.states import Subject
from thidua.kernel.errors import Refusal
from thidua.kernel.models import AuditEvent
from thidua.registration.models import Registration
from thidua.registration.selectors import registered_titles
from thidua.registration.selectors.grid import ticked
from thidua.registration.services import move_registration, save_lines, start_registration
from thidua.registration.states import COUNTS_AS_REGISTERED, EDITABLE, REGISTRATION_MOVES, RegistrationState

from .conftest import COLLECTIVE, WORKER, moment, tick

MOVES = st.sampled_from([move.code for move in REGISTRATION_MOVES])
WHO = st.sampled_from([("grassroots_officer", "own"), ("grassroots_officer", "other"), ("city_officer", "above"),
                       ("auditor", "above"), ("head", "own")])  # fmt: skip
UNITS_OWN, RECEIVERS = {"submit", "recall"}, {"accept", "return", "receive"}


class RegistrationMachine(RuleBasedStateMachine):
    """One registration, its two officers, a clock that only goes forward."""

    city: City

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.city = make_city()
        titles = [TitleFactory(code=WORKER), TitleFactory(code=COLLECTIVE, subject=Subject.COLLECTIVE)]
        self.call = RegistrationRoundFactory(owner=self.city.union, titles=titles)
        self.now = moment(2018, 3, 15)
        officer = self.city.user("grassroots_officer")
        self.sheet = start_registration(round_id=self.call.pk, unit_id=self.city.a.pk, by=officer, at=self.now)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            transaction.savepoint_rollback(self.point)

    @rule(days=st.integers(0, 12))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(who=WHO, on=st.booleans(), person=st.integers(0, 2))
    def tick(self, who: tuple[str, str], on: bool, person: int) -> None:
        before, state = ticked(self.sheet), self._stored().state
        changes = [tick(self.city.members_a[person].person_id, WORKER, on)]
        try:
            save_lines(
                registration_id=self.sheet.pk, changes=changes, expected_version=None, by=self.city.user(*who),
                at=self.now,
            )  # fmt: skip
        except Refusal:
            assert ticked(self.sheet) == before
        else:
            assert state in EDITABLE
            self._may_have_acted(who, receiver_only=self.now.date() > self.call.hard_deadline)

    @rule(who=WHO, move=MOVES)
    def move(self, who: tuple[str, str], move: str) -> None:
        before, events = self._stored(), AuditEvent.objects.count()
        try:
            move_registration(
                registration_id=self.sheet.pk, move=move, reason="thiếu", by=self.city.user(*who), at=self.now
            )
        except Refusal:
            assert self._stored().state == before.state
            assert AuditEvent.objects.count() == events
            return
        assert before.state in REGISTRATION_MOVES[move].sources
        assert AuditEvent.objects.count() == events + 1
        self._may_have_acted(who, receiver_only=move in RECEIVERS)
        if move in UNITS_OWN:
            assert self.now.date() <= self.call.hard_deadline
        if move == "submit":
            assert self._stored().late == (self.now.date() > self.call.soft_deadline)

    @invariant()
    def what_counts_was_handed_in_and_is_not_empty(self) -> None:
        if not hasattr(self, "sheet"):
            return
        stored = self._stored()
        counts = stored.state in COUNTS_AS_REGISTERED
        if counts:
            assert stored.submitted_at is not None
            assert stored.lines.exists()
        if stored.state == RegistrationState.DRAFT:
            assert not stored.late
        if stored.state != RegistrationState.RETURNED:
            assert stored.reason == ""
        person = self.city.members_a[0].person_id
        assert (person in registered_titles([person], [2018])) == counts

    def _may_have_acted(self, who: tuple[str, str], *, receiver_only: bool) -> None:
        allowed = {("city_officer", "above")} | (set() if receiver_only else {("grassroots_officer", "own")})
        assert who in allowed

    def _stored(self) -> Registration:
        return Registration.objects.get(pk=self.sheet.pk)


@pytest.mark.django_db(transaction=False)
def test_a_registration_never_leaves_its_move_table() -> None:
    run_state_machine_as_test(
        RegistrationMachine,
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
