"""The house stands as docs/architecture.md says. Each rule has a control: a planted sample that it must notice."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.architecture.walls import (
    LONGEST_FILE,
    LONGEST_FUNCTION,
    LONGEST_TEMPLATE,
    PACKAGE,
    PROJECT,
    STACK,
    calls_of_the_clock,
    junk_drawers,
    long_functions,
    points_up,
    reaching_behind_the_door,
    signature_faults,
    sources,
    too_long,
    unguarded_doors,
    writes_in_pages,
)

CODE = list(sources(PACKAGE, PROJECT / "scripts"))
ALL_PYTHON = [*CODE, *sources(PROJECT / "tests")]
TEMPLATES = list(sources(PACKAGE, pattern="*.html"))
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
# Offered beside services though nothing in them is a person's deed of its own; each with the reason.
NOT_SERVICES = {
    "thidua.kernel.services.requeue_stale": "the ground's bookkeeping of jobs, in its own tables",
    "thidua.kernel.services.clear_old": "the ground's bookkeeping of form keys, in its own tables",
    "thidua.people.services.preview_change": "does a change and takes it back",
    "thidua.people.services.problems_of_roll": "reads what write_roll would refuse, for a preview",
    "thidua.honours.services.problems_of_honours": "reads what write_honours would refuse, for a preview",
    "thidua.honours.services.already_held": "reads which entries the register holds, for a preview",
    "thidua.registration.services.problems_of_grades": "reads what write_grades would refuse, for a preview",
    "thidua.registration.services.problems_of_registrations": "reads what write_registrations would refuse",
    "thidua.initiatives.services.problems_of_initiatives": "reads what write_initiatives would refuse, for a preview",
    "thidua.nominations.services.problems_of_nominations": "reads what write_nominations would refuse, for a preview",
    "thidua.nominations.services.put_up_already": "reads what open dossiers hold, for a preview",
    "thidua.nominations.services.entries_of": "reads a dossier back into the shape that its services take",
    "thidua.nominations.services.key_of": "says what makes two entries the same",
    "thidua.honours.services.entry_of": "reads an honour back into the shape that its services take",
    "thidua.dossiers.services.run_evaluation": "the service start_evaluation, and then its job in this process",
    "thidua.dossiers.services.evaluate_batch": "one step of the job that start_evaluation has audited",
    "thidua.dossiers.services.evaluate_collectives": "one step of the job that start_evaluation has audited",
    "thidua.dossiers.services.finish_run": "the last step of that job",
}
NOT_PAGES = {
    "thidua/web/once.py",  # the one-time key is the request's own row
    "thidua/web/accounts/letters.py",  # “save” is what the sign-in library calls sending the letter
}
PAGES = [(name, text) for name, text in CODE if name.startswith("thidua/web/") and name not in NOT_PAGES]
TOLD_THE_TIME = [
    (name, text)
    for name, text in CODE
    if re.search(r"/(services|selectors|policies|states|models)(\.py|/)", name) or name.startswith("thidua/rules/")
]


def findings(rule, files) -> list[str]:
    """Return what ``rule`` finds in all files."""
    return [line for name, text in files for line in rule(name, text)]


def test_files_are_short() -> None:
    assert findings(too_long, ALL_PYTHON) == []
    assert findings(lambda name, text: too_long(name, text, LONGEST_TEMPLATE), TEMPLATES) == []


def test_a_long_file_is_noticed() -> None:
    assert too_long("x.py", "\n" * LONGEST_FILE)
    assert not too_long("x.py", "\n" * (LONGEST_FILE - 1))


def test_functions_are_short() -> None:
    assert findings(long_functions, ALL_PYTHON) == []


def test_a_long_function_is_noticed() -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    assert long_functions("x.py", f"class A:\n  def f():\n{body}")


@pytest.mark.parametrize("room", [room for room in ROOMS if list((PACKAGE / room).glob("services*"))])
def test_what_a_room_offers_as_services_are_services(room: str) -> None:
    assert set(unguarded_doors(import_module(f"thidua.{room}.services"))) - NOT_SERVICES.keys() == set()


def test_services_are_told_who_and_when_by_keyword() -> None:
    assert findings(signature_faults, CODE) == []


def test_nobody_reaches_behind_another_rooms_services() -> None:
    assert findings(reaching_behind_the_door, CODE) == []


def test_a_function_that_only_looks_like_a_service_is_noticed() -> None:
    assert len(signature_faults("services.py", '@service("thing.save")\ndef save_it(thing, *, by): ...')) == 2
    assert not signature_faults("services.py", '@service("thing.save")\ndef save_it(*, thing, by, at): ...')
    module = ModuleType("thidua.thing.services")
    exec("def save_it(*, by, at): ...", module.__dict__)
    assert unguarded_doors(module) == ["thidua.thing.services.save_it"]
    assert reaching_behind_the_door("thidua/web/x.py", "from thidua.people.services.units import f")
    assert not reaching_behind_the_door("thidua/people/x.py", "from thidua.people.services.units import f")
    assert not reaching_behind_the_door("thidua/web/x.py", "from thidua.people.services import f")


def test_pages_write_nothing() -> None:
    assert findings(writes_in_pages, PAGES) == []


@pytest.mark.parametrize(
    "line", ["row.save()", "Unit.objects.create(code='x')", "rows.filter(id=1).update(a=2)", "unit.delete()"]
)
def test_a_write_in_a_page_is_noticed(line: str) -> None:
    assert writes_in_pages("views.py", line)
    assert not writes_in_pages("views.py", "seen = set()\nseen.add(1)\nframe = {}\nframe.update(a=1)")


def test_services_reads_and_the_law_are_told_the_time() -> None:
    assert findings(calls_of_the_clock, TOLD_THE_TIME) == []


def test_a_look_at_the_clock_is_noticed() -> None:
    assert calls_of_the_clock("services.py", "at = timezone.now()")
    assert calls_of_the_clock("services.py", "day = date.today()")


def test_no_module_is_a_junk_drawer() -> None:
    assert junk_drawers(iter(name for name, _text in ALL_PYTHON)) == []
    assert junk_drawers(iter(["thidua/people/utils.py", "thidua/common/x.py"])) == [
        "thidua/people/utils.py",
        "thidua/common/x.py",
    ]


def test_every_room_says_what_it_is_for() -> None:
    silent = [room for room in ROOMS if not ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text()))]
    assert silent == []


def test_every_room_has_its_place_in_the_stack() -> None:
    assert {room for level in STACK for room in level} == set(ROOMS)


def test_no_foreign_key_points_up_the_stack() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("thidua.")]
    found = []
    for model in ours:
        for field in model._meta.get_fields():
            target = field.related_model if isinstance(field, models.ForeignObject | models.ManyToManyField) else None
            if target is None or isinstance(target, str) or not target.__module__.startswith("thidua."):
                continue
            here, there = model.__module__.split(".")[1], target.__module__.split(".")[1]
            # Who made a job is an account: the ground knows accounts only by the name in AUTH_USER_MODEL.
            if points_up(here, there) and target._meta.label != "people.User":
                found.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert found == []


def test_a_link_up_or_sideways_is_noticed() -> None:
    assert points_up("people", "movements")
    assert points_up("registration", "initiatives")
    assert not points_up("movements", "people")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
