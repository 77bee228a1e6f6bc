"""A merge taken back: both people as they were, where nobody has gone on from there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import NotFound, WrongState
from thidua.kernel.rowsets import Trace, take_back
from thidua.kernel.versions import save_version
from thidua.people.models import Person
from thidua.people.selectors import home_unit_id

from ..models import Merge
from ..policies import require_merge
from ..references import clashing, references_to_people
from ..writing import Written


@service("person.unmerge")
def undo_merge(*, merge_id: int, by: Actor, at: datetime) -> Merge:
    """Make two people of one again, exactly as before. Repeating changes nothing.

    Raises WrongState after 30 days, and when a row that the merge touched was changed, or stands in the way, since.
    """
    today = localdate(at)
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept", "gone").filter(pk=merge_id).first()
    if merge is None:
        raise NotFound(_("Không tìm thấy lần gộp này."), _("Xem danh sách các lần đã gộp."))
    people = [merge.kept_id, merge.gone_id]
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    require_merge(by, [home_unit_id(merge.kept_id, today) or merge.unit_id, merge.gone_unit_id], today)
    until = merge.undo_until()
    if until is None:
        return merge
    if at > until:
        raise WrongState(_("Đã quá 30 ngày nên không hoàn tác được lần gộp này."), _("Sửa từng người bằng tay."))
    later = Merge.objects.filter(gone_id__in=people, undone_at__isnull=True).exclude(pk=merge.pk).first()
    if later is not None:
        raise WrongState(
            _("Sau đó %(gone)s lại được gộp vào %(kept)s.") % {"gone": later.gone, "kept": later.kept},
            _("Hoàn tác lần gộp sau trước."),
        )
    _take_back([Written.from_json(each) for each in merge.written], people)
    save_version(merge, expected=None, written=[], undone_by_id=by.pk, undone_at=at)
    audit(merge.kept, unit_id=merge.unit_id, details={"kept": merge.kept_id, "gone": merge.gone_id})
    return merge


def _take_back(written: Sequence[Written], people: list[int]) -> None:
    gone_on = sum(len(each.gone_on()) for each in written)
    if gone_on:
        raise WrongState(
            _("%(count)s dòng đã được sửa hoặc dùng đến sau đó, nên không hoàn tác được.") % {"count": gone_on},
            _("Trả các dòng này về như sau khi gộp rồi hoàn tác lại."),
        )
    traces = [each.trace for each in written]
    tables = {trace.model_class._meta.db_table for trace in traces}
    try:
        with transaction.atomic():
            take_back(traces)
            connection.check_constraints(table_names=sorted(tables))
    except IntegrityError as error:
        raise _in_the_way() from error
    if _overlaps(traces, people):
        raise _in_the_way()


def _in_the_way() -> WrongState:
    return WrongState(
        _("Từ lúc gộp đã có dữ liệu mới chiếm chỗ của dữ liệu cũ, nên không hoàn tác được."),
        _("Bỏ dữ liệu mới đó rồi hoàn tác lại."),
    )


def _overlaps(traces: Sequence[Trace], people: list[int]) -> bool:
    """Say whether what came back stands where its person was given something else since."""
    back: dict[str, set[int]] = {}
    for trace in traces:
        back.setdefault(trace.model, set()).update(trace.keys)
    for reference in references_to_people():
        restored = back.get(reference.model._meta.label_lower, set())
        for person in people if restored else ():
            rows = reference.rows_of([person])
            fresh = [row for row in rows if row["pk"] not in restored]
            if clashing(reference, [row for row in rows if row["pk"] in restored], fresh):
                return True
    return False
