"""An import from the file to its undoing: looked at first, written as a whole, the same twice is nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import City
from tests.factories.people import PersonFactory
from tests.workbooks.imports import applied, book, finished, sent, undone
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from thidua.kernel.jobs import run_now
from thidua.kernel.models import AuditEvent, Job
from thidua.kernel.states import JobState
from thidua.people.models import Membership, Person
from thidua.people.services import edit_person
from thidua.workbooks import jobs
from thidua.workbooks.files import file_path
from thidua.workbooks.looking import Looked
from thidua.workbooks.models import Import, ImportTrace, RememberedMapping
from thidua.workbooks.reading import UnreadableFile
from thidua.workbooks.selectors import applied_before, import_for, imports_visible_to, preview_rows, questions
from thidua.workbooks.services import ask_apply, ask_undo, discard_import, purge_imports, send_file, settle_import
from thidua.workbooks.states import ImportState

NEW = (1, "ZZ1", "Vũ Thị An", "25/03/1985", "Nữ", "", "")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def dump() -> list[Any]:
    """Everything that a list of people can touch, versions left out: they only ever rise."""
    people = Person.objects.order_by("pk").values_list(
        "pk", "full_name", "name_exact", "name_folded", "name_sort", "code", "sex", "birth_date"
    )
    places = Membership.objects.order_by("pk").values_list(
        "pk", "person_id", "unit_id", "position_id", "staff_kind", "union_member", "valid_from", "valid_to"
    )
    return [list(people), list(places)]


def notes_of(row: Import, level: str = "") -> list[tuple[str, str, str]]:
    views, _total = preview_rows(row)
    return [
        (note["cell"], note["level"], note["text"])
        for view in views
        for note in view.notes
        if not level or note["level"] == level
    ]


def test_a_list_is_looked_at_then_written_then_taken_back(city: City, at: datetime) -> None:
    before = dump()
    known = city.members_a[1].person
    row = sent(book([NEW, (2, known.code, "Trần Thị Đào", "21/02/1980", "Nữ", "", "")]), city, at)
    assert (row.state, row.counts["create"], row.counts["update"]) == (ImportState.PREVIEW, 1, 1)
    assert dump() == before
    assert notes_of(row, "change") == [("D5", "change", "Ngày sinh")]
    row = applied(row, city, at)
    assert row.state == ImportState.APPLIED
    assert row.applied_at == at
    known.refresh_from_db()
    assert known.birth_date == date(1980, 2, 21)
    assert Membership.objects.get(person__code="ZZ1").unit_id == city.a.pk
    event = AuditEvent.objects.get(action="import.apply")
    assert event.details["hash"] == row.file_hash
    assert event.details["counts"]["create"] == 1
    row = undone(row, city, at + timedelta(days=29))
    assert row.state == ImportState.UNDONE
    assert not ImportTrace.objects.exists()
    assert dump() == before


def test_the_same_file_twice_changes_nothing(city: City, at: datetime) -> None:
    content = book([NEW])
    first = applied(sent(content, city, at), city, at)
    before = dump()
    second = sent(content, city, at)
    assert second.counts["unchanged"] == 1
    assert applied_before(second) == first
    with pytest.raises(WrongState, match="Không có gì để ghi"):
        ask_apply(import_id=second.pk, digest=second.digest, by=city.user("grassroots_officer"), at=at)
    assert dump() == before


def test_pressing_apply_twice_is_once(city: City, at: datetime) -> None:
    row, officer = sent(book([NEW]), city, at), city.user("grassroots_officer")
    first = ask_apply(import_id=row.pk, digest=row.digest, by=officer, at=at)
    again = ask_apply(import_id=row.pk, digest=row.digest, by=officer, at=at)
    assert again.job_id == first.job_id
    finished(first)
    run_now(Job.objects.get(pk=first.job_id))
    assert Person.objects.filter(code="ZZ1").count() == 1


def test_wrong_rows_stop_the_whole_unless_left_out_by_choice(city: City, at: datetime) -> None:
    row = sent(book([NEW, (2, "ZZ2", "Lê Văn Bình", "31/02/1990", "Nam", "", "")]), city, at)
    assert row.counts["error"] == 1
    assert notes_of(row, "error") == [("D5", "error", "“31/02/1990”: không có ngày này.")]
    with pytest.raises(InvalidInput, match="Còn 1 dòng"):
        ask_apply(import_id=row.pk, digest=row.digest, by=city.user("grassroots_officer"), at=at)
    row = applied(row, city, at, partial=True)
    assert row.state == ImportState.APPLIED
    assert row.partial
    assert set(Person.objects.filter(code__startswith="ZZ").values_list("code", flat=True)) == {"ZZ1"}


def test_a_guess_waits_for_an_answer_and_is_asked_once(city: City, at: datetime) -> None:
    rows = [(n, f"ZZ{n}", name, "", "x", "", "") for n, name in enumerate(["Vũ Thị An", "Lê Thị Bình"], 1)]
    row = sent(book(rows), city, at)
    assert row.counts["ask"] == 2
    (question,) = questions(row)
    assert (question.field, question.text, question.count, question.lines) == ("sex", "x", 2, [4, 5])
    assert dict(question.choices) == {"female": "nữ", "male": "nam"}
    officer = city.user("grassroots_officer")
    answers = {"sex": {"x": "female"}}
    row = finished(settle_import(import_id=row.pk, expected_version=row.version, answers=answers, by=officer, at=at))
    assert row.counts["create"] == 2
    assert not questions(row)
    applied(row, city, at)
    assert set(Person.objects.filter(code__startswith="ZZ").values_list("sex", flat=True)) == {"female"}


def test_an_answer_can_be_taken_back(city: City, at: datetime) -> None:
    officer, row = city.user("grassroots_officer"), sent(book([(1, "ZZ1", "Vũ Thị An", "", "x", "", "")]), city, at)
    for key, waiting in (("female", 0), ("", 1)):
        row = finished(
            settle_import(
                import_id=row.pk, expected_version=row.version, answers={"sex": {"x": key}}, by=officer, at=at
            )
        )
        assert row.counts["ask"] == waiting


def test_somebody_of_the_same_name_is_only_ever_suggested(city: City, at: datetime) -> None:
    known = city.members_a[0].person
    row = sent(book([("", "", known.full_name.upper(), "", "Nam", "", "")]), city, at)
    assert row.counts["ask"] == 1
    (question,) = questions(row)
    assert question.field == "person"
    assert [key for key, _words in question.choices] == [str(known.pk), "new"]
    officer = city.user("grassroots_officer")
    for key, verdict in ((str(known.pk), "unchanged"), ("new", "create"), ("999", "ask")):
        answer = {f"{question.row}:person": key}
        row = finished(settle_import(import_id=row.pk, expected_version=row.version, settled=answer, by=officer, at=at))
        assert row.counts[verdict] == 1


def test_a_row_that_puts_somebody_elsewhere_is_refused_and_told_where_to_go(city: City, at: datetime) -> None:
    officer = city.user("city_officer", "above")
    known = city.members_a[0].person
    content = book([(1, known.code, known.full_name, "", "Nam", "", city.b.name)])
    row = send_file(
        kind="people", unit_id=city.union.pk, year=None, file_name="a.xlsx", parts=[content], by=officer, at=at
    )
    row = finished(row)
    assert [text for _cell, _level, text in notes_of(row, "error")] == [
        "Người này đang ở đơn vị khác. Muốn chuyển, mở trang của người này và bấm “Chuyển đơn vị”."
    ]


def test_what_changed_since_the_preview_stops_the_writing_and_is_shown(city: City, at: datetime) -> None:
    known = city.members_a[1].person
    row = sent(book([(1, known.code, known.full_name, "21/02/1980", "Nữ", "", "")]), city, at)
    values = {"full_name": known.full_name, "code": known.code, "sex": "female", "birth_date": date(1980, 2, 2)}
    officer = city.user("grassroots_officer")
    edit_person(person_id=known.pk, expected_version=known.version, **values, by=officer, at=at)
    row = applied(row, city, at)
    assert row.state == ImportState.PREVIEW
    assert "Dữ liệu đã thay đổi" in row.problem
    assert Job.objects.get(pk=row.job_id).state == JobState.FAILED
    assert [(note["was"], note["value"]) for note in preview_rows(row)[0][0].notes if note["level"] == "change"] == [
        ("02/02/1980", "21/02/1980")
    ]
    known.refresh_from_db()
    assert known.birth_date == date(1980, 2, 2)
    applied(row, city, at)
    known.refresh_from_db()
    assert known.birth_date == date(1980, 2, 21)


def test_only_the_plan_that_was_seen_is_written(city: City, at: datetime) -> None:
    row = sent(book([NEW]), city, at)
    with pytest.raises(StaleVersion):
        ask_apply(import_id=row.pk, digest="0" * 64, by=city.user("grassroots_officer"), at=at)


def test_undoing_stops_where_somebody_has_gone_on(city: City, at: datetime) -> None:
    row = applied(sent(book([NEW]), city, at), city, at)
    person, officer = Person.objects.get(code="ZZ1"), city.user("grassroots_officer")
    values = {"full_name": "Vũ Thị Ân", "code": "ZZ1", "sex": "female", "birth_date": None}
    edit_person(person_id=person.pk, expected_version=person.version, **values, by=officer, at=at)
    row = undone(row, city, at)
    assert row.state == ImportState.APPLIED
    assert "đã được sửa" in row.problem
    assert Person.objects.get(code="ZZ1").full_name == "Vũ Thị Ân"


def test_undoing_ends_after_thirty_days(city: City, at: datetime) -> None:
    row, officer = applied(sent(book([NEW]), city, at), city, at), city.user("grassroots_officer")
    with pytest.raises(WrongState, match="30 ngày"):
        ask_undo(import_id=row.pk, by=officer, at=at + timedelta(days=30, seconds=1))


def test_a_list_with_an_unknown_head_waits_for_its_columns_and_remembers_them(city: City, at: datetime) -> None:
    head = ("STT", "Mã cán bộ", "Người lao động ấy", "Sinh")
    content = book([(1, "ZZ1", "Vũ Thị An", "25/03/1985")], head)
    row = sent(content, city, at)
    assert row.state == ImportState.MAPPING
    assert row.layout["missing"]
    mapping = {
        "sheet": "Danh sách",
        "row": row.layout["header"],
        "columns": ["number", "person_code", "full_name", "birth_date"],
    }
    officer = city.user("grassroots_officer")
    row = finished(settle_import(import_id=row.pk, expected_version=row.version, mapping=mapping, by=officer, at=at))
    assert row.state == ImportState.PREVIEW
    assert row.counts["create"] == 1
    assert RememberedMapping.objects.count() == 1
    assert sent(content, city, at).state == ImportState.PREVIEW


def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(city: City, at: datetime) -> None:
    row = sent(b"{\\rtf1 not a workbook}", city, at)
    assert row.state == ImportState.REFUSED
    assert "không phải bảng tính" in row.problem
    assert row.next_step
    big = (b"x" * 1_000_000 for _ in range(30))
    with pytest.raises(UnreadableFile, match="lớn hơn"):
        send_file(
            kind="people", unit_id=city.a.pk, year=None, file_name="a.xlsx", parts=big,
            by=city.user("grassroots_officer"), at=at,
        )  # fmt: skip
    assert Import.objects.count() == 1
    kept = {path.name for path in file_path("x").parent.iterdir()}
    assert kept == {row.file_hash}


def test_who_may_not_enter_people_may_not_import_them(city: City, at: datetime) -> None:
    for user in (city.user("grassroots_officer", "other"), city.user("member"), city.user("auditor", "above")):
        with pytest.raises(NotAllowed):
            sent(book([NEW]), city, at, by=user)
    row = sent(book([NEW]), city, at)
    for user in (city.user("grassroots_officer", "other"), city.user("member"), city.user("auditor", "above")):
        assert not imports_visible_to(user, at.date()).exists()
        with pytest.raises(NotFound):
            import_for(user, row.pk, at.date())
        for act in (discard_import, ask_undo):
            with pytest.raises(NotAllowed):
                act(import_id=row.pk, by=user, at=at)
        with pytest.raises(NotAllowed):
            ask_apply(import_id=row.pk, digest=row.digest, by=user, at=at)
        with pytest.raises(NotAllowed):
            settle_import(import_id=row.pk, expected_version=row.version, settled={}, by=user, at=at)
    assert import_for(city.user("city_officer", "above"), row.pk, at.date()) == row


def test_an_import_let_go_is_over(city: City, at: datetime) -> None:
    row, officer = sent(book([NEW]), city, at), city.user("grassroots_officer")
    for _again in range(2):
        assert discard_import(import_id=row.pk, by=officer, at=at).state == ImportState.DISCARDED
    with pytest.raises(FileNotFoundError):
        preview_rows(row)
    with pytest.raises(WrongState):
        ask_apply(import_id=row.pk, digest=row.digest, by=officer, at=at)


def test_a_job_that_comes_late_finds_the_import_gone_on(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    row = send_file(
        kind="people", unit_id=city.a.pk, year=None, file_name="a.xlsx", parts=[book([NEW])], by=officer, at=at
    )
    Import.objects.filter(pk=row.pk).update(version=row.version + 1, state=ImportState.DISCARDED)
    assert finished(row).state == ImportState.DISCARDED


def test_who_enters_the_same_meanwhile_is_not_overwritten_and_the_preview_is_made_anew(
    city: City, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, look = sent(book([NEW]), city, at), jobs.look_again

    def look_and_be_overtaken(row: Import, ctx) -> Looked:
        looked = look(row, ctx)
        monkeypatch.setattr(jobs, "look_again", look)
        PersonFactory(code="ZZ1", full_name="Người nhập tay")
        return looked

    monkeypatch.setattr(jobs, "look_again", look_and_be_overtaken)
    row = applied(row, city, at)
    assert row.state == ImportState.PREVIEW
    assert "đã có người dùng" in row.problem
    assert Person.objects.get(code="ZZ1").full_name == "Người nhập tay"
    assert row.counts.get("create", 0) == 0, "the preview stands on what is there now"


def test_a_clash_that_only_the_database_sees_leads_back_to_the_preview(
    city: City, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sent(book([NEW]), city, at)
    # What the loser of two writers at the same moment meets: the constraint itself.
    monkeypatch.setattr(jobs, "apply_plan", lambda **said: [PersonFactory(code="ZZ9") for _twice in range(2)])
    row = applied(row, city, at)
    assert row.state == ImportState.PREVIEW
    assert "vừa nhập cùng dữ liệu" in row.problem
    assert not Person.objects.filter(code__in=["ZZ1", "ZZ9"]).exists()


def test_the_agencys_name_means_its_union(city: City, at: datetime) -> None:
    officer = city.user("city_officer", "above")
    content = book([(1, "ZZ1", "Vũ Thị An", "", "Nữ", "", city.agency_b.name)])
    row = send_file(
        kind="people", unit_id=city.union.pk, year=None, file_name="a.xlsx", parts=[content], by=officer, at=at
    )
    row = finished(row)
    finished(ask_apply(import_id=row.pk, digest=row.digest, by=officer, at=at))
    assert Membership.objects.get(person__code="ZZ1").unit_id == city.b.pk


def test_old_files_are_forgotten_and_younger_ones_kept(city: City, at: datetime) -> None:
    old = applied(sent(book([NEW]), city, at), city, at)
    waiting = sent(book([(1, "ZZ2", "Lê Văn Bình", "", "Nam", "", "")]), city, at)
    later = at + timedelta(days=31)
    young = sent(book([(1, "ZZ3", "Lê Văn Ba", "", "Nam", "", "")]), city, later)
    officer = city.user("city_officer", "above")
    with pytest.raises(NotAllowed):
        purge_imports(unit_id=city.union.pk, by=city.user("grassroots_officer"), at=later)
    assert purge_imports(unit_id=city.union.pk, by=officer, at=at + timedelta(days=29)) == 0
    assert purge_imports(unit_id=city.union.pk, by=officer, at=later) == 2
    assert [file_path(row.file_hash).exists() for row in (old, waiting, young)] == [False, False, True]
    states = {row.pk: row.state for row in Import.objects.all()}
    assert states == {old.pk: "applied", waiting.pk: "discarded", young.pk: "preview"}
    assert not ImportTrace.objects.exists()
    assert Person.objects.filter(code="ZZ1").exists()
    assert purge_imports(unit_id=city.union.pk, by=officer, at=later) == 0
