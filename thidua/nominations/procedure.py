"""What the law and the office ask of a nomination's way: how long it is public before the council; when it is short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from thidua.honours.models import Distinction
from thidua.lawbooks.selectors import live_book
from thidua.rules.book import LawBook
from thidua.rules.names import AWARDS
from thidua.rules.provisions.figures import confidence_of, figures_of

from .offices import OfficeRules
from .states import DossierKind

_PUBLICATION, _SIMPLIFIED = "P-PUB", "P-SIMPLE"


@dataclass(frozen=True, slots=True)
class Publication:
    """How many working days a list is public before the council, and who asks it: the law by article, or the office."""

    days: int
    source: str
    confidence: str = ""


@cache
def _codes() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for code, award in AWARDS.items():
        found.setdefault((award.register, award.subject), code)
    return found


def award_of(distinction: Distinction, subject: str) -> str:
    """Return the law's code of a title or form for a subject; the register's own where the law knows none."""
    return _codes().get((distinction.code, subject), distinction.code)


def publication_of(award: str, office: OfficeRules, day: date, book: LawBook | None = None) -> Publication | None:
    """Return the publication that must come before the council; None where neither law nor office asks for one."""
    law = book or live_book()
    asked = [Publication(office.consult_days, _("quy định của nơi xét"))] if office.consult_days else []
    provision = law.provision_on(_PUBLICATION, day)
    if provision is not None and award in provision.awards:
        days = next((figure.value for figure in figures_of(_PUBLICATION, day, book=law)), None)
        if isinstance(days, int):
            asked.append(Publication(days, str(provision.citation), confidence_of(law, provision)))
    return max(asked, key=lambda one: one.days, default=None)


def may_be_simplified(award: str, kind: str, day: date, book: LawBook | None = None) -> bool:
    """Say whether the simplified procedure is open: for forms, given for a sudden achievement or to outsiders.

    Luật 06/2022/QH15 Điều 85 names the procedure; which cases it is for is told by the kinds of commendation (Điều 8).
    """
    provision = (book or live_book()).provision_on(_SIMPLIFIED, day)
    return provision is not None and award in provision.awards and kind in {DossierKind.SUDDEN, DossierKind.EXTERNAL}
