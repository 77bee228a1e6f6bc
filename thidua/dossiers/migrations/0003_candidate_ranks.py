"""A unit's own ranking of those it may propose."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the places that units give their people."""

    dependencies = [
        ("dossiers", "0002_awards_and_collectives"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateRank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("award", models.CharField(max_length=60)),
                ("rank", models.PositiveSmallIntegerField(verbose_name="thứ hạng")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ghi chú")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="candidate_ranks", to="people.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="candidate_ranks", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "year", "award", "person"), name="dossiers_rank_person_once"
                    ),
                    models.UniqueConstraint(fields=("unit", "year", "award", "rank"), name="dossiers_rank_place_once"),
                    models.CheckConstraint(condition=models.Q(("rank__gte", 1)), name="dossiers_rank_from_one"),
                ],
            },
        ),
    ]
