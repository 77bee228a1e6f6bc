"""People, collectives and households made quickly from a seed, many of them near the boundaries of the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from thidua.rules.book import LawBook, findings_for
from thidua.rules.case import MOST_YEARS_BACK
from thidua.rules.facts import (
    BASES,
    CASES,
    GRADES,
    GROUPS,
    LEVELS,
    MEMBER_LEVELS,
    SCOPES,
    AwardHeld,
    DisciplineRecord,
    History,
    InitiativeRecord,
    OpenCase,
    YearRecord,
)
from thidua.rules.names import AWARDS, UNION_WORK_VI, is_form

TITLES = tuple(code for code in AWARDS if not is_form(code))
FORMS = tuple(code for code in AWARDS if is_form(code))


def findings_on(book: LawBook, day: date) -> tuple[str, ...]:
    """Return all findings that some award needs on the day."""
    return tuple({item.code: None for award in AWARDS for item in findings_for(book, award, day)})


class Maker:
    """Makes histories for one proposal year and day; each has its own luck, and its own share of what is not known."""

    def __init__(self, seed: int, year: int, day: date, findings: tuple[str, ...]) -> None:
        self.random, self.year, self.day, self.findings = Random(seed), year, day, findings
        self.luck, self.doubt = 0.5, 0.1

    def histories(self, count: int) -> Iterator[History]:
        """Yield so many histories."""
        for _ in range(count):
            self.luck = self.random.choice((0.3, 0.7, 0.9, 0.97, 1.0))
            self.doubt = self.random.choice((0.0, 0.0, 0.01, 0.05, 0.3))
            yield self._history()

    def _lucky(self) -> bool:
        return self.random.random() < self.luck

    def _unknown(self) -> bool:
        return self.random.random() < self.doubt

    def _history(self) -> History:
        years = range(self.year - MOST_YEARS_BACK - 1, self.year + 1)
        return History(
            years={year: self._year(year) for year in years if not self._unknown()},
            titles=None if self._unknown() else self._held(TITLES, years),
            initiatives=None if self._unknown() else tuple(self._initiatives()),
            disciplines=None if self._unknown() else tuple(self._disciplines()),
            lists_known_from=self.random.choice((*years, self.year + 1)) if self._unknown() else None,
            titles_known_until=self.random.choice((*years, years[-1], years[-2])) if self._unknown() else None,
            forms=None if self._unknown() else self._held(FORMS, years),
            open_cases=None if self._unknown() else tuple(self._cases()),
        )

    def _year(self, year: int) -> YearRecord:
        now = year == self.year
        grades = ("good", "excellent", "excellent") if self._lucky() else GRADES
        benefit = self.random.choice((0, 10**7, 49_999_999, 10**8, 2 * 10**8)) if self._lucky() else 0
        return YearRecord(
            year,
            grade=self._maybe(self.random.choice(grades)),
            benefit=self._maybe(benefit),
            **(self._this_year() if now else {}),  # type: ignore[arg-type]
        )

    def _this_year(self) -> dict[str, object]:
        members = self.random.choice((0, 1, 9, 10, 20, 30))
        near = [max(0, members - less) for less in (0, 0, 1, 2, 3, 6, 9)]
        kinds = self.random.sample(tuple(UNION_WORK_VI), self.random.choice((1, 2, 3, 4, 4, 4)))
        return {
            "registered_titles": self._maybe(frozenset(code for code in TITLES if self._lucky())),
            "months_worked": self._maybe(self.random.choice((5, 6, 9, 10, 12))),
            "findings": {code: self._lucky() for code in self.findings if not self._unknown()},
            "group": self._maybe(self.random.choice(GROUPS)),
            "movement_years": self._maybe(self.random.choice((0, 1, 2, 3, 5, 6))),
            "union_months": self._maybe({kind: self.random.choice((0, 1, 60, 90, 119, 120, 180)) for kind in kinds}),
            "members": self._maybe(members),
            "members_with": self._maybe({code: self.random.choice(near) for code in TITLES if not self._unknown()}),
            "members_completed": self._maybe(self.random.choice(near)),
            "member_discipline": self._maybe("none" if self._lucky() else self.random.choice(MEMBER_LEVELS)),
            "rank": self._maybe(self.random.choice((1, 1, 2, 3))),
            "targets_exceeded": self._maybe(self._lucky()),
        }

    def _maybe(self, value: object) -> object:
        return None if self._unknown() else value

    def _held(self, codes: tuple[str, ...], years: range) -> tuple[AwardHeld, ...]:
        often = {code: self.random.choice((0.0, 0.1, self.luck)) for code in codes}
        return tuple(
            AwardHeld(code, year, "merit" if self._lucky() else self.random.choice(BASES))
            for code in codes
            for year in years
            if self.random.random() < often[code]
        )

    def _initiatives(self) -> Iterator[InitiativeRecord]:
        years = (self.year, self.year, *range(self.year - 8, self.year + 1))
        spent = (None, None, None, *AWARDS, "other_award")
        for _ in range(self.random.choice((0, 1, 2, 3, 5, 12))):
            scope = "national" if self._lucky() else self.random.choice(SCOPES)
            yield InitiativeRecord(
                self.random.choice(years), scope, None if self._lucky() else self.random.choice(spent)
            )

    def _near(self) -> date:
        edges = (self.day, date(self.year, 1, 1), date(self.year, 12, 31))
        return self.random.choice(edges) + timedelta(self.random.choice((-400, -1, 0, 1, 30)))

    def _disciplines(self) -> Iterator[DisciplineRecord]:
        while not self._lucky() and self.random.random() < 0.5:
            ends = None if self.random.random() < 0.2 else self._near()
            yield DisciplineRecord(self.random.choice(LEVELS), self._near(), ends)

    def _cases(self) -> Iterator[OpenCase]:
        while not self._lucky() and self.random.random() < 0.5:
            yield OpenCase(self.random.choice(CASES), self._near(), self._maybe(self._near()))  # type: ignore[arg-type]
