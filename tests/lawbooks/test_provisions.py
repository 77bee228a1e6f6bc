"""Provisions: two persons, stories that hold, an edition that changes, and a broken one that stops nobody."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import City
from tests.factories.lawbooks import STORIES, ProvisionFactory, rule_fields
from tests.factories.people import RoleGrantFactory, UserFactory
from thidua.dossiers.selectors import explain
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.lawbooks.building import examine
from thidua.lawbooks.models import Provision
from thidua.lawbooks.policies import can_move
from thidua.lawbooks.selectors import (
    carried_rows,
    checked_by,
    live_book,
    live_faults,
    provision_for,
    provisions_visible_to,
)
from thidua.lawbooks.services import change_provision, enter_provision, move_provision
from thidua.people.models import User
from thidua.people.roles import ROLES
from thidua.rules.book import CARRIED_VI
from thidua.rules.engine import judge
from thidua.rules.errors import RuleDataError
from thidua.rules.facts import History
from thidua.rules.library import shipped

TODAY = date(2026, 12, 1)
KEEPERS = {"city_officer", "council_secretary"}


@pytest.fixture
def reader(city: City) -> User:
    """The one who reads the gazette and types."""
    return city.user("city_officer", "above")


@pytest.fixture
def second(city: City) -> User:
    """The one who reads it again."""
    return city.user("council_secretary", "above")


def in_force(reader: User, second: User, at: datetime, kind: str = "rule", **fields: object) -> Provision:
    row = enter_provision(kind=kind, by=reader, at=at, **(fields or rule_fields()))
    move_provision(provision_id=row.pk, move="propose", by=reader, at=at)
    return move_provision(provision_id=row.pk, move="second", by=second, at=at)


def number_fields(**more: object) -> dict[str, object]:
    story = STORIES.replace("I-LDTT-26", "I-LDTT-22").replace("unity_26", "united").split('  - name: "Bình')[0]
    typed = {
        "award": "advanced_worker", "target": "advanced_worker.min_grade", "value": "hoàn thành xuất sắc nhiệm vụ",
        "stories_yaml": story.replace("grade: good", "grade: good").replace("answer: met", "answer: not_met"),
        "first_day": date(2026, 10, 1), "document": "Luật 06/2026/QH16", "article": "Điều 24",
    }  # fmt: skip
    return {**typed, **more}


def said_of(history: History, day: date = TODAY) -> tuple[str | None, tuple[str, ...]]:
    found = judge(award="advanced_worker", history=history, year=2026, decided_on=day, book=live_book())
    return found.rule_id, found.warnings


def test_without_provisions_the_law_is_the_one_shipped(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert live_book() is shipped()


def test_a_rule_comes_into_force_by_two_persons(reader: User, second: User, at: datetime) -> None:
    assert said_of(History())[0] == "I-LDTT-22"
    row = enter_provision(kind="rule", by=reader, at=at, **rule_fields())
    assert (row.state, row.award, row.target, row.version) == ("draft", "advanced_worker", "I-LDTT-26", 1)
    move_provision(provision_id=row.pk, move="propose", by=reader, at=at)
    assert said_of(History())[0] == "I-LDTT-22"
    row = move_provision(provision_id=row.pk, move="second", by=second, at=at)
    assert (row.state, row.seconded_by, row.version) == ("in_force", second, 3)
    assert said_of(History())[0] == "I-LDTT-26"
    assert said_of(History(), date(2026, 9, 30))[0] == "I-LDTT-22"
    events = AuditEvent.objects.filter(object_type="lawbooks.provision").order_by("seq")
    assert [event.action for event in events] == ["provision.enter", "provision.move", "provision.move"]


def test_the_book_is_built_once_and_asked_by_one_query(reader, second, at, django_assert_num_queries) -> None:
    in_force(reader, second, at)
    book = live_book()
    with django_assert_num_queries(1):
        assert live_book() is book


def test_a_number_explains_with_its_new_value(reader: User, second: User, at: datetime) -> None:
    in_force(reader, second, at, "number", **number_fields())
    found = judge(award="advanced_worker", history=History(), year=2026, decided_on=TODAY, book=live_book())
    assert dict(found.numbers)["advanced_worker.min_grade"] == "hoàn thành xuất sắc nhiệm vụ"
    dated = live_book().number("advanced_worker", "min_grade", TODAY)
    assert dated is not None
    assert (dated.source, dated.checked_by) == ("Luật 06/2026/QH16, Điều 24", str(second))


def test_checking_every_carried_rule_takes_the_warning_away(reader: User, second: User, at: datetime) -> None:
    assert CARRIED_VI in said_of(History())[1]
    bound = [row.item for row in carried_rows() if getattr(row.item, "award", "advanced_worker") == "advanced_worker"]
    items = [item for item in bound if "advanced_worker" in getattr(item, "awards", {"advanced_worker"})]
    for item in items:
        fields = {"target": item.id, "first_day": date(2026, 10, 1), "document": "Luật 06/2026/QH16"}
        in_force(reader, second, at, "check", **fields)
    assert CARRIED_VI not in said_of(History())[1]
    assert checked_by("I-LDTT-22").seconded_by == second
    assert next(row for row in carried_rows() if row.item.id == "I-LDTT-22").checked


def test_who_wrote_it_cannot_agree_to_it(reader: User, at: datetime, city: City) -> None:
    row = enter_provision(kind="rule", by=reader, at=at, **rule_fields())
    move_provision(provision_id=row.pk, move="propose", by=reader, at=at)
    with pytest.raises(WrongState):
        move_provision(provision_id=row.pk, move="second", by=reader, at=at)
    # Nor with another account of the same member of staff.
    person = city.members_b[0].person
    User.objects.filter(pk=reader.pk).update(person=person)
    row.refresh_from_db()
    twin = UserFactory.build(person=person)
    twin.pk = 10**6
    assert not can_move(twin, row, "second", at.date())


def test_whoever_changes_a_draft_becomes_its_writer(reader: User, second: User, at: datetime) -> None:
    row = enter_provision(kind="rule", by=reader, at=at, **rule_fields())
    change_provision(provision_id=row.pk, expected_version=1, by=second, at=at, **rule_fields(note="Đọc lại"))
    move_provision(provision_id=row.pk, move="propose", by=reader, at=at)
    with pytest.raises(WrongState):
        move_provision(provision_id=row.pk, move="second", by=second, at=at)
    assert move_provision(provision_id=row.pk, move="second", by=reader, at=at).state == "in_force"


def test_the_database_knows_of_two_persons_too(reader: User, at: datetime) -> None:
    row = ProvisionFactory(entered_by=reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Provision.objects.filter(pk=row.pk).update(state="in_force", seconded_by=reader, seconded_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Provision.objects.filter(pk=row.pk).update(state="in_force", seconded_at=at)


def test_stories_that_do_not_hold_keep_it_out(reader: User, second: User, at: datetime) -> None:
    wrong = rule_fields(stories_yaml=STORIES.replace("answer: met", "answer: not_met"))
    row = enter_provision(kind="rule", by=reader, at=at, **wrong)
    with pytest.raises(InvalidInput, match="chuyện mẫu chưa đúng"):
        move_provision(provision_id=row.pk, move="propose", by=reader, at=at)
    without = change_provision(
        provision_id=row.pk, expected_version=None, by=reader, at=at, **rule_fields(stories_yaml="")
    )
    with pytest.raises(InvalidInput, match="stories"):
        move_provision(provision_id=without.pk, move="propose", by=reader, at=at)


def test_what_no_longer_holds_when_seconded_stays_out(reader: User, second: User, at: datetime) -> None:
    row = enter_provision(kind="rule", by=reader, at=at, **rule_fields())
    move_provision(provision_id=row.pk, move="propose", by=reader, at=at)
    in_force(reader, second, at)  # another provision with the same id was quicker
    with pytest.raises(InvalidInput, match="đã có trong luật"):
        move_provision(provision_id=row.pk, move="second", by=second, at=at)


def test_a_provision_that_breaks_later_is_left_out_and_told(reader: User, second: User, at: datetime) -> None:
    good = in_force(reader, second, at, "number", **number_fields())
    row = in_force(reader, second, at)
    Provision.objects.filter(pk=row.pk).update(rule_yaml="rules: [")
    move_provision(provision_id=good.pk, move="withdraw", reason="Nhập nhầm", by=reader, at=at)
    assert said_of(History())[0] == "I-LDTT-22"
    assert list(live_faults()) == [row.pk]
    assert "YAML" in live_faults()[row.pk]


def test_withdrawing_brings_the_law_back(reader: User, second: User, at: datetime) -> None:
    row = in_force(reader, second, at)
    with pytest.raises(InvalidInput):
        move_provision(provision_id=row.pk, move="withdraw", by=second, at=at)
    move_provision(provision_id=row.pk, move="withdraw", reason="Đọc nhầm điều", by=second, at=at)
    assert said_of(History())[0] == "I-LDTT-22"
    assert live_book() is not None


def test_what_is_in_force_is_not_changed(reader: User, second: User, at: datetime) -> None:
    row = in_force(reader, second, at)
    with pytest.raises(WrongState):
        change_provision(provision_id=row.pk, expected_version=None, by=reader, at=at, **rule_fields())


def test_one_not_agreed_to_may_be_mended(reader: User, second: User, at: datetime) -> None:
    row = enter_provision(kind="rule", by=reader, at=at, **rule_fields())
    move_provision(provision_id=row.pk, move="propose", by=reader, at=at)
    row = move_provision(provision_id=row.pk, move="reject", reason="Sai khoản", by=second, at=at)
    assert (row.state, row.reason) == ("rejected", "Sai khoản")
    mended = rule_fields(note="khoản 2")
    row = change_provision(provision_id=row.pk, expected_version=row.version, by=reader, at=at, **mended)
    assert (row.state, row.reason) == ("draft", "")
    with pytest.raises(StaleVersion):
        change_provision(provision_id=row.pk, expected_version=1, by=reader, at=at, **rule_fields())


@pytest.mark.parametrize("role", sorted(set(ROLES) - KEEPERS))
def test_others_neither_enter_nor_see(city: City, at: datetime, role: str) -> None:
    actor = city.user(role, "above")
    row = ProvisionFactory()
    with pytest.raises(NotAllowed):
        enter_provision(kind="rule", by=actor, at=at, **rule_fields())
    with pytest.raises(NotAllowed):
        change_provision(provision_id=row.pk, expected_version=None, by=actor, at=at, **rule_fields())
    with pytest.raises(NotAllowed):
        move_provision(provision_id=row.pk, move="propose", by=actor, at=at)
    assert not provisions_visible_to(actor, at.date()).exists()
    with pytest.raises(NotFound):
        provision_for(actor, row.pk, at.date())


def test_the_keepers_are_the_roles_documented() -> None:
    assert {code for code, role in ROLES.items() if "keep_law" in role.permissions} == KEEPERS


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("law", {}, "kind"),
        ("rule", {"first_day": None}, "first_day"),
        ("rule", {"last_day": date(2026, 1, 1)}, "last_day"),
        ("rule", {"document": " "}, "document"),
        ("check", {"target": ""}, "target"),
    ],
)
def test_what_can_be_no_provision_is_refused(reader: User, at: datetime, kind: str, fields: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        enter_provision(kind=kind, by=reader, at=at, **rule_fields(**fields))
    assert field in caught.value.fields


def test_a_rule_is_checked_once(reader: User, at: datetime) -> None:
    fields = {"target": "I-LDTT-22", "first_day": date(2026, 10, 1), "document": "Luật 06/2026/QH16"}
    enter_provision(kind="check", by=reader, at=at, **fields)
    with pytest.raises(InvalidInput):
        enter_provision(kind="check", by=reader, at=at, **fields)


def test_only_what_is_carried_can_be_checked(reader: User, at: datetime) -> None:
    fields = {"target": "I-LDTT-03", "first_day": date(2026, 10, 1), "document": "Luật 06/2026/QH16"}
    row = enter_provision(kind="check", by=reader, at=at, **fields)
    with pytest.raises(InvalidInput, match="I-LDTT-03"):
        move_provision(provision_id=row.pk, move="propose", by=reader, at=at)


def test_a_number_that_does_not_exist_is_a_fault(reader: User, at: datetime) -> None:
    row = enter_provision(kind="number", by=reader, at=at, **number_fields(target="advanced_worker.nothing"))
    assert isinstance(examine(live_book(), row).fault, RuleDataError)


def test_a_number_that_decides_no_award_needs_no_story(reader: User, second: User, at: datetime) -> None:
    book = shipped()
    vote = next(item for item in book.provisions if item.id == "V-22-80")
    sheet, name = vote.numbers[0]
    days = {"first_day": date(2026, 10, 1), "document": "Luật 06/2026/QH16"}
    in_force(reader, second, at, "number", target=f"{sheet}.{name}", value="75/100", **days)
    dated = live_book().number(sheet, name, TODAY)
    assert dated is not None
    assert dated.value == Fraction(3, 4)


def test_an_unknown_profile_is_refused(db: None) -> None:
    with pytest.raises(RuleDataError):
        live_book("khong-co")


def test_a_change_that_is_undone_leaves_the_law_as_it_was(reader: User, second: User, at: datetime) -> None:
    book = live_book()
    with transaction.atomic():
        in_force(reader, second, at)
        assert live_book() is not book
        transaction.set_rollback(True)
    assert said_of(History())[0] == "I-LDTT-22"


def test_a_role_held_no_longer_keeps_no_law(city: City, at: datetime) -> None:
    grant = RoleGrantFactory(role="city_officer", unit=city.union, valid_to=date(2018, 1, 1))
    with pytest.raises(NotAllowed):
        enter_provision(kind="rule", by=grant.user, at=at, **rule_fields())


def test_a_draft_saved_without_a_change_leaves_no_event(reader: User, at: datetime) -> None:
    row = enter_provision(kind="rule", by=reader, at=at, **rule_fields())
    count = AuditEvent.objects.count()
    assert change_provision(provision_id=row.pk, expected_version=1, by=reader, at=at, **rule_fields()).version == 1
    assert AuditEvent.objects.count() == count


def test_what_does_not_exist_is_not_found(reader: User, at: datetime) -> None:
    with pytest.raises(NotFound):
        move_provision(provision_id=10**6, move="propose", by=reader, at=at)
    with pytest.raises(TypeError):
        enter_provision(kind="rule", by=reader, at=at, **rule_fields(version=3))
    row = ProvisionFactory(entered_by=reader)
    assert not can_move(reader, row, "second", at.date())


def test_a_rule_that_cannot_be_read_is_kept_as_a_draft_without_a_name(reader: User, at: datetime) -> None:
    row = enter_provision(kind="rule", by=reader, at=at, **rule_fields(rule_yaml="rules: ["))
    assert (row.award, row.target, row.state) == ("", "", "draft")


def test_a_live_evaluation_explains_with_what_is_in_force(city: City, reader: User, second: User, at: datetime) -> None:
    person = city.members_a[0].person
    before = explain(person.pk, "advanced_worker", 2026, TODAY)
    in_force(reader, second, at, "number", **number_fields())
    after = explain(person.pk, "advanced_worker", 2026, TODAY)
    named = "advanced_worker.min_grade"
    assert dict(before.numbers)[named] != dict(after.numbers)[named] == "hoàn thành xuất sắc nhiệm vụ"
    assert explain(person.pk, "advanced_worker", 2026, date(2026, 9, 30)).numbers != after.numbers
