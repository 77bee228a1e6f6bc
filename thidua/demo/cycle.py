"""Plays the year 2018 through the real services, as the people who would do it, and plans 2019.

Every step is what an officer does on a page: the city launches, unions and heads join and confirm, members register,
grades and findings are recorded, the year is evaluated, honours are entered, movements are closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from thidua.dossiers.models import Evaluation, EvaluationRun
from thidua.dossiers.services import run_evaluation
from thidua.dossiers.states import AnswerChoice
from thidua.honours.models import Title
from thidua.honours.services import NewHonour, record_honours
from thidua.movements import services as movements
from thidua.movements.models import Criterion, Milestone, Movement, Participation, Target
from thidua.movements.services import CriterionInput
from thidua.movements.states import TargetState
from thidua.movements.tightening import Requirement
from thidua.people.models import Person, Unit, User
from thidua.registration import services as registration
from thidua.registration.models import Registration
from thidua.registration.services import Tick
from thidua.rules.book import findings_for
from thidua.rules.library import shipped
from thidua.rules.quotas import cap
from thidua.statistics.figures import read_target

from .population import LAST_YEAR, GeneratedPerson, load_yaml
from .structure import CityUnits

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OFFERED = (
    "advanced_worker", "grassroots_fighter", "ministerial_provincial_fighter", "national_fighter", "two_duties",
    "good_person_good_deed", "advanced_collective", "excellent_collective",
)  # fmt: skip
TIGHTENS_EVERY = 4  # every fourth union sets itself a stricter figure than the city's


def moment(day: date | str, hour: int = 9) -> datetime:
    """Return a working hour of ``day`` in Vietnam."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time(hour), VIETNAM)


