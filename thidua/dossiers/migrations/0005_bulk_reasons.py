"""Answers without their tree of reasons, and counts by reason, of runs in bulk."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a verdict stand by the code of its reason, and add the counts by reason."""

    dependencies = [
        ('dossiers', '0004_quota_proposals'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='evaluation',
            name='reason',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='evaluation',
            name='grounds',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='dossiers.grounds'),
        ),
        migrations.CreateModel(
            name='ReasonTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.CharField(max_length=60)),
                ('answer', models.CharField(choices=[('met', 'đủ điều kiện'), ('not_met', 'chưa đủ điều kiện'), ('missing_data', 'chưa đủ dữ liệu'), ('needs_person', 'cần người xét')], max_length=12)),
                ('reason', models.CharField(max_length=100)),
                ('count', models.PositiveIntegerField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reason_tallies', to='dossiers.evaluationrun')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reason_tallies', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'unit', 'award', 'answer', 'reason'), name='dossiers_reason_once')],
            },
        ),
    ]
