"""Verdicts are about an award of the law's catalogue (its code, no longer a title), and about collectives too."""

from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Q, Subquery


ANSWERS = [
    ("met", "đủ điều kiện"),
    ("not_met", "chưa đủ điều kiện"),
    ("missing_data", "chưa đủ dữ liệu"),
    ("needs_person", "cần người xét"),
]


def keep_codes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write each title's code where its key was."""
    code = apps.get_model("honours", "Title").objects.filter(pk=OuterRef("title_id")).values("code")
    for name in ("Evaluation", "Tally"):
        apps.get_model("dossiers", name).objects.update(award=Subquery(code))


class Migration(migrations.Migration):
    """Replace the key of a title by the code of an award; a verdict without a person is about its unit."""

    dependencies = [("dossiers", "0001_initial"), ("honours", "0003_honour_basis"), ("people", "0001_initial")]

    operations = [
        migrations.AddField("evaluation", "award", models.CharField(max_length=60, default=""), preserve_default=False),
        migrations.AddField("tally", "award", models.CharField(max_length=60, default=""), preserve_default=False),
        migrations.RunPython(keep_codes),
        migrations.RemoveConstraint("evaluation", "dossiers_evaluation_once"),
        migrations.RemoveIndex("evaluation", "dossiers_evaluation_counts"),
        migrations.RemoveConstraint("tally", "dossiers_tally_once"),
        migrations.RemoveField("evaluation", "title"),
        migrations.RemoveField("tally", "title"),
        migrations.RenameField("tally", "people", "count"),
        migrations.AddField(
            "evaluationrun", "collectives", models.PositiveIntegerField("số tập thể", default=0)
        ),
        migrations.AlterField(
            "evaluation",
            "person",
            models.ForeignKey(
                "people.person",
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evaluations",
            ),
        ),
        migrations.AlterField("evaluation", "answer", models.CharField(max_length=12, choices=ANSWERS)),
        migrations.AlterField("tally", "answer", models.CharField(max_length=12, choices=ANSWERS)),
        migrations.AddIndex(
            "evaluation", models.Index(fields=["run", "unit", "award", "answer"], name="dossiers_evaluation_counts")
        ),
        migrations.AddConstraint(
            "evaluation",
            models.UniqueConstraint(
                fields=["run", "person", "award"], condition=Q(person__isnull=False), name="dossiers_evaluation_once"
            ),
        ),
        migrations.AddConstraint(
            "evaluation",
            models.UniqueConstraint(
                fields=["run", "unit", "award"], condition=Q(person__isnull=True), name="dossiers_evaluation_unit_once"
            ),
        ),
        migrations.AddConstraint(
            "evaluation", models.CheckConstraint(condition=~Q(award=""), name="dossiers_evaluation_has_award")
        ),
        migrations.AddConstraint(
            "tally", models.UniqueConstraint(fields=["run", "unit", "award", "answer"], name="dossiers_tally_once")
        ),
    ]
