"""The facts of one person as a form, and the same facts in the hand-written format that the law reads.

What is left at “không rõ” is left out: the law then says what is missing instead of guessing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from thidua.rules.book import LawBook, findings_for
from thidua.rules.names import AWARDS, CASE_VI, GRADE_VI, LEVEL_VI, SCOPE_VI
from thidua.web.saving import DayField

YEARS_SHOWN = 7
INITIATIVES, DISCIPLINES, CASES = 3, 2, 1
UNKNOWN = ("", _("không rõ"))
KNOWN = [UNKNOWN, ("none", _("biết chắc là không có")), ("some", _("có, như ghi dưới đây"))]
YES_NO = [UNKNOWN, ("yes", _("đạt")), ("no", _("không đạt"))]
TITLES = [award for award in AWARDS.values() if (award.subject, award.kind) == ("person", "title")]
FORMS = [award for award in AWARDS.values() if (award.subject, award.kind) == ("person", "form")]
MOST_YEARS = 60


class YearsField(forms.CharField):
    """Years as people list them: “2016, 2017”."""

    def clean(self, value: Any) -> list[int]:
        """Return the years; refuses anything that is no year."""
        words = (super().clean(value) or "").replace(",", " ").replace(";", " ").split()
        if any(not (word.isdecimal() and len(word) == 4) for word in words) or len(words) > MOST_YEARS:
            raise forms.ValidationError(_gettext("Ghi các năm bốn chữ số, cách nhau bằng dấu phẩy."))
        return [int(word) for word in words]


def _choice(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=list(choices))


class AskForm(forms.Form):
    """Which year, by the law of which day, and for which award."""

    nam = forms.IntegerField(label=_("Năm đề nghị"), min_value=1990, max_value=2100, localize=False)
    ngay = DayField(label=_("Ngày quyết định"), help_text=_("Ngày này chọn luật áp dụng."))
    danh_hieu = forms.ChoiceField(label=_("Danh hiệu, hình thức"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(award.code, award.name_vi) for award in (*TITLES, *FORMS)]
        self.fields["danh_hieu"] = _choice(_("Danh hiệu, hình thức"), [("", _("tất cả")), *codes])


class FactsForm(forms.Form):
    """One person's facts, for one year and day of decision."""

    def __init__(self, *args: Any, year: int, day: date, awards: Iterable[str], book: LawBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.findings = {item.code: item for award in awards for item in findings_for(book, award, day)}
        for sections in (self._yearly(), self._honours(), self._events(), self._found()):
            self.fields.update(sections)

    def _yearly(self) -> dict[str, forms.Field]:
        grades = [UNKNOWN, *GRADE_VI.items()]
        years = range(self.year, self.year - YEARS_SHOWN, -1)
        fields: dict[str, forms.Field] = {
            f"grade_{year}": _choice(_gettext("Xếp loại năm %(year)s") % {"year": year}, grades) for year in years
        }
        fields["months_worked"] = forms.IntegerField(
            label=_("Số tháng được tính là có làm việc trong năm đề nghị"), required=False, min_value=0, max_value=12
        )
        fields["registered_known"] = _choice(_("Đăng ký thi đua năm đề nghị"), KNOWN)
        fields["registered"] = forms.MultipleChoiceField(
            label=_("Danh hiệu đã đăng ký"),
            required=False,
            choices=[(award.code, award.name_vi) for award in TITLES],
            widget=forms.CheckboxSelectMultiple,
        )
        return fields

    def _honours(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for kind, label, awards in (("titles", _("Danh hiệu đã có"), TITLES), ("forms", _("Hình thức đã có"), FORMS)):
            fields[f"{kind}_known"] = _choice(label, KNOWN)
            for award in awards:
                fields[f"{kind}_{award.code}"] = YearsField(label=award.name_vi, required=False, max_length=300)
        return fields

    def _events(self) -> dict[str, forms.Field]:
        used = [("", _("chưa dùng cho khen thưởng nào")), *((one.code, one.name_vi) for one in (*TITLES, *FORMS))]
        fields: dict[str, forms.Field] = {"initiatives_known": _choice(_("Sáng kiến, đề tài được công nhận"), KNOWN)}
        for place in range(INITIATIVES):
            fields[f"initiative_{place}_year"] = forms.IntegerField(
                label=_("Năm công nhận"), required=False, min_value=1950, max_value=2100, localize=False
            )
            fields[f"initiative_{place}_scope"] = _choice(_("Phạm vi"), SCOPE_VI.items())
            fields[f"initiative_{place}_used"] = _choice(_("Đã dùng để xét"), used)
        fields["disciplines_known"] = _choice(_("Kỷ luật"), KNOWN)
        levels = [(code, words) for code, words in LEVEL_VI.items() if code != "none"]
        for place in range(DISCIPLINES):
            fields[f"discipline_{place}_on"] = DayField(label=_("Ngày quyết định kỷ luật"), required=False)
            fields[f"discipline_{place}_level"] = _choice(_("Hình thức"), levels)
            fields[f"discipline_{place}_ends"] = DayField(label=_("Ngày hết thời hạn"), required=False)
        fields["cases_known"] = _choice(_("Vụ việc đang được xem xét"), KNOWN)
        for place in range(CASES):
            fields[f"case_{place}_kind"] = _choice(_("Loại vụ việc"), CASE_VI.items())
            fields[f"case_{place}_on"] = DayField(label=_("Bắt đầu ngày"), required=False)
        return fields

    def _found(self) -> dict[str, forms.Field]:
        return {
            f"finding_{code}": _choice(capfirst(item.about_vi.format(year=self.year)), YES_NO)
            for code, item in self.findings.items()
        }

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The fields in the groups of the page; a group opens when something in it was typed."""
        groups = (
            (_("Xếp loại và đăng ký"), ("grade_", "months_", "registered")),
            (_("Danh hiệu đã có"), ("titles_",)),
            (_("Hình thức khen thưởng đã có"), ("forms_",)),
            (_("Sáng kiến, đề tài"), ("initiative",)),
            (_("Kỷ luật, vụ việc"), ("discipline", "case")),
            (_("Nhận xét của tập thể, kết luận của người có thẩm quyền"), ("finding_",)),
        )
        found = [{"title": title, "fields": [self[name] for name in self.fields if name.startswith(marks)]}
                 for title, marks in groups]  # fmt: skip
        return [group for group in found if group["fields"]]

    def facts(self) -> dict[str, Any]:
        """Return what was typed as the hand-written format has it; what is not known is left out."""
        said = self.cleaned_data
        grades = {year: said.get(f"grade_{year}") for year in range(self.year - YEARS_SHOWN + 1, self.year)}
        years: dict[int, dict[str, Any]] = {year: {"grade": grade} for year, grade in grades.items() if grade}
        years[self.year] = dict(self._this_year(said))
        facts: dict[str, Any] = {"years": years}
        for kind, awards in (("titles", TITLES), ("forms", FORMS)):
            held = {one.code: said[f"{kind}_{one.code}"] for one in awards if said[f"{kind}_{one.code}"]}
            facts |= _listed(kind, said[f"{kind}_known"], held, {})
        facts |= _listed("initiatives", said["initiatives_known"], list(_initiatives(said)), [])
        facts |= _listed("disciplines", said["disciplines_known"], list(_disciplines(said)), [])
        return facts | _listed("open_cases", said["cases_known"], list(_cases(said)), [])

    def _this_year(self, said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        if said[f"grade_{self.year}"]:
            yield "grade", said[f"grade_{self.year}"]
        if said["months_worked"] is not None:
            yield "months_worked", said["months_worked"]
        yield from _listed("registered", said["registered_known"], said["registered"], []).items()
        found = {code: said[f"finding_{code}"] == "yes" for code in self.findings if said[f"finding_{code}"]}
        if found:
            yield "findings", found


def _listed(name: str, known: str, typed: Any, empty: Any) -> dict[str, Any]:
    """Return one list of the format: left out when not known and nothing was typed; else it counts as complete."""
    if known == "none":
        return {name: empty}
    return {name: typed} if known == "some" or typed else {}


def _initiatives(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in range(INITIATIVES):
        if said[f"initiative_{place}_year"]:
            used = said[f"initiative_{place}_used"]
            row = {"year": said[f"initiative_{place}_year"], "scope": said[f"initiative_{place}_scope"] or "grassroots"}
            yield row | ({"used_for": used} if used else {})


def _disciplines(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in range(DISCIPLINES):
        if said[f"discipline_{place}_on"]:
            ends = said[f"discipline_{place}_ends"]
            level = said[f"discipline_{place}_level"] or "reprimand"
            row = {"level": level, "decided_on": said[f"discipline_{place}_on"]}
            yield row | ({"ends_on": ends} if ends else {})


def _cases(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in range(CASES):
        if said[f"case_{place}_on"]:
            yield {"kind": said[f"case_{place}_kind"] or "discipline", "opened_on": said[f"case_{place}_on"]}


class PastedForm(forms.Form):
    """Facts in the hand-written format, pasted; for collectives and households too."""

    facts = forms.CharField(
        label=_("Hồ sơ viết tay"),
        max_length=64_000,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "code"}),
    )
