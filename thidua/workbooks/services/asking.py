"""What a person does with an import: send a file, choose and answer, ask to write, ask to undo, let go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, StaleVersion, WrongState
from thidua.kernel.jobs import enqueue
from thidua.kernel.versions import save_version

from ..files import forget_preview, keep_file
from ..models import Import, RememberedMapping
from ..planning.plans import rows_to_write, rows_waiting
from ..policies import require_import
from ..states import FIRST_YEAR, IMPORT_MOVES, LAST_YEAR, ImportState, ListKind

PREVIEW, APPLY, UNDO = "workbooks.preview", "workbooks.apply", "workbooks.undo"
_NAME_LENGTH = 200


@service("import.send")
def send_file(
    *, kind: str, unit_id: int, year: int | None, file_name: str, parts: Iterable[bytes], by: Actor, at: datetime
) -> Import:
    """Take a file in and let a worker read it; nothing of it is written yet.

    Raises NotAllowed, InvalidInput, UnreadableFile when it is too large.
    """
    if kind not in ListKind.values:
        raise InvalidInput(_("Không có loại danh sách này."), _("Chọn một loại trong danh sách."))
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(_("Năm không hợp lệ."), _("Ghi năm bốn chữ số."), fields={"year": _("Năm không hợp lệ.")})
    require_import(by, kind, unit_id, localdate(at))
    kept = keep_file(parts)
    row = Import.objects.create(
        kind=kind,
        unit_id=unit_id,
        year=year,
        file_name=short_name(file_name),
        file_hash=kept.hash,
        file_size=kept.size,
        created_by_id=by.pk,
        created_at=at,
    )
    _enqueue(PREVIEW, _("Đọc tệp {name}"), row, by, at)
    audit(row, unit_id=unit_id, details={"kind": kind, "year": year, "hash": kept.hash, "size": kept.size})
    return row


@service("import.settle")
def settle_import(
    *,
    import_id: int,
    expected_version: int,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    settled: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Import:
    """Choose the columns, answer questions, settle conflicts; the file is then looked at again.

    ``mapping``: ``sheet``, ``row``, ``columns``; it takes the place of the one before and is remembered for files
    with the same heads. ``answers`` and ``settled`` are added to those before; an empty value takes one back.
    """
    row = _locked(import_id, by, at, expected_version)
    move = IMPORT_MOVES.check("settle", row.state)
    values: dict[str, Any] = {"state": move.target}
    if mapping is not None:
        values |= {"mapping": dict(mapping), "answers": {}, "settled": {}}
        _remember(row, mapping, at)
    if answers:
        values["answers"] = {
            name: _merged(row.answers.get(name, {}), answers.get(name, {})) for name in {*row.answers, *answers}
        }
    if settled:
        values["settled"] = _merged(row.settled, settled)
    save_version(row, expected=None, **values)
    _enqueue(PREVIEW, _("Đọc tệp {name}"), row, by, at)
    details = {"mapping": mapping, "answers": answers, "settled": settled}
    audit(row, unit_id=row.unit_id, details={name: value for name, value in details.items() if value})
    return row


@service("import.ask_apply")
def ask_apply(*, import_id: int, digest: str, partial: bool = False, by: Actor, at: datetime) -> Import:
    """Let a worker write the plan with this ``digest``: the one that was looked at, all or nothing.

    ``partial``: leave out the rows that are wrong or wait for an answer. Raises WrongState, InvalidInput.
    """
    row = _locked(import_id, by, at)
    if row.state == ImportState.APPLYING and row.digest == digest:
        return row
    move = IMPORT_MOVES.check("apply", row.state)
    if row.digest != digest:
        raise StaleVersion(
            _("Bản xem trước đã đổi sau khi bạn mở trang."), _("Tải lại trang và xem lại trước khi ghi.")
        )
    refuse_waiting(row.counts, partial=partial)
    if not rows_to_write(row.counts):
        raise WrongState(
            _("Không có gì để ghi: mọi dòng đúng đều đã có sẵn như vậy."), _("Bạn có thể bỏ lượt nhập này.")
        )
    save_version(row, expected=None, state=move.target, partial=partial, problem="", next_step="")
    _enqueue(APPLY, _("Ghi tệp {name}"), row, by, at)
    audit(row, unit_id=row.unit_id, details={"partial": partial, "digest": digest})
    return row


@service("import.ask_undo")
def ask_undo(*, import_id: int, by: Actor, at: datetime) -> Import:
    """Let a worker take everything back that the import wrote. Raises WrongState after 30 days."""
    row = _locked(import_id, by, at)
    if row.state == ImportState.UNDOING:
        return row
    move = IMPORT_MOVES.check("undo", row.state)
    until = row.undo_until()
    if until is None or at > until:
        raise WrongState(
            _("Đã quá 30 ngày nên không hoàn tác được nữa."), _("Sửa từng dòng ở trang của nó, hoặc nhập một tệp mới.")
        )
    save_version(row, expected=None, state=move.target, problem="", next_step="")
    _enqueue(UNDO, _("Hoàn tác tệp {name}"), row, by, at)
    audit(row, unit_id=row.unit_id, details={"hash": row.file_hash})
    return row


@service("import.discard")
def discard_import(*, import_id: int, by: Actor, at: datetime) -> Import:
    """Let an import go that was not written."""
    row = _locked(import_id, by, at)
    if row.state == ImportState.DISCARDED:
        return row
    move = IMPORT_MOVES.check("discard", row.state)
    save_version(row, expected=None, state=move.target)
    forget_preview(row.pk)
    audit(row, unit_id=row.unit_id, details={"hash": row.file_hash})
    return row


def refuse_waiting(counts: Mapping[str, int], *, partial: bool) -> None:
    """Raise InvalidInput while rows are wrong or wait for an answer and nobody chose to leave them out."""
    waiting = rows_waiting(counts)
    if waiting and not partial:
        raise InvalidInput(
            _("Còn %(count)s dòng chưa đúng hoặc chờ bạn trả lời.") % {"count": waiting},
            _("Xử lý các dòng này, hoặc chọn “Chỉ ghi các dòng đúng”."),
        )


def short_name(name: str) -> str:
    """Return a file's own name without folders, its end kept where it is too long."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "").strip() or _("tệp")
    return plain if len(plain) <= _NAME_LENGTH else f"{plain[:150]}…{plain[-40:]}"


