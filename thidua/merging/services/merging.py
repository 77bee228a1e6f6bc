"""Two people made one: everything that points at the one gone points at the one kept, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, StaleVersion, WrongState
from thidua.people.models import Person, User
from thidua.people.selectors import home_unit_id, person_for

from ..models import Merge
from ..plans import CHOSEN, MergePlan, Part, decided, plan_of
from ..policies import require_account, require_merge
from ..states import Side
from ..writing import Written, drop, hand_over, take_fields, used_elsewhere


@service("person.merge")
def merge_people(
    *,
    kept_id: int,
    gone_id: int,
    fields: Collection[str] = (),
    decisions: Mapping[str, str],
    expected: str,
    by: Actor,
    at: datetime,
) -> Merge:
    """Merge ``gone_id`` into ``kept_id``, who takes the columns ``fields`` from the other.

    ``decisions``: a clash's key, or a reference's label for all its clashes → Side. ``expected``: the digest of the
    plan that was looked at. Repeating gives the same merge. Raises NotAllowed, NotFound, StaleVersion when anything
    changed since, WrongState when a clash is undecided or a row that would be lost is used elsewhere.
    """
    today = localdate(at)
    people = _locked(kept_id, gone_id)
    homes = {pk: home_unit_id(pk, today) for pk in people}
    earlier = Merge.objects.filter(gone_id__in=people, undone_at__isnull=True).first()
    if earlier is not None:
        person_for(by, earlier.kept_id, today)
        require_merge(by, [home_unit_id(earlier.kept_id, today) or earlier.unit_id], today)
        if (earlier.kept_id, earlier.gone_id) == (kept_id, gone_id):
            return earlier
        raise WrongState(
            _("%(gone)s đã được gộp vào người khác.") % {"gone": earlier.gone}, _("Xem danh sách các lần đã gộp.")
        )
    for pk in people:
        person_for(by, pk, today)
    require_merge(by, homes.values(), today)
    plan = plan_of(people[kept_id], people[gone_id])
    if plan.digest() != expected:
        raise StaleVersion(
            _("Dữ liệu của một trong hai người đã thay đổi từ lúc bạn xem, nên chưa gộp."),
            _("Xem lại bảng so sánh mới rồi gộp lần nữa."),
        )
    written = _move(plan, decisions, by, today) + take_fields(plan, _known(fields))
    merge = Merge.objects.create(
        kept=plan.kept,
        gone=plan.gone,
        unit_id=homes[kept_id],
        gone_unit_id=homes[gone_id],
        counts=plan.counts(),
        written=[each.as_json() for each in written],
        by_id=by.pk,
        at=at,
    )
    told = {"kept": kept_id, "gone": gone_id, "counts": plan.counts(), "fields": sorted(fields)}
    audit(plan.kept, unit_id=homes[kept_id], details={**told, "decisions": dict(decisions)})
    return merge


def _locked(kept_id: int, gone_id: int) -> dict[int, Person]:
    """Return both, locked in the order of their keys: no row can be given to either meanwhile."""
    if kept_id == gone_id:
        raise InvalidInput(_("Không gộp một người với chính người đó."), _("Chọn hai người khác nhau."))
    found = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")}
    if len(found) != 2:
        raise NotFound(_("Không tìm thấy người này."), _("Tìm lại theo tên ở mục “Con người”."))
    return found


def _known(fields: Collection[str]) -> list[str]:
    unknown = set(fields) - set(CHOSEN)
    if unknown:
        raise InvalidInput(_("Không có mục “%(name)s” để chọn.") % {"name": min(unknown)}, _("Tải lại trang."))
    return [name for name in CHOSEN if name in fields]


def _move(plan: MergePlan, decisions: Mapping[str, str], by: Actor, day: date) -> list[Written]:
    """Take the rows that lose away, then hand the others over."""
    undecided = [clash for part, clash in plan.clashes if decided(part, clash, decisions) is None]
    if undecided:
        raise WrongState(
            _("Còn %(count)s chỗ hai người có dữ liệu không thể cùng giữ.") % {"count": len(undecided)},
            _("Chọn giữ của ai ở từng chỗ rồi gộp lại."),
        )
    written = []
    for part in plan.parts:
        lost = [
            key for clash in part.clashes for key in clash.lost(decided(part, clash, decisions) or Side.KEPT)
        ]  # fmt: skip
        coming = [key for key in part.gone if key not in set(lost)]
        _ask_about_accounts(part, [*lost, *coming], by, day)
        if lost:
            written.append(_lose(part, sorted(lost)))
        if coming:
            written.append(hand_over(part, coming, plan.kept.pk))
    return written


def _lose(part: Part, keys: list[int]) -> Written:
    if part.reference.detaches:
        return hand_over(part, keys, None)
    if used_elsewhere(part.reference.model, keys):
        raise WrongState(
            _("Một dòng bạn chọn bỏ còn được dùng ở nơi khác (%(kind)s), nên không bỏ được.")
            % {"kind": part.reference.model._meta.verbose_name},
            _("Chọn giữ dòng đó, hoặc xử lý nơi đang dùng nó trước."),
        )
    return drop(part.reference, keys)


def _ask_about_accounts(part: Part, keys: list[int], by: Actor, day: date) -> None:
    if issubclass(part.reference.model, User):
        for user in User.objects.filter(pk__in=keys):
            require_account(by, user, day)
