"""Simulations: who changes and why, counted once, never touching the live law or a live evaluation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.conftest import City
from tests.factories.lawbooks import ProvisionFactory
from tests.factories.people import PositionFactory
from thidua.dossiers.models import Evaluation, EvaluationRun, Grounds
from thidua.dossiers.services import run_evaluation
from thidua.dossiers.simulation import SideInput, start_simulation
from thidua.honours.services import load_catalogues
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound
from thidua.kernel.jobs import run_now
from thidua.lawbooks.models import SimulatedChange, Simulation
from thidua.lawbooks.selectors import live_book, simulation_for, simulations_visible_to
from thidua.rules.library import shipped

DAY = date(2018, 12, 31)
L03, L22 = SideInput(DAY), SideInput(date(2024, 6, 1))


@pytest.fixture
def officer(city: City):
    return city.user("city_officer", "above")


def simulate(city: City, officer, at: datetime, before: SideInput = L03, after: SideInput = L22, **more) -> Simulation:
    asked = {"unit_id": city.union.pk, "year": 2018, "decided_on": DAY, "before": before, "after": after, **more}
    row = start_simulation(**asked, by=officer, at=at)
    done = run_now(row.job)
    assert done.state == "done", done.error
    row.refresh_from_db()
    return row


def counts(row: Simulation, dimension: str) -> dict[str, int]:
    return {value: sum(found.values()) for value, found in row.summary["tables"][dimension].items()}


def test_two_regimes_on_the_same_people(city: City, officer, at: datetime) -> None:
    leader = city.members_a[0]
    leader.position = PositionFactory(code="head", name="trưởng phòng", leads=True)
    leader.save()
    row = simulate(city, officer, at)
    changes = list(row.changes.all())
    assert row.people == 6
    assert changes
    assert sum(row.summary["directions"].values()) == len(changes)
    for dimension in ("unit", "sex", "position", "award", "provision"):
        assert sum(counts(row, dimension).values()) == len(changes)
    assert set(counts(row, "unit")) == {str(city.a.pk), str(city.b.pk)}
    assert {"leader", "staff"} == set(counts(row, "position"))
    change = changes[0]
    assert change.before["answer"] != change.after["answer"]
    assert change.said("before")["rule"] != change.said("after")["rule"]


def test_the_same_law_under_two_days_changes_nothing(city: City, officer, at: datetime) -> None:
    row = simulate(city, officer, at, after=SideInput(date(2019, 3, 1)))
    assert row.changes.count() == 0
    assert row.summary == {"directions": {"gain": 0, "loss": 0, "other": 0}, "tables": {}, "words": {}}


def test_live_answers_are_untouched(city: City, officer, at: datetime) -> None:
    load_catalogues(by=SystemActor("thử"), at=at)
    run_evaluation(unit_id=city.union.pk, year=2018, decided_on=DAY, by=officer, at=at)
    tables = (EvaluationRun, Evaluation, Grounds)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    simulate(city, officer, at, after=SideInput(date(2026, 12, 1), provision_id=ProvisionFactory().pk))
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    assert live_book() is shipped()
    again = run_evaluation(unit_id=city.union.pk, year=2018, decided_on=DAY, by=officer, at=at)
    assert verdicts(again.evaluations) == verdicts(Evaluation.objects.exclude(run=again))


def verdicts(evaluations: Any) -> list[list[Any]]:
    """Return what was found of everybody, whichever run found it."""
    rows = evaluations.order_by("person_id", "unit_id", "award").values()
    return [[value for name, value in sorted(row.items()) if name not in {"id", "run_id"}] for row in rows]


def test_a_draft_is_compared_as_it_was_then(city: City, officer, at: datetime) -> None:
    draft = ProvisionFactory()
    asked = {"unit_id": city.a.pk, "year": 2018, "decided_on": DAY, "by": officer, "at": at}
    sides = {"before": SideInput(date(2026, 12, 1)), "after": SideInput(date(2026, 12, 1), provision_id=draft.pk)}
    row = start_simulation(**asked, **sides)
    draft.rule_yaml = "rules: ["
    draft.save()
    assert run_now(row.job).state == "done"
    row.refresh_from_db()
    assert row.finished_at is not None
    rules = {change.after["rule"] for change in row.changes.all() if change.award == "advanced_worker"}
    assert rules <= {"I-LDTT-26"}
    assert "I-LDTT-26" in row.after["words"]


def test_a_law_that_changes_meanwhile_stops_it(city: City, officer, at: datetime) -> None:
    asked = {"unit_id": city.a.pk, "year": 2018, "decided_on": DAY, "before": L03, "after": L22}
    row = start_simulation(**asked, by=officer, at=at)
    Simulation.objects.filter(pk=row.pk).update(edition="khac")
    assert run_now(row.job).state == "failed"
    assert not SimulatedChange.objects.exists()


def test_a_batch_that_is_done_is_not_done_again(city: City, officer, at: datetime, monkeypatch) -> None:
    monkeypatch.setattr("thidua.dossiers.simulation.BATCH", 2)
    whole = simulate(city, officer, at)
    keys = set(whole.changes.values_list("person_id", "award"))
    monkeypatch.setattr("thidua.dossiers.simulation.BATCH", 500)
    assert set(simulate(city, officer, at).changes.values_list("person_id", "award")) == keys


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"after": L03}, "after_on"),
        ({"decided_on": date(2017, 12, 31)}, "decided_on"),
        ({"after": SideInput(date(1990, 1, 1))}, "after_on"),
        ({"before": SideInput(DAY, profile="khong-co")}, "before_on"),
    ],
)
def test_what_makes_no_sense_is_refused(city: City, officer, at: datetime, more: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        simulate(city, officer, at, **more)
    assert field in caught.value.fields
    assert not Simulation.objects.exists()


def test_a_draft_with_a_fault_is_refused_at_once(city: City, officer, at: datetime) -> None:
    broken = ProvisionFactory(rule_yaml="rules: [")
    with pytest.raises(InvalidInput):
        simulate(city, officer, at, after=SideInput(date(2026, 12, 1), provision_id=broken.pk))


@pytest.mark.parametrize("role", ["grassroots_officer", "head", "council_member", "member", "auditor", "administrator"])
def test_others_start_none(city: City, at: datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        simulate(city, city.user(role, "above"), at)


def test_only_those_who_evaluate_there_see_it(city: City, officer, at: datetime) -> None:
    asked = {"unit_id": city.a.pk, "year": 2018, "decided_on": DAY, "before": L03, "after": L22}
    row = start_simulation(**asked, by=officer, at=at)
    secretary = city.user("council_secretary", "own")
    assert simulation_for(secretary, row.pk, at.date()) == row
    assert not simulations_visible_to(city.user("council_secretary", "other"), at.date()).exists()
    with pytest.raises(NotFound):
        simulation_for(city.user("auditor", "above"), row.pk, at.date())
