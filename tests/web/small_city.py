"""The city of the access matrix: the shared small city with one object of each kind at union A."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.conftest import City, make_city
from tests.factories.consultations import CommentFactory, ConsultationFactory
from tests.factories.dossiers import EvaluationFactory, EvaluationRunFactory, TallyFactory
from tests.factories.honours import HonourFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.kernel import JobFactory
from tests.factories.lawbooks import ProvisionFactory, SimulationFactory
from tests.factories.merging import MergeFactory
from tests.factories.movements import MilestoneFactory, MovementFactory, ParticipationFactory, TargetFactory
from tests.factories.nominations import NominationFactory
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.registration import (
    DisciplineFactory,
    LeaveFactory,
    OpenCaseFactory,
    RegistrationFactory,
    RegistrationRoundFactory,
)
from tests.factories.workbooks import ImportFactory
from thidua.nominations.states import NominationState
from thidua.registration.states import RegistrationState


@dataclass
class SmallCity:
    """What addresses point at. Everything is union A's unless its name says “city”."""

    city: City
    movement: Any  # launched, and owned by A itself
    planned: Any  # A's own, not yet launched
    city_movement: Any
    participation: Any  # of A in the city's movement
    target: Any
    city_target: Any
    round: Any  # of the city
    registration: Any  # a draft
    submitted: Any  # handed in, of an earlier year
    honour: Any
    initiative: Any
    job: Any  # about A
    run: Any  # an evaluation of A
    discipline: Any
    leave: Any
    case: Any  # open
    milestone: Any  # of A's own movement
    provision: Any  # a drafted rule: the law is no unit's
    simulation: Any  # of A's people
    sent_file: Any
    nomination: Any  # a draft of A
    consultation: Any  # of A, with one comment
    comment: Any
    sent: Any  # a nomination of A that the city has under appraisal
    twin: Any  # who was in A once: ``person``, entered a second time
    merge: Any  # of two people of A

    @property
    def account(self) -> Any:
        """The account of A's own officer."""
        return self.city.users["grassroots_officer", "own"]

    @property
    def grant(self) -> Any:
        """That account's role."""
        return self.account.grants.get()

    @property
    def person(self) -> Any:
        """A member of A who has no account."""
        return self.city.members_a[1].person


def open_now() -> dict[str, Any]:
    """Return the days of a round that is open today."""
    today = timezone.localdate()
    return {
        "year": today.year, "opens_on": today - timedelta(days=9), "soft_deadline": today + timedelta(days=9),
        "hard_deadline": today + timedelta(days=19),
    }  # fmt: skip


def build_small_city() -> SmallCity:
    """Create the city in the present transaction."""
    city = make_city()
    city_movement = MovementFactory(owner=city.union)
    movement = MovementFactory(owner=city.a)
    job = JobFactory(unit_id=city.a.id)
    run = EvaluationRunFactory(unit=city.a, job=job)
    person = city.members_a[1].person
    EvaluationFactory(run=run, person=person)
    twin = PersonFactory(full_name=person.full_name)
    MembershipFactory(person=twin, unit=city.a, valid_from=date(2009, 1, 1), valid_to=date(2010, 1, 1))
    TallyFactory(run=run)
    city_round = RegistrationRoundFactory(owner=city.union, **open_now())
    earlier = RegistrationRoundFactory(owner=city.union, year=2017)
    consultation = ConsultationFactory(office=city.a)
    return SmallCity(
        city=city,
        movement=movement,
        planned=MovementFactory(owner=city.a, planned=True),
        milestone=MilestoneFactory(movement=movement),
        city_movement=city_movement,
        participation=ParticipationFactory(movement=city_movement, unit=city.a),
        target=TargetFactory(owner=city.a),
        city_target=TargetFactory(owner=city.union),
        round=city_round,
        registration=RegistrationFactory(round=city_round, unit=city.a),
        submitted=RegistrationFactory(
            round=earlier, unit=city.a, state=RegistrationState.SUBMITTED, submitted_at=timezone.now()
        ),
        honour=HonourFactory(person=person, unit=city.a),
        initiative=InitiativeFactory(unit=city.a),
        job=job,
        run=run,
        discipline=DisciplineFactory(person=person, unit=city.a),
        leave=LeaveFactory(person=person, unit=city.a),
        case=OpenCaseFactory(person=person, unit=city.a),
        provision=ProvisionFactory(entered_by=city.users["city_officer", "other"]),
        simulation=SimulationFactory(unit=city.a),
        sent_file=ImportFactory(unit=city.a),
        consultation=consultation,
        comment=CommentFactory(consultation=consultation),
        nomination=NominationFactory(dossier__unit=city.a, person=person),
        sent=NominationFactory(
            dossier__unit=city.a, person=person, state=NominationState.RECEIVED, holder=city.union, sender=city.a
        ),
        twin=twin,
        merge=MergeFactory(kept=city.members_a[0].person, unit=city.a, gone_unit=city.a, at=timezone.now()),
    )
