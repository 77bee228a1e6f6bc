"""The ceiling on how many may be graded excellent: a share of those graded good, not of all staff (row E-20).

Sources: NĐ 335/2025 (civil servants, from 2026-01-01), NĐ 233/2026 (public employees, from 2026-07-01).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import cast

from thidua.rules.book import LawBook
from thidua.rules.errors import BadFactError
from thidua.rules.library import shipped
from thidua.rules.provisions.figures import is_unchecked
from thidua.rules.quotas import Cap
from thidua.rules.sources import CONFIDENCES, weakest

STAFF = ("civil_servant", "public_employee")
_ID, _BASE = "E-20", "hx_base_with_excellent"


def excellent_cap(
    staff: str, day: date, *, good: int, excellent: int = 0, outstanding_unit: bool = False, book: LawBook | None = None
) -> Cap | None:
    """Return the ceiling for ``good`` people graded good, rounded down; ``None`` = no share was read for the case.

    ``staff``: one of ``STAFF``. ``excellent``: people graded excellent, counted in the base only where a city or
    federation says so, since the law does not. Raises ``BadFactError`` for another staff or a negative count.
    """
    if staff not in STAFF or min(good, excellent) < 0:
        raise BadFactError(
            f"Không tính được mức trần cho “{staff}”, {good} và {excellent} người.",
            f"Loại: {', '.join(STAFF)}; số người từ 0 trở lên.",
        )
    law = book or shipped()
    provision = law.provision_on(_ID, day)
    if provision is None:
        return None
    name = f"{staff}_outstanding_share" if outstanding_unit else f"{staff}_share"
    dated, base = law.provided(provision, name, day), law.provided(provision, _BASE, day)
    if dated is None or base is None:
        return None
    share, pool = cast(Fraction, dated.value), good + (excellent if base.value else 0)
    mark = CONFIDENCES[-1] if is_unchecked(law, provision) else weakest((dated.confidence, base.confidence))
    return Cap(int(share * pool), pool, share, dated.source, mark)
