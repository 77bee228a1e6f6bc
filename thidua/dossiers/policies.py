"""Who may evaluate, and what the law as code can be asked."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.verdicts import ALLOWED, Verdict, refused
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.rules.book import LawBook


def can_evaluate(actor: Actor, unit_id: int | None, day: date) -> Verdict:
    """Say whether ``actor`` may evaluate the people below ``unit_id`` (None: anywhere)."""
    return may(actor, Permission.EVALUATE, unit_id, day)


def can_judge(year: int, decided_on: date, book: LawBook) -> Verdict:
    """Say whether awards of ``year`` can be judged as of ``decided_on``: the day is not before the year, and its law
    is encoded in the book.
    """
    if decided_on < date(year, 1, 1):
        return refused(_("Ngày xét không thể ở trước năm xét."))
    if not book.awards_on(decided_on):
        return refused(_("Luật áp dụng vào ngày này chưa được đưa vào phần mềm, nên máy không xét thay người."))
    return ALLOWED
