"""Writing the register: what is entered once stays, what is wrong is said, what is repeated is not doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from thidua.honours.models import CommendationForm, Honour, Title
from thidua.honours.selectors import chain_of
from thidua.honours.services import (
    NewHonour,
    RevokingDecision,
    amend_honour,
    load_catalogues,
    record_honour,
    record_honours,
    revoke_honour,
)
from thidua.honours.states import Nature
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent

Make = Callable[..., NewHonour]
SYSTEM = SystemActor("thử")


@pytest.fixture
def officer(city: City):
    """The city officer, who keeps the register of every union below."""
    return city.user("city_officer", "above")


def revoking(**values: object) -> RevokingDecision:
    start = {"number": "9/QĐ-SMA", "date": date(2018, 2, 1), "issuer": "Giám đốc Sở Mẫu A"}
    return RevokingDecision(**({"issuer_level": "grassroots"} | start | values))


def test_the_catalogues_load_once_and_keep_what_people_changed(catalogues: None, at: datetime) -> None:
    Title.objects.filter(code="advanced_worker").update(name="Tên đã sửa")
    events = AuditEvent.objects.count()
    assert load_catalogues(by=SYSTEM, at=at) == {"titles": [], "forms": []}
    assert AuditEvent.objects.count() == events
    assert Title.objects.get(code="advanced_worker").name == "Tên đã sửa"


@pytest.mark.parametrize(
    ("model", "written", "code"),
    [
        (Title, "CSTĐ cơ sở", "grassroots_fighter"),
        (Title, "ldtt", "advanced_worker"),
        (Title, "Chiến sỹ thi đua cơ sở", "grassroots_fighter"),
        (Title, "Người tốt, việc tốt", "good_person_good_deed"),
        (CommendationForm, "BKBT", "ministerial_provincial_merit_certificate"),
        (CommendationForm, "GK", "certificate"),
        (CommendationForm, "BK LĐLĐ", "union_province_merit_certificate"),
        (CommendationForm, "HCLĐ hạng Ba", "order_labour_3"),
    ],
)
def test_an_entry_is_found_as_people_write_it(catalogues: None, model, written: str, code: str) -> None:
    assert model.objects.all().named(written).code == code


@pytest.mark.parametrize(
    ("model", "written"),
    [(CommendationForm, "BK"), (CommendationForm, "Bằng khen"), (Title, "Sáng kiến Thủ đô")],
    ids=["a certificate of no level", "in full", "the city's own title, not the federation's"],
)
def test_words_that_tell_no_level_are_never_taken_for_one(catalogues: None, model, written: str) -> None:
    """A union's certificate must not become a province's by a short word in a pasted list, nor the other way."""
    assert model.objects.all().named(written) is None


def test_no_two_entries_of_a_catalogue_answer_to_the_same_name(catalogues: None) -> None:
    for model in (Title, CommendationForm):
        names = [name for item in model.objects.all() for name in {item.name, *item.synonyms}]
        assert {model.objects.all().named(name).code for name in names} == set(
            model.objects.values_list("code", flat=True)
        )
        for item in model.objects.all():
            assert {model.objects.all().named(name) for name in (item.name, *item.synonyms)} == {item}


def test_an_honour_of_the_past_is_written_without_a_process(officer, entry: Make, at: datetime) -> None:
    honour = record_honour(entry=entry(issuer="  Giám đốc  Sở Mẫu A "), by=officer, at=at)
    assert honour.issuer == "Giám đốc Sở Mẫu A"
    assert honour.is_held
    event = AuditEvent.objects.get(action="honour.record")
    assert (event.unit_id, event.object_id, event.details["year"]) == (honour.unit_id, str(honour.pk), 2017)


@pytest.mark.parametrize("role", ["grassroots_officer", "auditor", "administrator", "head", "member"])
def test_who_may_not_edit_honours_is_refused(city: City, entry: Make, at: datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        record_honour(entry=entry(), by=city.user(role), at=at)
    with pytest.raises(NotAllowed):
        record_honours(unit_id=city.a.id, entries=[entry()], by=city.user(role), at=at)
    assert not Honour.objects.exists()


def test_a_city_officer_writes_in_their_own_city_only(city: City, entry: Make, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="ngoài phạm vi"):
        record_honour(entry=entry(unit_id=city.b.id), by=city.user("city_officer", "own"), at=at)
    with pytest.raises(InvalidInput, match="ngoài phạm vi"):
        record_honours(unit_id=city.a.id, entries=[entry(unit_id=city.b.id)], by=city.user("city_officer"), at=at)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decision_number": " "}, "decision_number"),
        ({"decision_date": date(2018, 3, 16)}, "decision_date"),
        ({"year": 1900}, "year"),
        ({"year": 2019}, "year"),
        ({"issuer": ""}, "issuer"),
        ({"nature": "revoked"}, "nature"),
        ({"title": "khong-co"}, "distinction"),
        ({"form": "certificate"}, "distinction"),
        ({"title": ""}, "distinction"),
        ({"decision_date": date(1990, 1, 1), "year": 1990}, "distinction"),
        ({"title": "advanced_collective"}, "distinction"),
        ({"person_id": 10**9}, "person_id"),
        ({"issuer_level": "khong-co"}, "issuer_level"),
    ],
)
def test_a_wrong_value_is_told_next_to_its_field(officer, entry: Make, at: datetime, values, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        record_honour(entry=entry(**values), by=officer, at=at)
    assert field in refusal.value.fields
    assert not Honour.objects.exists()


@pytest.mark.parametrize("level", ["union_province", "union_upper", "union_base", "grassroots"])
def test_a_federation_cannot_give_the_certificate_of_a_province(officer, entry: Make, at: datetime, level: str) -> None:
    merit = {"title": "", "form": "ministerial_provincial_merit_certificate"}
    with pytest.raises(InvalidInput) as refusal:
        record_honour(entry=entry(**merit, issuer_level=level), by=officer, at=at)
    assert "issuer_level" in refusal.value.fields
    record_honour(entry=entry(**merit, issuer_level="ministerial_provincial"), by=officer, at=at)
    record_honour(entry=entry(title="", form="union_province_merit_certificate", issuer_level=level), by=officer, at=at)


def test_the_same_title_is_not_held_twice_a_year(officer, entry: Make, at: datetime) -> None:
    record_honour(entry=entry(), by=officer, at=at)
    with pytest.raises(WrongState, match="đã có"):
        record_honour(entry=entry(decision_number="khác"), by=officer, at=at)


def test_the_same_form_may_come_twice_a_year_by_two_decisions(officer, entry: Make, at: datetime) -> None:
    certificate = {"title": "", "form": "certificate"}
    record_honour(entry=entry(**certificate), by=officer, at=at)
    record_honour(entry=entry(**certificate, decision_number="126/QĐ-SMA"), by=officer, at=at)
    with pytest.raises(WrongState):
        record_honour(entry=entry(**certificate, decision_number="126/qđ-sma"), by=officer, at=at)


def test_collectives_and_households_hold_honours_too(officer, city: City, entry: Make, at: datetime) -> None:
    collective = entry(person_id=None, title="advanced_collective")
    family = entry(person_id=None, title="cultural_family", household="Gia đình ông Nguyễn Văn Mẫu")
    done = record_honours(unit_id=city.union.id, entries=[collective, family, collective], by=officer, at=at)
    assert (done.added, done.duplicates) == (2, [collective])
    assert Honour.objects.get(subject="household").household_folded == "gia dinh ong nguyen van mau"


def test_many_honours_are_one_event_and_duplicates_are_told(officer, city: City, entry: Make, at: datetime) -> None:
    record_honour(entry=entry(), by=officer, at=at)
    rows = [entry(person_id=member.person_id) for member in [*city.members_a, *city.members_a[:2]]]
    done = record_honours(unit_id=city.a.id, entries=rows, by=officer, at=at)
    assert done.added == 2
    assert [row.person_id for row in done.duplicates] == [
        city.members_a[0].person_id,
        city.members_a[0].person_id,
        city.members_a[1].person_id,
    ]
    event = AuditEvent.objects.get(action="honour.record_many")
    assert event.details == {"added": 2, "duplicates": 3, "decisions": ["125/QĐ-SMA (20/12/2017)"]}


def test_repeating_a_list_writes_and_audits_nothing(officer, city: City, entry: Make, at: datetime) -> None:
    rows = [entry(person_id=member.person_id) for member in city.members_a]
    record_honours(unit_id=city.a.id, entries=rows, by=officer, at=at)
    assert record_honours(unit_id=city.a.id, entries=rows, by=officer, at=at).added == 0
    assert Honour.objects.count() == 3
    assert AuditEvent.objects.filter(action="honour.record_many").count() == 1


def test_one_wrong_row_stops_the_whole_list(officer, city: City, entry: Make, at: datetime) -> None:
    with pytest.raises(InvalidInput, match="Dòng 2"):
        record_honours(unit_id=city.a.id, entries=[entry(), entry(year=1800)], by=officer, at=at)
    assert not Honour.objects.exists()


def test_bulk_entry_needs_the_same_queries_for_three_and_thirty(officer, city: City, entry: Make, at: datetime) -> None:
    counts = []
    for years in ([2017], range(2008, 2017)):
        rows = [entry(person_id=m.person_id, year=year) for m in city.members_a for year in years]
        with CaptureQueriesContext(connection) as queries:
            record_honours(unit_id=city.a.id, entries=rows, by=officer, at=at)
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_an_amendment_closes_the_old_entry_and_keeps_it(officer, entry: Make, at: datetime) -> None:
    old = record_honour(entry=entry(), by=officer, at=at)
    new = amend_honour(
        honour_id=old.pk,
        expected_version=1,
        changes={"decision_number": "152/QĐ-SMA", "year": 2017},
        reason="Gõ nhầm số",
        by=officer,
        at=at,
    )
    assert [(e.nature, e.closed_on) for e in chain_of(new)] == [("granted", date(2018, 3, 15)), ("amended", None)]
    assert list(Honour.objects.held()) == [new]
    event = AuditEvent.objects.get(action="honour.amend")
    assert event.details["changes"] == {"decision_number": ["125/QĐ-SMA", "152/QĐ-SMA"]}


def test_an_amendment_that_changes_nothing_leaves_no_trace(officer, entry: Make, at: datetime) -> None:
    old = record_honour(entry=entry(), by=officer, at=at)
    same = amend_honour(honour_id=old.pk, expected_version=1, changes={"year": 2017}, reason="", by=officer, at=at)
    assert same.pk == old.pk
    assert not AuditEvent.objects.filter(action="honour.amend").exists()


def test_two_people_amending_at_once_do_not_overwrite_each_other(officer, entry: Make, at: datetime) -> None:
    old = record_honour(entry=entry(), by=officer, at=at)
    Honour.objects.filter(pk=old.pk).update(version=2)
    with pytest.raises(StaleVersion):
        amend_honour(honour_id=old.pk, expected_version=1, changes={"year": 2016}, reason="Sai", by=officer, at=at)
    assert Honour.objects.held().get().pk == old.pk


def test_an_amendment_cannot_make_a_title_held_twice(officer, entry: Make, at: datetime) -> None:
    record_honour(entry=entry(), by=officer, at=at)
    other = record_honour(entry=entry(year=2016, decision_date=date(2016, 12, 20)), by=officer, at=at)
    with pytest.raises(InvalidInput) as refusal:
        amend_honour(honour_id=other.pk, expected_version=1, changes={"year": 2017}, reason="Sai", by=officer, at=at)
    assert "year" in refusal.value.fields


def test_a_revocation_needs_a_reason_and_keeps_the_grant_in_history(officer, entry: Make, at: datetime) -> None:
    grant = record_honour(entry=entry(), by=officer, at=at)
    with pytest.raises(InvalidInput, match="lý do"):
        revoke_honour(honour_id=grant.pk, expected_version=1, decision=revoking(), reason=" ", by=officer, at=at)
    taken = revoke_honour(
        honour_id=grant.pk, expected_version=1, decision=revoking(), reason="Khai sai thành tích", by=officer, at=at
    )
    grant.refresh_from_db()
    assert (taken.nature, taken.amends_id, taken.decision_number) == (Nature.REVOKED, grant.pk, "9/QĐ-SMA")
    assert grant.closed_on == date(2018, 3, 15)
    assert not Honour.objects.held().exists()
    with pytest.raises(WrongState):
        revoke_honour(honour_id=taken.pk, expected_version=1, decision=revoking(), reason="x", by=officer, at=at)
    record_honour(entry=entry(decision_number="mới"), by=officer, at=at)  # a fresh grant of the year is possible again


@pytest.mark.parametrize(
    "values", [{"number": ""}, {"issuer": " "}, {"date": date(2017, 1, 1)}, {"date": date(2018, 4, 1)}]
)
def test_a_revocation_needs_a_possible_decision(officer, entry: Make, at: datetime, values) -> None:
    grant = record_honour(entry=entry(), by=officer, at=at)
    with pytest.raises(InvalidInput):
        revoke_honour(
            honour_id=grant.pk, expected_version=1, decision=revoking(**values), reason="Sai", by=officer, at=at
        )
    assert Honour.objects.held().count() == 1


def test_a_grassroots_officer_cannot_amend_or_revoke(officer, city: City, entry: Make, at: datetime) -> None:
    grant = record_honour(entry=entry(), by=officer, at=at)
    mine = city.user("grassroots_officer")
    with pytest.raises(NotAllowed):
        amend_honour(honour_id=grant.pk, expected_version=1, changes={"year": 2016}, reason="x", by=mine, at=at)
    with pytest.raises(NotAllowed):
        revoke_honour(honour_id=grant.pk, expected_version=1, decision=revoking(), reason="x", by=mine, at=at)


def test_what_it_was_given_for_is_kept_and_titles_are_merit(make_form, entry: Make, officer, at: datetime) -> None:
    sudden = record_honour(entry=make_form(basis="sudden"), by=officer, at=at)
    assert (sudden.basis, sudden.get_basis_display()) == ("sudden", "thành tích đột xuất")
    for basis in ("movement", "?"):
        with pytest.raises(InvalidInput) as refusal:
            record_honour(entry=entry(basis=basis), by=officer, at=at)
        assert "basis" in refusal.value.fields
    changed = amend_honour(
        honour_id=sudden.pk, expected_version=1, changes={"basis": "merit"}, reason="Ghi nhầm", by=officer, at=at
    )
    assert changed.basis == "merit"


@pytest.fixture
def make_form(entry: Make) -> Make:
    """Make an entry of a certificate."""
    return lambda **values: entry(**({"title": "", "form": "certificate"} | values))


def test_nobody_is_honoured_in_a_unit_they_never_belonged_to(city: City, entry: Make, officer, at: datetime) -> None:
    stranger = entry(person_id=city.members_b[0].person_id)
    with pytest.raises(InvalidInput) as refusal:
        record_honour(entry=stranger, by=officer, at=at)
    assert "unit_id" in refusal.value.fields
    with pytest.raises(InvalidInput, match="Dòng 2: người này chưa từng thuộc đơn vị"):
        record_honours(unit_id=city.union.pk, entries=[entry(), stranger], by=officer, at=at)
    assert not Honour.objects.exists()
    above = entry(unit_id=city.union.pk)
    assert record_honour(entry=above, by=officer, at=at).unit == city.union, "a unit above one's own counts"
