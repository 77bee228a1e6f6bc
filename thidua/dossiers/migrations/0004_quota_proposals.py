"""Proposals for all units of a run, kept with their reasons."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the proposals."""

    dependencies = [
        ("dossiers", "0003_candidate_ranks"),
        ("kernel", "0003_audit_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuotaProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("award", models.CharField(max_length=60)),
                ("profile", models.CharField(blank=True, max_length=40)),
                ("started_at", models.DateTimeField()),
                ("finished", models.BooleanField(default=False)),
                ("proposal", models.JSONField(blank=True, null=True)),
                (
                    "job",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="quota_proposal",
                        to="kernel.job",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="dossiers.evaluationrun",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-id"],
            },
        ),
    ]
