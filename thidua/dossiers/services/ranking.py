"""Saving a unit's own ranking of those it may propose for an award."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.dossiers.models import CandidateRank, EvaluationRun
from thidua.dossiers.selectors.ranking import Ranking, check_ranked_award, ranking_of
from thidua.dossiers.selectors.runs import run_for
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, StaleVersion
from thidua.kernel.text import nfc
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.rules.names import any_name

LAST_PLACE = 9999


@service("ranking.save")
def rank_candidates(
    *,
    run_id: int,
    unit_id: int,
    award: str,
    places: Mapping[int, int],
    notes: Mapping[int, str],
    expected_version: int,
    by: Actor,
    at: datetime,
) -> Ranking:
    """Save a unit's ranking of its people who meet the standards of ``award`` in the run: person → place, 1 is best.

    The saved places are 1, 2, 3, … in the order given; who is left out has none. ``expected_version`` is the version
    seen (0: none yet). Raises NotAllowed, NotFound, InvalidInput for two at one place or somebody who does not meet
    the standards, StaleVersion when somebody else saved meanwhile (nothing is written).
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    run = run_for(by, run_id, today)
    check_ranked_award(run, award)
    # The unit's row is the lock: the first ranking has no row of its own to lock yet.
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    before = ranking_of(run, unit, award)
    _check_version(before, expected_version)
    _check_places(before, places)
    order = sorted(places, key=lambda person_id: places[person_id])
    rows = [(person_id, place, nfc(notes.get(person_id, ""))) for place, person_id in enumerate(order, start=1)]
    if rows != [(row.person.pk, row.rank, row.note) for row in before.rows if row.rank is not None]:
        _replace(run, unit, award, rows, before.version + 1)
    return ranking_of(run, unit, award)


def _replace(run: EvaluationRun, unit: Unit, award: str, rows: list[tuple[int, int, str]], version: int) -> None:
    """Put the new rows in the place of the old ones, and record it."""
    old = CandidateRank.objects.filter(unit=unit, year=run.year, award=award)
    was = [[row.person_id, row.rank] for row in old]
    old.delete()
    CandidateRank.objects.bulk_create(
        CandidateRank(unit=unit, year=run.year, award=award, person_id=person_id, rank=rank, note=note, version=version)
        for person_id, rank, note in rows
    )
    details = {"year": run.year, "award": award, "ranks": [was, [[person, rank] for person, rank, _note in rows]]}
    audit(CandidateRank, unit_id=unit.pk, label=f"{any_name(award)} {run.year}", details=details)


def _check_version(stored: Ranking, expected: int) -> None:
    if stored.version != expected:
        places = {f"rank_{row.person.pk}": row.rank for row in stored.rows}
        raise StaleVersion(
            _("Người khác vừa lưu bảng xếp hạng này trong lúc bạn đang sửa."),
            _("Xem thứ hạng hiện tại, sửa nếu cần rồi lưu lại."),
            current={**places, "version": stored.version},
        )


def _check_places(stored: Ranking, places: Mapping[int, int]) -> None:
    names = {row.person.pk: row.person.full_name for row in stored.rows}
    if strangers := set(places) - set(names):
        raise InvalidInput(
            _("Có {n} người trong bảng không đủ điều kiện trong lượt xét này.").format(n=len(strangers)),
            _("Tải lại trang để xem danh sách hiện tại."),
        )
    if not places:
        raise InvalidInput(_("Chưa xếp hạng ai."), _("Ghi thứ hạng cho ít nhất một người rồi lưu."))
    if odd := [person_id for person_id, place in places.items() if not 1 <= place <= LAST_PLACE]:
        message = _("Thứ hạng tính từ 1 đến {last}.").format(last=LAST_PLACE)
        raise InvalidInput(message, fields={f"rank_{person_id}": message for person_id in odd})
    shared = {place for place, n in Counter(places.values()).items() if n > 1}
    if shared:
        message = _("Mỗi hạng chỉ một người.")
        fields = {f"rank_{person_id}": message for person_id, place in places.items() if place in shared}
        listed = ", ".join(str(place) for place in sorted(shared))
        raise InvalidInput(
            _("Có nhiều người cùng hạng {places}.").format(places=listed),
            _("Cho mỗi người một hạng riêng; người chưa so sánh được thì để trống."),
            fields=fields,
        )
