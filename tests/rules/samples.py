"""People made for these tests: hypothesis strategies, and ways to forget a fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

from hypothesis import strategies as st

from thidua.rules.facts import GRADES, SCOPES, AwardHeld, History, InitiativeRecord, YearRecord

TITLES = ("advanced_worker", "grassroots_fighter", "ministerial_provincial_fighter", "national_fighter")
FINDINGS = (
    "law_abiding",
    "united",
    "active",
    "productive",
    "chosen_ministerial_provincial_fighter",
    "chosen_national_fighter",
    *(f"initiative_reuse_{title}" for title in TITLES[1:]),
)
YEAR = 2019
DAY = date(2019, 6, 1)
YEARS = range(YEAR - 8, YEAR + 1)

mostly_true = st.sampled_from((True, True, True, False))


@st.composite
def year_records(draw: st.DrawFn, year: int = YEAR) -> YearRecord:
    """Draw a year in which each fact may be unknown; people who pass are made common, else little is tested."""
    return YearRecord(
        year,
        draw(st.none() | st.sampled_from(("good", "excellent", *GRADES))),
        draw(st.none() | st.just(frozenset(TITLES)) | st.frozensets(st.sampled_from(TITLES))),
        draw(st.none() | st.integers(0, 12)),
        draw(st.dictionaries(st.sampled_from(FINDINGS), mostly_true) | st.just(dict.fromkeys(FINDINGS, True))),
    )


@st.composite
def held_titles(draw: st.DrawFn) -> tuple[AwardHeld, ...]:
    """Draw titles held: a run of CSTĐCS with perhaps a hole, CSTĐBT at times, LĐTT at will."""
    runs = st.sets(st.sampled_from(YEARS), max_size=2).map(lambda holes: set(YEARS) - holes)
    fighters = draw(runs | st.sets(st.sampled_from(YEARS)))
    provincial = draw(st.just({YEAR - 4, YEAR - 1}) | st.sets(st.sampled_from(YEARS), max_size=3))
    workers = draw(st.sets(st.sampled_from(YEARS), max_size=2))
    groups = zip(TITLES, (workers, fighters, provincial), strict=False)
    return tuple(AwardHeld(code, year) for code, years in groups for year in sorted(years))


initiative_rows = st.builds(
    InitiativeRecord,
    st.sampled_from(YEARS),
    st.sampled_from(SCOPES),
    st.none() | st.sampled_from((*TITLES, "merit_certificate")),
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a person of whom anything may be unknown."""
    return History(
        draw(st.just({}) | year_records().map(lambda record: {record.year: record})),
        draw(st.none() | held_titles()),
        draw(st.none() | st.lists(initiative_rows, max_size=4).map(tuple)),
        draw(st.none() | st.just(())),
        draw(st.none() | st.sampled_from(YEARS)),
        draw(st.none() | st.sampled_from(YEARS)),
    )


def _forget_in_year(record: YearRecord) -> Iterator[YearRecord]:
    """Yield the year with one fact forgotten, in every way; a table is forgotten entry by entry, then whole."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, dict):
            for code in value:
                yield replace(record, **{field.name: {key: item for key, item in value.items() if key != code}})
        if field.name not in ("year", "findings") and value is not None:
            yield replace(record, **{field.name: None})


def forgotten(history: History) -> Iterator[History]:
    """Yield the history with one fact forgotten, in every way. Shortening a complete list is not forgetting."""
    for year, record in history.years.items():
        yield replace(history, years={key: item for key, item in history.years.items() if key != year})
        for poorer in _forget_in_year(record):
            yield replace(history, years={**history.years, year: poorer})
    for name in ("titles", "forms", "initiatives", "disciplines", "open_cases"):
        if getattr(history, name) is not None:
            yield replace(history, **{name: None})
    yield from _forget_years_of_lists(history)


def _forget_years_of_lists(history: History) -> Iterator[History]:
    """Yield the history with the lists known from later, or the titles only until earlier."""
    for start in YEARS:
        if history.lists_known_from is None or start > history.lists_known_from:
            yield replace(history, lists_known_from=start)
    for end in YEARS:
        if history.titles_known_until is None or end < history.titles_known_until:
            yield replace(history, titles_known_until=end)
