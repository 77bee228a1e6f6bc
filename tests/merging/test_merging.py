"""Two people made one and two again: nothing is forgotten, nothing lost silently, and undoing restores everything."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import City
from tests.factories.dossiers import EvaluationFactory, EvaluationRunFactory
from tests.factories.honours import HonourFactory, TitleFactory
from tests.factories.initiatives import AuthorshipFactory, InitiativeFactory
from tests.factories.movements import MobilisationFactory
from tests.factories.nominations import NominationFactory
from tests.factories.people import MembershipFactory, PersonFactory, RoleGrantFactory, UserFactory
from tests.factories.registration import (
    DisciplineFactory,
    FindingFactory,
    LeaveFactory,
    PerformanceGradeFactory,
    RegistrationFactory,
    RegistrationLineFactory,
)
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.kernel.versions import save_version
from thidua.merging import references
from thidua.merging.models import Merge
from thidua.merging.plans import plan_of
from thidua.merging.references import references_to_people
from thidua.merging.selectors import kept_instead, preview_for
from thidua.merging.services import merge_people, undo_merge
from thidua.nominations.models import Step
from thidua.people.models import Membership, Person, User
from thidua.people.selectors import visible_people
from thidua.registration.models import PerformanceGrade
from thidua.registration.states import Grade

BY = SystemActor("thử")
OWN = ("merging", "kernel", "sessions", "contenttypes")


def dump() -> dict[str, list[dict[str, Any]]]:
    """Everything in the database but versions, which only rise, and what tells of merging itself."""
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name != "version"}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in OWN and model._meta.managed
    }


def merge(kept: Person, gone: Person, at: datetime, by: Any = BY, **more: Any) -> Merge:
    more.setdefault("expected", plan_of(Person.objects.get(pk=kept.pk), Person.objects.get(pk=gone.pk)).digest())
    more.setdefault("decisions", {})
    return merge_people(kept_id=kept.pk, gone_id=gone.pk, by=by, at=at, **more)


def unlisted(listed: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return columns that the database itself knows to name a person and ``listed`` does not."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for told in connection.introspection.get_constraints(cursor, table).values():
                if told["foreign_key"] and told["foreign_key"][0] == "people_person":
                    found.add((table, told["columns"][0]))
    return {one for one in found if not one[0].startswith("merging_")} - listed


@pytest.fixture
def two(city: City) -> tuple[Person, Person]:
    """Two people of unit A of whom the second is the first entered again: an open place each."""
    return city.members_a[0].person, city.members_a[1].person


PLACE = {"people.membership.person_id": "kept"}


@pytest.mark.django_db
def test_no_column_that_names_a_person_is_forgotten() -> None:
    listed = {(each.model._meta.db_table, each.field.column) for each in references_to_people()}
    assert len(listed) >= 14
    assert unlisted(listed) == set()
    # Control: the database's own word is heard.
    assert unlisted(listed - {("honours_honour", "person_id")}) == {("honours_honour", "person_id")}


def test_what_forbids_two_rows_is_read_from_the_models() -> None:
    rules = {each.label: list(each.rules()) for each in references_to_people()}
    assert [rule.others for rule in rules["registration.performancegrade.person_id"]] == [("year",)]
    assert [rule.dated for rule in rules["people.membership.person_id"]] == [True]
    assert [rule.others for rule in rules["people.user.person_id"]] == [()]
    assert rules["registration.leave.person_id"] == []
    assert rules["honours.honour.person_id"][0].condition is not None


def test_what_points_at_the_one_gone_points_at_the_one_kept(city: City, two, at) -> None:
    kept, gone = two
    rows = [
        PerformanceGradeFactory(person=gone, unit=city.a, year=2016),
        LeaveFactory(person=gone, unit=city.a),
        DisciplineFactory(person=gone, unit=city.a),
        HonourFactory(person=gone, unit=city.a),
        MobilisationFactory(person=gone),
        AuthorshipFactory(person=gone),
        NominationFactory(person=gone),
    ]
    done = merge(kept, gone, at, decisions=PLACE, by=city.user("grassroots_officer"))
    for row in rows:
        row.refresh_from_db()
        assert row.person_id == kept.pk, row._meta.label
    assert done.counts["registration.performancegrade.person_id"] == 1
    assert Membership.objects.filter(person=gone).count() == 0
    event = AuditEvent.objects.get()
    assert (event.action, event.object_id, event.details["gone"]) == ("person.merge", str(kept.pk), gone.pk)


def test_the_one_gone_is_hidden_and_leads_to_the_one_kept(city: City, two, at) -> None:
    kept, gone = two
    officer = city.user("grassroots_officer")
    assert gone in visible_people(officer, at.date())
    assert kept_instead(officer, gone.pk, at.date()) is None
    done = merge(kept, gone, at, decisions=PLACE)
    officer = city.user("grassroots_officer")
    assert gone not in visible_people(officer, at.date())
    assert kept_instead(officer, gone.pk, at.date()) == kept
    assert kept_instead(city.user("grassroots_officer", "other"), gone.pk, at.date()) is None
    undo_merge(merge_id=done.pk, by=BY, at=at)
    assert gone in visible_people(officer, at.date())
    assert kept_instead(officer, gone.pk, at.date()) is None


def test_two_grades_of_one_year_must_be_decided(city: City, two, at) -> None:
    kept, gone = two
    PerformanceGradeFactory(person=kept, unit=city.a, year=2017, grade=Grade.GOOD)
    theirs = PerformanceGradeFactory(person=gone, unit=city.a, year=2017, grade=Grade.EXCELLENT)
    before = dump()
    with pytest.raises(WrongState, match="Còn 1 chỗ"):
        merge(kept, gone, at, decisions=PLACE)
    assert dump() == before
    shown = preview_for(BY, kept.pk, gone.pk, at.date())
    clash = next(one for one in shown.clashes if one.model == "registration.performancegrade")
    assert (clash.kept[0].values["year"], clash.gone[0].key) == ("2017", theirs.pk)
    merge(kept, gone, at, decisions={**PLACE, clash.key: "gone"})
    assert list(PerformanceGrade.objects.values_list("pk", "person_id")) == [(theirs.pk, kept.pk)]


def test_places_that_meet_clash_and_places_one_after_another_do_not(city: City, two, at) -> None:
    kept, gone = two
    Membership.objects.filter(person=gone).update(valid_from=date(2005, 1, 1), valid_to=date(2010, 1, 1))
    assert plan_of(kept, gone).clashes == []
    Membership.objects.filter(person=gone).update(valid_to=date(2010, 1, 2))
    assert len(plan_of(kept, gone).clashes) == 1


def test_values_are_chosen_one_by_one_and_numbers_are_exchanged(city: City, two, at) -> None:
    kept, gone = two
    Person.objects.filter(pk=gone.pk).update(birth_date=date(1980, 2, 21))
    done = merge(kept, gone, at, decisions=PLACE, fields=["code", "birth_date"])
    now, was = Person.objects.get(pk=kept.pk), Person.objects.get(pk=gone.pk)
    assert (now.code, now.birth_date, now.full_name) == (gone.code, date(1980, 2, 21), kept.full_name)
    assert was.code == kept.code
    undo_merge(merge_id=done.pk, by=BY, at=at)
    assert Person.objects.get(pk=kept.pk).code == kept.code
    with pytest.raises(InvalidInput):
        merge(kept, gone, at, decisions=PLACE, fields=["id"])


def test_a_row_that_is_used_elsewhere_is_never_dropped(city: City, two, at) -> None:
    kept, gone = two
    ours = NominationFactory(person=kept)
    theirs = NominationFactory(person=gone, dossier=ours.dossier, title=ours.title, form=ours.form)
    Step.objects.create(nomination=theirs, move="submit", from_state="draft", to_state="draft", at=at)
    with pytest.raises(WrongState, match="còn được dùng"):
        merge(kept, gone, at, decisions={**PLACE, "nominations.nomination.person_id": "kept"})
    merge(kept, gone, at, decisions={**PLACE, "nominations.nomination.person_id": "gone"})
    theirs.refresh_from_db()
    assert theirs.person_id == kept.pk


def test_a_second_asking_merges_nothing_again(city: City, two, at) -> None:
    kept, gone = two
    digest = plan_of(kept, gone).digest()
    first = merge(kept, gone, at, decisions=PLACE, expected=digest)
    assert merge(kept, gone, at, decisions=PLACE, expected=digest) == first
    assert Merge.objects.count() == AuditEvent.objects.count() == 1
    with pytest.raises(WrongState, match="đã được gộp"):
        merge(gone, kept, at)
    undone = undo_merge(merge_id=first.pk, by=BY, at=at)
    assert undo_merge(merge_id=first.pk, by=BY, at=at).undone_at == undone.undone_at
    assert AuditEvent.objects.count() == 2


def test_what_changed_since_it_was_looked_at_is_not_merged(city: City, two, at) -> None:
    kept, gone = two
    digest = plan_of(kept, gone).digest()
    LeaveFactory(person=gone, unit=city.a)
    with pytest.raises(StaleVersion):
        merge(kept, gone, at, decisions=PLACE, expected=digest)


@pytest.mark.parametrize(("role", "place", "refused"), [
    ("grassroots_officer", "own", NotFound),
    ("grassroots_officer", "other", NotFound),
    ("auditor", "above", NotAllowed),
    ("city_officer", "above", None),
])  # fmt: skip
def test_only_who_may_edit_both_merges_them(city: City, at, role: str, place: str, refused: Any) -> None:
    kept, gone = city.members_a[1].person, city.members_b[1].person
    if refused is None:
        assert merge(kept, gone, at, by=city.user(role, place), decisions=PLACE).pk
        return
    with pytest.raises(refused):
        merge(kept, gone, at, by=city.user(role, place), decisions=PLACE)


def test_an_account_is_not_handed_on_by_who_may_not_manage_it(city: City, two, at) -> None:
    kept, gone = two[1], two[0]  # the one with the account goes
    with pytest.raises(NotAllowed, match="không được quản lý tài khoản"):
        merge(kept, gone, at, by=city.user("grassroots_officer"), decisions=PLACE)
    account = User.objects.get(person=gone)
    other = UserFactory(person=kept)
    RoleGrantFactory(user=other, role="member", unit=city.a)
    administrator = city.user("administrator", "above")
    done = merge(kept, gone, at, by=administrator, decisions={**PLACE, "people.user.person_id": "gone"})
    other.refresh_from_db()
    account.refresh_from_db()
    assert (account.person_id, other.person_id) == (kept.pk, None)
    # The account that lost its person was given another since: undoing would take that one away.
    other.person = city.members_a[2].person
    other.save()
    with pytest.raises(WrongState):
        undo_merge(merge_id=done.pk, by=BY, at=at)


def test_undoing_is_refused_after_thirty_days(city: City, two, at) -> None:
    done = merge(*two, at, decisions=PLACE)
    with pytest.raises(WrongState, match="30 ngày"):
        undo_merge(merge_id=done.pk, by=BY, at=at + timedelta(days=30, seconds=1))
    undo_merge(merge_id=done.pk, by=BY, at=at + timedelta(days=30))


def test_undoing_is_refused_where_somebody_went_on(city: City, two, at) -> None:
    kept, gone = two
    PerformanceGradeFactory(person=gone, unit=city.a, year=2017)
    done = merge(kept, gone, at, decisions=PLACE)
    grade = PerformanceGrade.objects.get()
    save_version(grade, expected=None, grade=Grade.EXCELLENT)
    before = dump()
    with pytest.raises(WrongState, match="1 dòng"):
        undo_merge(merge_id=done.pk, by=BY, at=at)
    assert dump() == before


def test_undoing_is_refused_where_a_new_place_stands_in_the_old_one(city: City, two, at) -> None:
    kept, gone = two
    Membership.objects.filter(person=kept).update(valid_from=date(2012, 1, 1))
    Membership.objects.filter(person=gone).update(valid_from=date(2014, 1, 1))
    done = merge(kept, gone, at, decisions={"people.membership.person_id": "gone"})
    MembershipFactory(person=kept, unit=city.a, valid_from=date(2013, 1, 1), valid_to=date(2014, 1, 1))
    with pytest.raises(WrongState, match="chiếm chỗ"):
        undo_merge(merge_id=done.pk, by=BY, at=at)


def test_of_two_merges_the_later_is_undone_first(city: City, two, at) -> None:
    kept, gone = two
    last = city.members_a[2].person
    before = dump()
    first = merge(kept, gone, at, decisions=PLACE)
    second = merge(last, kept, at, decisions={**PLACE, "people.user.person_id": "gone"})
    assert kept_instead(BY, gone.pk, at.date()) == last
    with pytest.raises(WrongState, match="lại được gộp"):
        undo_merge(merge_id=first.pk, by=BY, at=at)
    undo_merge(merge_id=second.pk, by=BY, at=at)
    undo_merge(merge_id=first.pk, by=BY, at=at)
    assert dump() == before


YEARS = st.sets(st.integers(2015, 2017))
RECORDS = st.fixed_dictionaries({
    name: st.tuples(YEARS, YEARS) for name in ("grades", "honours", "findings", "lines", "evaluations", "shares")
})  # fmt: skip


@pytest.mark.django_db(transaction=False)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS, sides=st.lists(st.sampled_from(["kept", "gone"]), min_size=8, max_size=8), data=st.data())
def test_undoing_restores_everything(city: City, at, records: dict[str, Any], sides: list[str], data: Any) -> None:
    kept, gone = PersonFactory(birth_date=date(1980, 1, 2)), PersonFactory(full_name="Trần Thị Khác")
    MembershipFactory(person=kept, unit=city.a)
    MembershipFactory(person=gone, unit=city.a)
    UserFactory(person=gone)
    title = TitleFactory()
    runs = {year: EvaluationRunFactory(unit=city.a, year=year) for year in range(2015, 2018)}
    sheets = {year: RegistrationFactory(unit=city.a, round__year=year) for year in range(2015, 2018)}
    works = {year: InitiativeFactory(unit=city.a, year=year) for year in range(2015, 2018)}
    make: dict[str, Any] = {
        "grades": lambda who, year: PerformanceGradeFactory(person=who, unit=city.a, year=year),
        "honours": lambda who, year: HonourFactory(person=who, unit=city.a, year=year, title=title),
        "findings": lambda who, year: FindingFactory(person=who, unit=city.a, year=year),
        "lines": lambda who, year: RegistrationLineFactory(person=who, registration=sheets[year], title=title),
        "evaluations": lambda who, year: EvaluationFactory(person=who, unit=city.a, run=runs[year]),
        "shares": lambda who, year: AuthorshipFactory(person=who, initiative=works[year], share=50),
    }
    for name, years in records.items():
        for who, of in zip((kept, gone), years, strict=True):
            for year in sorted(of):
                make[name](who, year)
    plan = plan_of(Person.objects.get(pk=kept.pk), Person.objects.get(pk=gone.pk))
    expected = sum(len(ours & theirs) for ours, theirs in records.values()) + 1  # and the open places
    assert len(plan.clashes) == expected
    decisions = {clash.key: sides[place % len(sides)] for place, (_part, clash) in enumerate(plan.clashes)}
    fields = data.draw(st.sets(st.sampled_from(["code", "full_name", "birth_date", "sex"])))
    before = dump()
    done = merge(kept, gone, at, decisions=decisions, fields=fields)
    assert dump() != before
    assert all(not each.rows_of([gone.pk]) for each in references_to_people())
    undo_merge(merge_id=done.pk, by=BY, at=at)
    assert dump() == before


def test_a_rule_that_cannot_be_read_is_not_passed_over() -> None:
    class Odd(models.Model):  # noqa: DJ008
        person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "merging"
            constraints = [models.UniqueConstraint(models.F("person"), name="merging_odd")]

    try:
        with pytest.raises(Exception, match="merging_odd"):
            list(references.Reference(Odd, Odd._meta.get_field("person")).rules())
    finally:
        del apps.all_models["merging"]["odd"]
        apps.clear_cache()
