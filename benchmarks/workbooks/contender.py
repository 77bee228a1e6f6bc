"""One contender in a process of its own: ``python -m benchmarks.workbooks.contender NAME FILE SMALL``.

Prints one line of JSON: stage → [seconds, rows]. Nothing is measured of starting up and of making the database.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Stages = dict[str, tuple[float, int]]


@contextmanager
def timed(stages: Stages, name: str, rows: int) -> Iterator[None]:
    """Keep how long the block took."""
    began = time.perf_counter()
    yield
    stages[name] = (time.perf_counter() - began, rows)


def ours(path: Path, small: Path) -> Stages:
    """Preview, apply with audit and traces, look again, hand out, and a small preview."""
    from django.utils import timezone

    from thidua.kernel.actors import SystemActor
    from thidua.people.models import Person
    from thidua.workbooks.kinds import Asked
    from thidua.workbooks.looking import look_at
    from thidua.workbooks.services import write_at_once
    from thidua.workbooks.writing.people import write_people

    unit_id, by, today = _city(), SystemActor("bench"), timezone.localdate()
    asked = Asked(unit_id, None, by, today)
    stages: Stages = {}
    rows = _rows(path)
    with timed(stages, "preview 5,000 × 20", _rows(small)):
        assert look_at(small, "people", asked).plan is not None
    with timed(stages, "preview", rows):
        plan = look_at(path, "people", asked).plan
    assert plan is not None
    assert plan.counts()["create"] == rows, plan.counts()
    with timed(stages, "apply", rows), path.open("rb") as file:
        write_at_once(
            plan=plan, kind="people", unit_id=unit_id, year=None, partial=False, file_name=path.name, by=by,
            parts=iter(lambda: file.read(1 << 20), b""), at=timezone.now(),
        )  # fmt: skip
    del plan
    with timed(stages, "same file again", rows):
        again = look_at(path, "people", asked).plan
    assert again is not None
    assert again.counts()["unchanged"] == rows, again.counts()
    ids = list(Person.objects.order_by("name_sort").values_list("pk", flat=True))
    with timed(stages, "export", len(ids)), Path("export.xlsx").open("wb") as target:
        write_people(target, ids, today)
    _list_of_people(stages, len(ids))
    return stages


def _list_of_people(stages: Stages, count: int) -> None:
    """Take the list of people away as its page hands it out: scoped, with places, guarded, recorded."""
    from django.utils import timezone

    from thidua.people.models import User
    from thidua.people.selectors import PeopleFilter, people_matching
    from thidua.web.listing import FORMS, Taking
    from thidua.web.people.forms import PeopleFilterForm
    from thidua.web.people.lists import people_list

    reader, today = User.objects.get(username="city_officer-above"), timezone.localdate()
    for form in FORMS:
        with timed(stages, f"list, {form}", count), Path(f"list.{form}").open("wb") as target:
            rows = people_matching(reader, PeopleFilter(day=today), today)
            listing = people_list(rows, PeopleFilterForm(units=[]), today)
            assert Taking.of(listing, form, reader, timezone.now()).write(target, listing.cells()) >= count - 1


def _import_export(path: Path, *, bulk: bool) -> Stages:
    """Load, try (the library's dry run) and import: who the people are alone, no place, no audit, no undoing."""
    import tablib
    from import_export import fields, resources, widgets

    from thidua.people.models import Person

    class Sexes(widgets.CharWidget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
            return {"Nam": "male", "Nữ": "female"}.get(value, "")

    class People(resources.ModelResource):
        full_name = fields.Field("full_name", "Họ và tên")
        code = fields.Field("code", "Mã cán bộ")
        birth_date = fields.Field("birth_date", "Ngày sinh", widgets.DateWidget("%d/%m/%Y"))
        sex = fields.Field("sex", "Giới tính", Sexes())

        class Meta:
            model = Person
            fields = ("full_name", "code", "birth_date", "sex")
            import_id_fields = ("code",)
            use_bulk = bulk
            batch_size = 1000
            force_init_instance = bulk
            skip_diff = bulk

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            for name, value in Person.name_fields(instance.full_name).items():
                setattr(instance, name, value)

    stages: Stages = {}
    rows = _rows(path)
    with timed(stages, "read", rows):
        data = tablib.Dataset().load(path.read_bytes(), format="xlsx")
    resource = People()
    with timed(stages, "preview", rows):
        assert not resource.import_data(data, dry_run=True).has_errors()
    with timed(stages, "apply", rows):
        done = resource.import_data(data, dry_run=False)
    assert not done.has_errors()
    assert Person.objects.filter(code__startswith="BM").count() == rows
    with timed(stages, "export", rows):
        Path("export.xlsx").write_bytes(People().export().xlsx)
    return stages


def import_export_default(path: Path, small: Path) -> Stages:
    """The usual library as it comes."""
    return _import_export(path, bulk=False)


def import_export_bulk(path: Path, small: Path) -> Stages:
    """The usual library in its bulk mode, new instances without looking for old ones."""
    return _import_export(path, bulk=True)


def our_reader(path: Path, small: Path) -> Stages:
    """Our reader: a child process with limits; and what it read, written as a plain list."""
    from thidua.workbooks.reading import read_file
    from thidua.workbooks.writing.plain import Kind, PlainColumn, write_csv, write_xlsx

    stages: Stages = {}
    with timed(stages, "read", _rows(path)):
        (grid,) = read_file(path)
    assert grid.cells.height == _rows(path) + 1
    heads, *lines = grid.cells.rows()
    columns = [PlainColumn(str(head), Kind.TEXT, 20) for head in heads]
    with timed(stages, "export", len(lines)), Path("export.xlsx").open("wb") as target:
        write_xlsx(target, columns, lines, lambda count: [])
    with timed(stages, "export, csv", len(lines)), Path("export.csv").open("wb") as target:
        write_csv(target, columns, lines)
    return stages


def openpyxl_reader(path: Path, small: Path) -> Stages:
    """openpyxl in its streaming modes."""
    import openpyxl

    stages: Stages = {}
    with timed(stages, "read", _rows(path)):
        lines = list(openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))
    with timed(stages, "export", _rows(path)):
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet()
        for line in lines:
            page.append(line)
        book.save("export.xlsx")
    return stages


def pandas_reader(path: Path, small: Path) -> Stages:
    """pandas, with the reader it chooses by itself."""
    import pandas as pd

    stages: Stages = {}
    with timed(stages, "read", _rows(path)):
        frame = pd.read_excel(path)
    with timed(stages, "export", _rows(path)):
        frame.to_excel("export.xlsx")
    return stages


CONTENDERS: dict[str, Callable[[Path, Path], Stages]] = {
    "ours": ours,
    "django-import-export": import_export_default,
    "django-import-export bulk": import_export_bulk,
    "our reader": our_reader,
    "openpyxl": openpyxl_reader,
    "pandas": pandas_reader,
}


def _rows(path: Path) -> int:
    return int(path.stem.split("-")[1].split("x")[0])


def _city() -> int:
    from tests.conftest import make_city

    return make_city().root.pk


def main() -> None:
    """Set Django up on an empty database and run the contender."""
    name, path, small = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    import django
    from django.core.management import call_command

    django.setup()
    if name.startswith(("ours", "django")):
        call_command(
            "flush" if "flush" in sys.argv else "migrate", verbosity=0, interactive=False, stdout=io.StringIO()
        )
    print(json.dumps(CONTENDERS[name](path, small)))


if __name__ == "__main__":
    main()
