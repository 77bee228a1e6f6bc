"""Letters and who stands in them: written at once, checked one by one, changed only where that is open."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import City
from tests.factories.honours import HonourFactory
from tests.factories.movements import MovementFactory
from tests.nominations.stage import CERTIFICATE, CITY_FIGHTER, WORKER, form, group_of, moved, prepare, put_up, title
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from thidua.kernel.rowsets import take_back
from thidua.nominations.models import Dossier, LineVerdict, Nomination, Step
from thidua.nominations.selectors import (
    cautions_of,
    dossiers_visible_to,
    inbox,
    moves_open_to,
    nomination_for,
    sent_back,
    standing_of,
    standings,
    verdicts_of,
)
from thidua.nominations.services import (
    Letter,
    NewNomination,
    OfficeSettings,
    Said,
    assign_nominations,
    create_dossier,
    edit_dossier,
    edit_nomination,
    judge_conditions,
    lower_nomination,
    problems_of_nominations,
    remove_nominations,
    set_office,
    write_nominations,
)

LETTER = Letter(2017, "Đề nghị tặng danh hiệu năm 2017", letter_number="12/TTr-CĐCS", letter_date=date(2018, 3, 1))


@pytest.fixture(autouse=True)
def _stage(city: City) -> None:
    prepare(city)
    title(**WORKER)
    title(**CITY_FIGHTER)
    title(code="advanced_collective", name="Tập thể lao động tiên tiến", subject="collective")
    form(**CERTIFICATE)


def begun(city: City, at: datetime) -> Dossier:
    return create_dossier(unit_id=city.a.pk, letter=LETTER, by=city.user("grassroots_officer"), at=at)


def test_a_dossier_with_people_collectives_and_a_household(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    dossier = begun(city, at)
    assert dossier.code == f"hs-2017-{city.a.pk}-1"
    first = city.members_a[0].person_id
    entries = [
        NewNomination(city.a.pk, first, title="advanced_worker", achievement=" Hoàn thành  tốt \n mọi việc "),
        NewNomination(city.a.pk, title="advanced_collective"),
        NewNomination(city.a.pk, household="Hộ ông Nguyễn Văn Tư", form="certificate"),
    ]
    traces = write_nominations(dossier_id=dossier.pk, entries=entries, by=officer, at=at, source="ds.xlsx")
    rows = list(dossier.nominations.order_by("order"))
    assert [(row.subject, row.recipient, row.distinction.code, row.order) for row in rows] == [
        ("person", "Nguyễn Văn Hải", "advanced_worker", 1),
        ("collective", "CĐCS Sở Mẫu A", "advanced_collective", 2),
        ("household", "Hộ ông Nguyễn Văn Tư", "certificate", 3),
    ]
    assert rows[0].achievement == "Hoàn thành tốt\nmọi việc"
    with pytest.raises(InvalidInput, match="đã có trong hồ sơ"):
        write_nominations(dossier_id=dossier.pk, entries=entries[:1], by=officer, at=at)
    take_back(traces)
    assert not dossier.nominations.exists()


def test_what_cannot_stand_in_a_dossier_is_told_one_by_one(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    first, stranger = city.members_a[0].person_id, city.members_b[0].person_id
    entries = [
        NewNomination(city.a.pk, first, title="advanced_worker"),
        NewNomination(city.a.pk, first, title="advanced_collective"),
        NewNomination(city.a.pk, first),
        NewNomination(city.a.pk, first, form="khong_co"),
        NewNomination(city.a.pk, stranger, title="advanced_worker"),
        NewNomination(city.b.pk, stranger, title="advanced_worker"),
        NewNomination(city.a.pk, first, title="advanced_worker", achievement="a" * 4001),
    ]
    found = problems_of_nominations(entries, city.a.pk, officer, at.date())
    assert [tuple(one)[:2] for one in found] == [
        (1, "title"), (2, "title"), (3, "title"), (4, "full_name"), (5, "unit"), (6, "achievement"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("letter", "field"),
    [
        (Letter(2017, " "), "title"),
        (Letter(2019, "Đề nghị"), "year"),
        (Letter(2017, "Đề nghị", kind="khac"), "kind"),
        (Letter(2017, "Đề nghị", kind="thematic"), "movement_id"),
        (Letter(2017, "Đề nghị", letter_date=date(2018, 3, 16)), "letter_date"),
        (Letter(2017, "Đề nghị", simplified=True), "simplified"),
    ],
)
def test_a_letter_that_cannot_be_says_where(city: City, at: datetime, letter: Letter, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        create_dossier(unit_id=city.a.pk, letter=letter, by=city.user("grassroots_officer"), at=at)
    assert list(refused.value.fields) == [field]


def test_a_letter_is_corrected_until_it_is_sent(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    dossier = begun(city, at)
    movement = MovementFactory(owner=city.union)
    letter = Letter(2017, "Đề nghị khen theo phong trào", kind="thematic", movement_id=movement.pk)
    said = {"dossier_id": dossier.pk, "letter": letter, "by": officer, "at": at}
    changed = edit_dossier(**said, expected_version=1)
    assert (changed.kind, changed.version, changed.basis) == ("thematic", 2, "movement")
    assert edit_dossier(**said, expected_version=1).version == 2, "the same again changes nothing"
    with pytest.raises(StaleVersion):
        edit_dossier(**said | {"letter": LETTER}, expected_version=1)
    entry = NewNomination(city.a.pk, city.members_a[0].person_id, title="advanced_worker")
    write_nominations(dossier_id=dossier.pk, entries=[entry], by=officer, at=at)
    moved(list(dossier.nominations.all()), "submit", officer, at)
    with pytest.raises(WrongState, match="đã gửi"):
        edit_dossier(**said | {"letter": LETTER}, expected_version=2)
    with pytest.raises(WrongState, match="đã gửi"):
        write_nominations(dossier_id=dossier.pk, entries=[NewNomination(city.a.pk)], by=officer, at=at)


def test_only_what_a_return_named_can_be_changed(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    rows = put_up(city, title=title(**CITY_FIGHTER))
    edit = {"nomination_id": rows[0].pk, "by": officer, "at": at}
    row = edit_nomination(**edit, changes={"achievement": "Mười năm"}, expected_version=1)
    assert (row.achievement, row.version) == ("Mười năm", 2)
    moved(rows, "submit", officer, at)
    with pytest.raises(NotAllowed, match="đã gửi"):
        edit_nomination(**edit, changes={"achievement": "Khác"}, expected_version=None)
    moved(rows, "return", officer, at, asked=["achievement"])
    with pytest.raises(NotAllowed, match="không yêu cầu sửa phần này"):
        edit_nomination(**edit, changes={"distinction": "title:advanced_worker"}, expected_version=None)
    assert (
        edit_nomination(**edit, changes={"achievement": "Đã bổ sung"}, expected_version=None).achievement
        == "Đã bổ sung"
    )
    with pytest.raises(StaleVersion):
        edit_nomination(**edit, changes={"achievement": "Lần nữa"}, expected_version=1)


def test_a_draft_changes_its_title_or_goes(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    one, two = put_up(city, count=2, title=title(**CITY_FIGHTER))
    edit = {"nomination_id": one.pk, "expected_version": None, "by": officer, "at": at}
    assert edit_nomination(**edit, changes={"distinction": "form:certificate"}).distinction.code == "certificate"
    with pytest.raises(InvalidInput, match="không dành cho đối tượng này"):
        edit_nomination(**edit, changes={"distinction": "title:advanced_collective"})
    assert remove_nominations(nomination_ids=[two.pk], by=officer, at=at) == 1
    moved([one], "submit", officer, at)
    with pytest.raises(WrongState, match="không xóa được"):
        remove_nominations(nomination_ids=[one.pk], by=officer, at=at)


def test_the_office_confirms_or_contests_each_condition(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    (row,) = moved(put_up(city), "submit", officer, at)
    judge = {"nomination_id": row.pk, "by": officer, "at": at}
    with pytest.raises(InvalidInput, match="ghi rõ lý do"):
        judge_conditions(**judge, said={"grade": Said("met", "not_met")}, expected_version=None)
    said = {"grade": Said("met", "met"), "unity": Said("needs_person", "met", "Tập thể họp ngày 5/1")}
    judge_conditions(**judge, said=said, expected_version=row.version)
    kept = verdicts_of(Nomination.objects.get(pk=row.pk))
    assert {code: (one.machine, one.verdict, one.reason) for code, one in kept.items()} == {
        "grade": ("met", "met", ""), "unity": ("needs_person", "met", "Tập thể họp ngày 5/1"),
    }  # fmt: skip
    with pytest.raises(StaleVersion):
        judge_conditions(**judge, said=said, expected_version=row.version)
    with pytest.raises(NotAllowed):
        judge_conditions(**judge | {"by": city.user("grassroots_officer", "other")}, said=said, expected_version=None)
    moved([row], "appraise", officer, at)
    with pytest.raises(WrongState, match="đang thẩm định"):
        judge_conditions(**judge, said=said, expected_version=None)


def test_a_lowered_nomination_is_appraised_anew(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    (row,) = moved(put_up(city, title=title(**CITY_FIGHTER)), "submit", officer, at)
    judge_conditions(nomination_id=row.pk, said={"run": Said("met", "met")}, expected_version=None, by=officer, at=at)
    moved([row], "appraise", officer, at)
    lower = {"nomination_id": row.pk, "distinction": "title:advanced_worker", "by": officer, "at": at}
    with pytest.raises(InvalidInput, match="lý do"):
        lower_nomination(**lower, reason="", expected_version=None)
    row = lower_nomination(**lower, reason="Chưa đủ ba năm", expected_version=None)
    assert (row.state, row.distinction.code, row.lowered_from) == (
        "received", "advanced_worker", "ministerial_provincial_fighter"
    )  # fmt: skip
    assert not LineVerdict.objects.exists()
    step = Step.objects.latest("id")
    assert (step.move, step.reason, step.details) == (
        "lower", "Chưa đủ ba năm", {"distinction": ["ministerial_provincial_fighter", "advanced_worker"]}
    )  # fmt: skip


def test_how_an_office_works_is_set_by_whoever_decides_there(city: City, at: datetime) -> None:
    upper, handler = city.user("city_officer", "above"), city.user("council_secretary", "above")
    settings = OfficeSettings(["union_upper"], working_days=7, consult_days=5, by_officer=True)
    said = {"unit_id": city.union.pk, "settings": settings, "expected_version": None, "at": at}
    with pytest.raises(NotAllowed):
        set_office(**said, officers={}, by=handler)
    with pytest.raises(InvalidInput, match="không có quyền xử lý"):
        set_office(**said, officers={city.a.pk: city.user("auditor", "above").pk}, by=upper)
    office = set_office(**said, officers={city.a.pk: handler.pk}, by=upper)
    assert (office.decides, office.routes.get().officer_id) == (["union_upper"], handler.pk)
    bad = OfficeSettings(["troi"], working_days=0, consult_days=99)
    with pytest.raises(InvalidInput) as refused:
        set_office(**said | {"settings": bad}, officers={}, by=upper)
    assert set(refused.value.fields) == {"decides", "working_days", "consult_days"}
    (row,) = moved(put_up(city), "submit", city.user("grassroots_officer"), at)
    assert assign_nominations(nomination_ids=[row.pk], officer_id=handler.pk, by=upper, at=at) == 1
    assert assign_nominations(nomination_ids=[row.pk], officer_id=handler.pk, by=upper, at=at) == 0


def test_everybody_sees_their_own_place(city: City, at: datetime) -> None:
    officer, upper = city.user("grassroots_officer"), city.user("city_officer", "above")
    other, member = city.user("grassroots_officer", "other"), city.user("member")
    group = group_of(city)
    mine, theirs = put_up(city), put_up(city, unit=group)
    day = at.date()
    assert set(dossiers_visible_to(officer, day)) == {mine[0].dossier, theirs[0].dossier}
    assert not dossiers_visible_to(other, day).exists()
    assert not inbox(officer, day).exists()
    moved(theirs, "submit", officer, at)
    assert list(inbox(officer, day)) == theirs
    assert not inbox(upper, day).exists(), "what lies below is below's work"
    assert list(inbox(upper, day, below=True)) == theirs, "and can be taken over"
    assert nomination_for(member, theirs[0].pk, day) == theirs[0], "what puts oneself up, once it was sent"
    moved(theirs, "receive", officer, at)
    moved(theirs, "return", officer, at)
    assert list(sent_back(officer, day)) == theirs
    assert not inbox(officer, day).exists()
    names = {move.code: why for move, why in moves_open_to(officer, nomination_for(officer, theirs[0].pk, day), day)}
    assert names == {"supplement": "", "withdraw": ""}
    assert moves_open_to(other, theirs[0], day) == []


def test_a_dossier_stands_where_its_slowest_stands(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    one, two, three = moved(put_up(city, count=3), "submit", officer, at)
    moved([one, two], "appraise", officer, at)
    moved([three], "refuse", officer, at)
    standing = standings([one.dossier_id])[one.dossier_id]
    assert (standing.state, standing.total, standing.ended) == ("appraised", 3, 1)
    assert standing_of({}).state == "draft"
    assert standing_of({"refused": 2}).state == "refused"


def test_what_else_the_same_person_is_put_up_for_is_told(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    (one,) = put_up(city, title=title(**WORKER))
    (two,) = put_up(city, form=form(**CERTIFICATE))
    held = HonourFactory(person=one.person, unit=city.a, title=one.title, year=2017)
    HonourFactory(person=one.person, unit=city.a, title=one.title, year=2016)
    rows = list(Nomination.objects.select_related("dossier").order_by("pk"))
    found = cautions_of(rows)
    assert [(c.kind, c.nomination or c.honour) for c in found[one.pk]] == [("also", two), ("held", held)]
    assert [(c.kind, c.nomination) for c in found[two.pk]] == [("also", one)]
    moved([two], "withdraw", officer, at)
    assert [c.kind for c in cautions_of(rows)[one.pk]] == ["held"]
