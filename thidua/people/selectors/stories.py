"""What a unit was over time: its names, superiors, pairs, blocs, what it came out of and went into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from thidua.kernel.audit_trail import history_of
from thidua.kernel.models import AuditEvent

from ..models import Bloc, BlocMembership, Person, Unit, UnitPair, UnitSuccession, UnitVersion, User


@dataclass(frozen=True, slots=True)
class UnitStory:
    """Everything dated about a unit, the latest first."""

    versions: list[UnitVersion]
    pairs: list[UnitPair]
    blocs: list[BlocMembership]
    origins: list[UnitSuccession]
    successions: list[UnitSuccession]

    def version_on(self, day: date) -> UnitVersion | None:
        """Return the name and place that held on ``day``."""
        return next((version for version in self.versions if version.holds_on(day)), None)

    def pairs_on(self, day: date) -> list[UnitPair]:
        """Return the pairs that held on ``day``: one for a union, perhaps several for an agency."""
        return [pair for pair in self.pairs if pair.holds_on(day)]

    def blocs_on(self, day: date) -> list[BlocMembership]:
        """Return the blocs and clusters in which the unit stood on ``day``."""
        return [place for place in self.blocs if place.holds_on(day)]


def story_of(unit: Unit) -> UnitStory:
    """Return the unit's story; five queries."""
    pairs = UnitPair.objects.filter(Q(union=unit) | Q(agency=unit)).select_related("union", "agency")
    direct = UnitSuccession.objects.filter(direct=True).select_related("predecessor", "successor").order_by("-on", "id")
    return UnitStory(
        versions=list(unit.versions.select_related("parent").order_by("-valid_from")),
        pairs=list(pairs.order_by("-valid_from", "id")),
        blocs=list(unit.bloc_memberships.select_related("bloc").order_by("-valid_from", "id")),
        origins=list(direct.filter(successor=unit)),
        successions=list(direct.filter(predecessor=unit)),
    )


def children_on(unit: Unit, day: date) -> QuerySet[UnitVersion]:
    """Return what stood directly under the unit on ``day``, as it was called then, with its number of people."""
    here = Q(unit__memberships__valid_from__lte=day) & (
        Q(unit__memberships__valid_to__isnull=True) | Q(unit__memberships__valid_to__gt=day)
    )
    versions = UnitVersion.objects.at(day).filter(parent=unit).select_related("unit__kind")
    return versions.annotate(people=Count("unit__memberships", filter=here)).order_by("unit__name_folded")


def blocs_on(day: date) -> QuerySet[Bloc]:
    """Return the blocs and clusters of a day, with the number of their units."""
    here = Q(memberships__valid_from__lte=day) & (
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gt=day)
    )
    return Bloc.objects.at(day).annotate(units=Count("memberships", filter=here)).order_by("kind", "name")


def events_of(thing: Unit | Person | User) -> QuerySet[AuditEvent]:
    """Return what the audit chain tells of a unit, a person or an account, the latest first."""
    return history_of(thing)
