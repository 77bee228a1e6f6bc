"""Evaluations for tests."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from tests.factories.people import PersonFactory, UnitFactory
from thidua.dossiers import models
from thidua.dossiers.states import AnswerChoice


class EvaluationRunFactory(DjangoModelFactory):
    """A finished run of 2018."""

    class Meta:
        model = models.EvaluationRun

    unit = factory.SubFactory(UnitFactory)
    year = 2018
    decided_on = date(2018, 12, 31)
    regime = "L03"
    started_at = datetime(2018, 12, 31, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    finished_at = factory.SelfAttribute("started_at")


class GroundsFactory(DjangoModelFactory):
    """Reasons of a verdict that is met."""

    class Meta:
        model = models.Grounds

    digest = factory.Sequence(lambda n: f"{n:064d}")
    judgement = factory.LazyFunction(
        lambda: {
            "v": 1,
            "answer": "met",
            "title": "advanced_worker",
            "year": 2018,
            "regime": "L03",
            "rule": "I-LDTT-03",
            "decided_on": "2018-12-31",
            "numbers": {},
            "tree": {"code": "x", "answer": "met", "text": "đạt", "confidence": "Q"},
        }
    )


class EvaluationFactory(DjangoModelFactory):
    """One verdict."""

    class Meta:
        model = models.Evaluation

    run = factory.SubFactory(EvaluationRunFactory)
    person = factory.SubFactory(PersonFactory)
    unit = factory.SelfAttribute("run.unit")
    award = "advanced_worker"
    answer = AnswerChoice.MET
    grounds = factory.SubFactory(GroundsFactory)


class TallyFactory(DjangoModelFactory):
    """A counted figure."""

    class Meta:
        model = models.Tally

    run = factory.SubFactory(EvaluationRunFactory)
    unit = factory.SelfAttribute("run.unit")
    award = "advanced_worker"
    answer = AnswerChoice.MET
    count = 1
