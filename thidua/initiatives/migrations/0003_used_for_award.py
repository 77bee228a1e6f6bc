"""What an initiative served is an award of the law's catalogue, titles and forms alike: its code, no longer a title."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def keep_codes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the title's code where a title was."""
    Initiative, Title = apps.get_model("initiatives", "Initiative"), apps.get_model("honours", "Title")
    code = Title.objects.filter(pk=OuterRef("used_for_id")).values("code")
    Initiative.objects.filter(used_for__isnull=False).update(used_code=Subquery(code))


def keep_titles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Point at the title again; a form has no place in the older table."""
    Initiative, Title = apps.get_model("initiatives", "Initiative"), apps.get_model("honours", "Title")
    title = Title.objects.filter(code=OuterRef("used_code")).values("pk")
    Initiative.objects.exclude(used_code="").update(used_for_id=Subquery(title))


class Migration(migrations.Migration):
    """Replace the key of a title by the code of an award."""

    dependencies = [("honours", "0003_honour_basis"), ("initiatives", "0002_initial")]

    operations = [
        migrations.AddField(
            "initiative",
            "used_code",
            models.CharField("đã dùng để xét", max_length=60, blank=True, default="", db_default=""),
        ),
        migrations.RunPython(keep_codes, keep_titles),
        migrations.RemoveField("initiative", "used_for"),
        migrations.RenameField("initiative", "used_code", "used_for"),
    ]