def _locked(import_id: int, by: Actor, at: datetime, expected_version: int | None = None) -> Import:
    """Return the import under its lock; raises NotFound, StaleVersion, NotAllowed."""
    row = Import.objects.select_for_update().filter(pk=import_id).first()
    if row is None:
        raise NotFound(_("Không tìm thấy lượt nhập tệp này."))
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(
            _("Lượt nhập này vừa được thay đổi ở nơi khác."), _("Tải lại trang rồi làm lại."), current={}
        )
    require_import(by, row.kind, row.unit_id, localdate(at))
    return row


def _remember(row: Import, mapping: Mapping[str, Any], at: datetime) -> None:
    signature = row.layout.get("signature")
    same_table = mapping.get("sheet") == row.layout.get("sheet") and mapping.get("row") == row.layout.get("header")
    if signature and same_table:
        RememberedMapping.objects.update_or_create(
            unit_id=row.unit_id,
            kind=row.kind,
            signature=signature,
            defaults={"columns": list(mapping.get("columns") or ()), "chosen_at": at},
        )


def _merged(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in {**old, **new}.items() if value}


def _enqueue(kind: str, label: str, row: Import, by: Actor, at: datetime) -> None:
    params = {"import": row.pk, "version": row.version + 1}
    label = label.format(name=row.file_name)
    job = enqueue(kind, label=label, params=params, by=by, at=at, unit_id=row.unit_id)
    save_version(row, expected=None, job=job)