class Year:
    """One year of the city's movements; ``tell`` is called with a line as each step begins."""

    def __init__(self, city: CityUnits, people: list[GeneratedPerson], tell: Callable[[str], None]) -> None:
        self.city = city
        self.tell = tell
        self.data = load_yaml("movements")
        self.officer = User.objects.get(username="canbo")
        self.people = people

    @cached_property
    def by_union(self) -> dict[int, list[GeneratedPerson]]:
        """People at work at the end of the last year, by their union's index."""
        groups = defaultdict(list)
        for person in self.people:
            if person.worked_in(LAST_YEAR):
                groups[person.unit].append(person)
        return groups

    @cached_property
    def ids(self) -> dict[str, int]:
        """Database ids by staff number."""
        return dict(Person.objects.values_list("code", "id"))

    def officer_of(self, index: int) -> User:
        """Return the account that keeps the union."""
        return self._accounts[f"cdcs.{self.city.agencies[index].code}"]

    def head_of(self, index: int) -> User:
        """Return the account of the paired agency's head."""
        return self._accounts[f"thutruong.{self.city.agencies[index].code}"]

    @cached_property
    def _accounts(self) -> dict[str, User]:
        return {user.username: user for user in User.objects.all()}

    def plan(self, year: int) -> list[Movement]:
        """Set the theme, plan the year's movements and campaigns with their milestones, and its targets."""
        this, at = self.data["years"][year], moment(date(year - 1, 12, 20))
        if theme := self.data["themes"].get(year):
            movements.set_theme(unit_id=self.city.union.pk, year=year, title=theme, by=self.officer, at=at)
        made = {
            row["code"]: movements.plan_movement(
                owner_id=self.city.union.pk,
                kind=kind,
                code=row["code"],
                year=year,
                name=row["name"],
                starts_on=date(year, 1, 1),
                ends_on=date(year, 12, 31),
                criteria=[_criterion(row) for row in self.data["criteria"].get(row["code"], [])],
                milestones=_milestones(self.data["milestones"], year),
                by=self.officer,
                at=at,
            )
            for kind, group in (("movement", "movements"), ("campaign", "campaigns"))
            for row in this[group]
        }
        for row in self.data["targets"]:
            movement = made.get(row.get("movement", ""))
            movements.plan_target(
                owner_id=self.city.union.pk,
                movement_id=movement.pk if movement else None,
                year=year,
                name=row["name"],
                figure=row["figure"],
                operator=row["operator"],
                value=Decimal(str(row["value"])),
                upper=Decimal(str(row["upper"])) if "upper" in row else None,
                due_on=date(year, 12, 31),
                by=self.officer,
                at=at,
            )
        return list(made.values())

    def launch(self, planned: Iterable[Movement], on: date) -> None:
        """Launch the planned movements from the city."""
        for movement in planned:
            movements.launch_movement(movement_id=movement.pk, by=self.officer, at=moment(on))

    def join(self, planned: list[Movement], on: date) -> None:
        """Let each union join, tighten here and there, be confirmed by both sides, and mobilise its members."""
        for index, union in enumerate(self.city.unions):
            officer, head = self.officer_of(index), self.head_of(index)
            for movement in planned:
                joined = movements.join_movement(
                    movement_id=movement.pk,
                    unit_id=union.pk,
                    plan=f"Kế hoạch thực hiện “{movement.name}” tại {union.short_name}.",
                    local_criteria=_tightened(movement) if index % TIGHTENS_EVERY == 0 else {},
                    by=officer,
                    at=moment(on, 8),
                )
                self._confirm(joined, officer, head, on)

    def _confirm(self, joined: Participation, officer: User, head: User, on: date) -> None:
        for side, by, hour in (("union", officer, 9), ("head", head, 10)):
            movements.confirm_participation(participation_id=joined.pk, side=side, by=by, at=moment(on, hour))
        movements.mobilise(participation_id=joined.pk, person_ids=None, by=officer, at=moment(on, 11))

    def gather_newcomers(self, planned: list[Movement], on: date) -> None:
        """Mobilise those who came since the launch; whoever comes later still is seen as missing in the target."""
        for joined in Participation.objects.filter(movement__in=planned).select_related("unit").order_by("id"):
            officer = self.officer_of(self._index[joined.unit_id])
            movements.mobilise(participation_id=joined.pk, person_ids=None, by=officer, at=moment(on))

    @cached_property
    def _index(self) -> dict[int, int]:
        return {union.pk: index for index, union in enumerate(self.city.unions)}

    def register(self, year: int) -> None:
        """Open the round; each union ticks its grid and submits; the city receives."""
        titles = Title.objects.in_bulk(OFFERED, field_name="code")
        call = registration.open_round(
            owner_id=self.city.union.pk,
            year=year,
            opens_on=date(year, 1, 15),
            soft_deadline=date(year, 3, 31),
            hard_deadline=date(year, 4, 15),
            title_codes=list(titles),
            by=self.officer,
            at=moment(date(year, 1, 15)),
        )
        for index, union in enumerate(self.city.unions):
            officer, at = self.officer_of(index), moment(date(year, 2, 20 + index % 8))
            sheet = registration.start_registration(round_id=call.pk, unit_id=union.pk, by=officer, at=at)
            sheet = registration.save_lines(
                registration_id=sheet.pk,
                changes=self._ticks(index, year),
                expected_version=sheet.version,
                by=officer,
                at=at,
            )
            self._move(sheet, "submit", officer, at)
            self._move(sheet, "accept", self.officer, moment(date(year, 4, 2)))

    def _move(self, sheet: Registration, move: str, by: User, at: datetime) -> None:
        registration.move_registration(
            registration_id=sheet.pk, move=move, reason="", expected_version=None, by=by, at=at
        )

    def _ticks(self, index: int, year: int) -> list[Tick]:
        ticks: list[Tick] = [
            {"person_id": self.ids[person.code], "title_code": code, "on": True}
            for person in self.by_union[index]
            if person.joined < date(year, 2, 1)
            for code in person.years[year].registered
        ]
        collective = "excellent_collective" if index % 3 == 0 else "advanced_collective"
        return [*ticks, {"person_id": None, "title_code": collective, "on": True}]

    def record(self, year: int) -> None:
        """Record grades, and what only people can find, unit by unit."""
        at = moment(date(year, 12, 5))
        for index, union in enumerate(self.city.unions):
            officer, people = self.officer_of(index), self.by_union[index]
            grades = {self.ids[p.code]: p.years[year].grade for p in people if p.years[year].grade}
            registration.record_grades(unit_id=union.pk, year=year, grades=grades, by=officer, at=at)
            registration.record_findings_for_all(unit_id=union.pk, year=year, by=officer, at=at)
            self._record_refusals(union, people, year, officer)
            self._record_unit(union, index, year)

    def _record_unit(self, union: Unit, index: int, year: int) -> None:
        """Let the city grade the union itself, and find what the law asks of a collective; every ninth waits."""
        at, day = moment(date(year, 12, 8)), date(year, 12, 31)
        if index % 9 == 8:
            return
        registration.record_unit_result(
            unit_id=union.pk,
            year=year,
            grade="excellent" if index % 3 == 0 else "good",
            rank=None,
            targets_exceeded=index % 3 == 0,
            expected_version=None,
            by=self.officer,
            at=at,
        )
        for finding in findings_for(shipped(), "advanced_collective", day):
            registration.conclude_finding(
                unit_id=union.pk,
                person_id=None,
                year=year,
                award="advanced_collective",
                code=finding.code,
                decided_on=day,
                holds=True,
                reason="Hội nghị tổng kết khối thi đua.",
                expected_version=None,
                by=self.officer,
                at=at,
            )

    def _record_refusals(self, union: Unit, people: list[GeneratedPerson], year: int, officer: User) -> None:
        refused = [self.ids[person.code] for person in people if person.years[year].refused_finding]
        if refused:
            registration.record_findings(
                unit_id=union.pk,
                year=year,
                findings=[
                    {"person_id": person_id, "code": "active", "holds": False,
                     "reason": "Không tham gia hoạt động chung trong năm."}
                    for person_id in refused
                ],
                by=officer,
                at=moment(date(year, 12, 6)),
            )  # fmt: skip

    def review(self, planned: list[Movement], kind: str, on: date) -> None:
        """Record a milestone of every movement as done."""
        for milestone in Milestone.objects.filter(movement__in=planned, kind=kind):
            movements.record_milestone(milestone_id=milestone.pk, done_on=on, by=self.officer, at=moment(on))

    def evaluate(self, on: date) -> EvaluationRun:
        """Ask the law about everybody, for the titles of the year of ``on``."""
        return run_evaluation(unit_id=self.city.union.pk, year=on.year, decided_on=on, by=self.officer, at=moment(on))

    def honour(self, run: EvaluationRun, year: int) -> None:
        """Enter what was decided: titles that the law allows within its cap, and the movements' own titles."""
        met: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        rows = Evaluation.objects.filter(run=run, answer=AnswerChoice.MET, person__isnull=False).order_by("person_id")
        for unit_id, code, person_id in rows.values_list("unit_id", "award", "person_id"):
            met[unit_id][code].append(person_id)
        for index, union in enumerate(self.city.unions):
            held = {"advanced_worker": met[union.pk]["advanced_worker"]}
            limit = cap("grassroots_fighter", date(year, 12, 20), len(held["advanced_worker"]))
            fighters = met[union.pk]["grassroots_fighter"]
            held["grassroots_fighter"] = fighters[: limit.limit] if limit else fighters
            for code in ("two_duties", "good_person_good_deed"):
                held[code] = [self.ids[p.code] for p in self.by_union[index] if code in p.years[year].titles]
            self._enter(index, held, year)

    def _enter(self, index: int, held: dict[str, list[int]], year: int) -> None:
        union, agency = self.city.unions[index], self.city.agencies[index]
        levels = dict(Title.objects.values_list("code", "issuer_level"))
        record_honours(
            unit_id=union.pk,
            entries=[
                NewHonour(
                    unit_id=union.pk,
                    person_id=person_id,
                    title=code,
                    year=year,
                    issuer_level=levels[code],
                    issuer=f"Thủ trưởng {agency.short_name}",
                    decision_number=f"{300 + index}/QĐ-TĐKT",
                    decision_date=date(year, 12, 25),
                )
                for code, person_ids in held.items()
                for person_id in person_ids
            ],
            by=self.officer,
            at=moment(date(year, 12, 26)),
        )

    def close(self, planned: Iterable[Movement], on: date) -> None:
        """Close the year's movements and targets; the figures are frozen."""
        at = moment(on, 16)
        for movement in planned:
            movements.close_movement(
                movement_id=movement.pk, read_target=read_target, confirmed=True, by=self.officer, at=at
            )
        for target in Target.objects.filter(owner=self.city.union, year=on.year, state=TargetState.OPEN):
            movements.close_target(target_id=target.pk, read_target=read_target, by=self.officer, at=at)

    def play(self) -> None:
        """Play 2018 from launch to closing, then plan 2019."""
        done, next_year = self.data["years"][LAST_YEAR], LAST_YEAR + 1
        self.tell("Phát động các phong trào, cuộc vận động năm 2018 …")
        planned = self.plan(LAST_YEAR)
        self.launch(planned, done["launched"])
        self.join(planned, date(LAST_YEAR, 1, 18))
        self.review(planned, "launch", done["launched"])
        self.tell("Các đơn vị đăng ký danh hiệu thi đua …")
        self.register(LAST_YEAR)
        self.gather_newcomers(planned, date(LAST_YEAR, 7, 10))
        self.review(planned, "interim_review", date(LAST_YEAR, 7, 12))
        self.tell("Ghi kết quả năm 2018 …")
        self.record(LAST_YEAR)
        self.tell("Xét điều kiện theo luật của năm 2018 …")
        self.honour(self.evaluate(date(LAST_YEAR, 12, 20)), LAST_YEAR)
        # A second round: the higher fighter titles count this year's grassroots title, which is held only now.
        self.evaluate(date(LAST_YEAR, 12, 27))
        self.tell("Tổng kết năm 2018, lập kế hoạch năm 2019 …")
        self.review(planned, "final_review", date(LAST_YEAR, 12, 20))
        self.review(planned, "honour", done["closed"])
        self.close(planned, done["closed"])
        self.plan(next_year)


def _criterion(row: dict[str, Any]) -> CriterionInput:
    value = row.get("value")
    return CriterionInput(
        text=row["text"],
        operator=row.get("operator", ""),
        value=Decimal(str(value)) if value is not None else None,
        measure_unit=row.get("measure_unit", ""),
    )


def _milestones(days: dict[str, str], year: int) -> dict[str, date]:
    return {kind: date.fromisoformat(f"{year}-{day}") for kind, day in days.items()}


def _tightened(movement: Movement) -> dict[int, Requirement]:
    """Return stricter figures for the movement's comparable criteria: 5 points or one step in the right direction."""
    return {criterion.pk: _stricter(criterion) for criterion in movement.criteria.exclude(operator="")}


def _stricter(criterion: Criterion) -> Requirement:
    value = criterion.value or Decimal(0)
    step = Decimal(5) if value > 10 else Decimal(1)
    return Requirement(criterion.operator, value + step if criterion.operator in {"ge", "gt"} else value - step)
