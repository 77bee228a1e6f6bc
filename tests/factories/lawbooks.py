"""Provisions and simulations for tests."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from tests.factories.people import UnitFactory, UserFactory
from thidua.lawbooks import models
from thidua.lawbooks.states import ProvisionKind

THEN = datetime(2026, 10, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULE = """award: advanced_worker
rules:
  - id: I-LDTT-26
    first_day: 2026-10-01
    citation: "Luật 06/2026/QH16, Điều 24"
    confidence: R
    needs:
      all:
        - grade: {at_least: least_26}
        - finding: {named: unity_26}
          text: "đoàn kết, tương trợ"
          why_not: "không đoàn kết, tương trợ"
          about: "việc đoàn kết, tương trợ"
"""
PARAMS = """numbers:
  least_26:
    label_vi: "Mức xếp loại thấp nhất"
    unit: grade
    values:
      - first_day: 2026-10-01
        value: good
        source: "Luật 06/2026/QH16, Điều 24"
        confidence: R
"""
STORIES = """stories:
  - name: "An hoàn thành tốt, đoàn kết → đạt"
    year: 2026
    date: 2026-12-01
    person:
      years: {2026: {grade: good, months_worked: 12, findings: {unity_26: true}}}
      disciplines: []
      open_cases: []
    answer: met
    rule: I-LDTT-26
  - name: "Bình chỉ hoàn thành → chưa đạt"
    year: 2026
    date: 2026-12-01
    person:
      years: {2026: {grade: completed, months_worked: 12, findings: {unity_26: true}}}
      disciplines: []
      open_cases: []
    answer: not_met
    rule: I-LDTT-26
    because: [grade]
"""


def rule_fields(**more: object) -> dict[str, object]:
    """Return what a keeper types to enter the rule above."""
    typed = {
        "rule_yaml": RULE, "params_yaml": PARAMS, "stories_yaml": STORIES, "first_day": date(2026, 10, 1),
        "document": "Luật 06/2026/QH16", "article": "Điều 24", "confidence": "R",
    }  # fmt: skip
    return {**typed, **more}


class ProvisionFactory(DjangoModelFactory):
    """A drafted rule."""

    class Meta:
        model = models.Provision

    kind = ProvisionKind.RULE
    award = "advanced_worker"
    target = "I-LDTT-26"
    rule_yaml = RULE
    params_yaml = PARAMS
    stories_yaml = STORIES
    first_day = date(2026, 10, 1)
    document = "Luật 06/2026/QH16"
    article = "Điều 24"
    entered_by = factory.SubFactory(UserFactory)
    entered_at = THEN


class SimulationFactory(DjangoModelFactory):
    """A finished comparison in which nothing changes."""

    class Meta:
        model = models.Simulation

    unit = factory.SubFactory(UnitFactory)
    year = 2018
    decided_on = date(2018, 12, 31)
    before = {"on": "2018-12-31", "profile": "", "provision": None, "words": "luật ngày 31/12/2018"}
    after = {"on": "2024-06-01", "profile": "", "provision": None, "words": "luật ngày 01/06/2024"}
    summary = {"directions": {"gain": 0, "loss": 0, "other": 0}, "tables": {}, "words": {}}
    started_at = THEN
    finished_at = THEN
