"""What an entry of the register must satisfy, told per field in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thidua.honours.models import CommendationForm, Distinction, Title
from thidua.honours.states import Basis, Branch, IssuerLevel, Nature, Subject, counts_for_law

from .entries import NewHonour

FIRST_YEAR = 1945  # the state's first year; an earlier one is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Both catalogues by code, read once per call."""

    titles: dict[str, Title]
    forms: dict[str, CommendationForm]

    @classmethod
    def read(cls) -> Catalogue:
        """Read both catalogues: two queries."""
        return cls(
            {title.code: title for title in Title.objects.all()},
            {form.code: form for form in CommendationForm.objects.all()},
        )

    def find(self, entry: NewHonour) -> Distinction | None:
        """Return the title or form of the entry; None unless exactly one is named and known."""
        if bool(entry.title) == bool(entry.form):
            return None
        return self.titles.get(entry.title) or self.forms.get(entry.form)

    def pair(self, entry: NewHonour) -> tuple[Title | None, CommendationForm | None]:
        """Return the title and the form of a checked entry; one of them is None."""
        return self.titles.get(entry.title), self.forms.get(entry.form)


def problems_of(entry: NewHonour, catalogue: Catalogue, *, today: date) -> dict[str, str]:
    """Return what is wrong with the entry, by field; empty when it can be written."""
    problems = {}
    if not entry.decision_number:
        problems["decision_number"] = _("Chưa có số quyết định.")
    if not entry.issuer:
        problems["issuer"] = _("Chưa ghi cơ quan ra quyết định.")
    if entry.decision_date > today:
        problems["decision_date"] = _("Ngày quyết định không thể ở sau hôm nay.")
    if not FIRST_YEAR <= entry.year <= today.year:
        problems["year"] = _("Năm thành tích phải từ {first} đến {last}.").format(first=FIRST_YEAR, last=today.year)
    if entry.nature not in {Nature.GRANTED, Nature.POSTHUMOUS}:
        problems["nature"] = _("Mục mới chỉ có thể là tặng hoặc truy tặng.")
    if entry.issuer_level not in IssuerLevel.values:
        problems["issuer_level"] = _("Chọn cấp quyết định trong danh sách.")
    distinction = catalogue.find(entry)
    if distinction is None:
        problems["distinction"] = _("Chọn một danh hiệu hoặc một hình thức khen thưởng trong danh mục.")
        return problems
    return problems | _basis_problems(entry) | _distinction_problems(entry, distinction)


def _basis_problems(entry: NewHonour) -> dict[str, str]:
    if entry.basis not in Basis.values:
        return {"basis": _("Chọn khen về công trạng, phong trào hay đột xuất.")}
    if entry.title and entry.basis != Basis.MERIT:
        return {"basis": _("Danh hiệu thi đua luôn là công trạng.")}
    return {}


def _distinction_problems(entry: NewHonour, distinction: Distinction) -> dict[str, str]:
    problems = {}
    if not distinction.holds_on(entry.decision_date):
        problems["distinction"] = _("“{name}” không dùng vào ngày quyết định này.").format(name=distinction.label)
    if isinstance(distinction, Title) and distinction.subject != entry.subject:
        problems["distinction"] = _("“{name}” chỉ tặng cho {subject}.").format(
            name=distinction.label, subject=Subject(distinction.subject).label
        )
    state = distinction.branch == Branch.STATE
    if state and not counts_for_law(distinction.branch, distinction.issuer_level, entry.issuer_level):
        # The level trap: a federation's certificate entered as a province's would open doors in the law.
        problems["issuer_level"] = _(
            "Cấp này không có thẩm quyền tặng “{name}”. Nếu là khen thưởng của công đoàn, chọn hình thức của công đoàn."
        ).format(name=distinction.label)
    return problems
