"""The whole scene on a small city: 2018 is played to its end, and the printed figures can be counted by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from thidua.demo import accounts
from thidua.demo.population import LAST_YEAR, generate
from thidua.demo.report import target_table
from thidua.demo.scene import load_scene
from thidua.demo.structure import CityUnits, find_city
from thidua.dossiers.models import Evaluation
from thidua.honours.models import Honour
from thidua.kernel.audit_trail import verify_chain
from thidua.kernel.models import AuditEvent
from thidua.movements.models import Movement, Target
from thidua.movements.states import MovementState
from thidua.people.models import UnitVersion
from thidua.people.selectors import units_below
from thidua.registration.models import Registration

pytestmark = pytest.mark.django_db
PEOPLE, SEED = 160, 11


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    """The city, loaded once for this module and rolled back after it."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(accounts, "password_file", lambda: folder / "demo-password.txt")
        yield load_scene(people=PEOPLE, seed=SEED, tell=lambda line: None)
        transaction.set_rollback(True)


def _targets(year: int) -> dict[str, Target]:
    return {target.figure: target for target in Target.objects.filter(year=year)}


def test_all_movements_of_2018_are_closed_and_2019_is_planned(scene: CityUnits) -> None:
    states = Movement.objects.values_list("year", "state")
    assert {state for year, state in states if year == 2018} == {MovementState.CLOSED}
    assert {state for year, state in states if year == 2019} == {MovementState.PLANNED}
    assert not Target.objects.filter(year=2018, state="open").exists()


def test_each_union_is_paired_launched_and_registered(scene: CityUnits) -> None:
    assert len(scene.unions) == 32
    reading = _targets(2018)["units_launching_and_registering"]
    assert (reading.final_numerator, reading.final_denominator) == (32, 32)
    assert Registration.objects.filter(year=2018, state="accepted").count() == 32


def test_the_share_of_titles_equals_a_count_of_the_generated_people_and_the_register(scene: CityUnits) -> None:
    working = [person for person in generate(PEOPLE, scene.weights, SEED) if person.worked_in(LAST_YEAR)]
    counted = {"advanced_worker", "grassroots_fighter", "good_person_good_deed"}
    holders = set(Honour.objects.filter(year=2018, title__code__in=counted).values_list("person__code", flat=True))
    target = _targets(2018)["staff_with_yearly_title"]
    assert target.final_denominator == len(working)
    assert target.final_numerator == len(holders & {person.code for person in working})
    women = [person for person in working if person.sex == "female"]
    womens = _targets(2018)["women_with_two_duties_title"]
    assert womens.final_denominator == len(women)
    assert womens.final_numerator == sum("two_duties" in person.years[2018].titles for person in women)


def test_a_forgotten_grade_is_missing_data_and_never_a_no(scene: CityUnits) -> None:
    people = {person.code: person for person in generate(PEOPLE, scene.weights, SEED)}
    ungraded = Evaluation.objects.filter(award="advanced_worker").exclude(person__grades__year=LAST_YEAR)
    answers = {row.person.code: row.answer for row in ungraded.select_related("person")}
    forgotten = {
        code
        for code in answers
        if "advanced_worker" in people[code].years[LAST_YEAR].registered and people[code].joined < date(LAST_YEAR, 2, 1)
    }
    assert forgotten, "the seed must leave somebody ungraded, or this shows nothing"
    assert {answers[code] for code in forgotten} == {"missing_data"}


def test_nobody_above_the_cap_became_a_grassroots_fighter(scene: CityUnits) -> None:
    for union in scene.unions:
        held = Honour.objects.filter(unit=union, year=2018)
        workers = held.filter(title__code="advanced_worker").count()
        assert held.filter(title__code="grassroots_fighter").count() <= workers * 15 // 100


def test_the_divided_department_has_its_old_name_before_the_split(scene: CityUnits) -> None:
    old = UnitVersion.objects.at(date(2014, 6, 1)).get(unit__code="cdcs-so-van-hoa")
    assert "Du lịch" in old.name
    below = units_below([scene.union.pk], date(2014, 6, 1))
    assert not below.filter(code="cdcs-so-du-lich").exists()
    assert units_below([scene.union.pk], date(2016, 6, 1)).filter(code="cdcs-so-du-lich").exists()


def test_the_audit_chain_tells_of_the_whole_year_and_verifies(scene: CityUnits) -> None:
    assert verify_chain().ok
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"movement.launch", "participation.confirm", "registration.move", "movement.close"} <= actions


def test_the_table_shows_both_years_and_every_target(scene: CityUnits) -> None:
    table = target_table(scene, date(2026, 11, 23))
    assert table.count("\n2018 ") == 4
    assert table.count("\n2019 ") == 4
    assert "85–90 %" in table


def test_loading_again_finds_the_city_and_changes_nothing(scene: CityUnits, capsys) -> None:
    before = AuditEvent.objects.count()
    assert find_city() is not None
    call_command("demo", "--no-serve")
    assert AuditEvent.objects.count() == before
    assert "Chỉ tiêu" in capsys.readouterr().out
