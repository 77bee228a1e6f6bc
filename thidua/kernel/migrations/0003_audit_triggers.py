"""The database itself refuses to change or delete audit events."""

from django.db import migrations

from thidua.kernel.triggers import drop_triggers, install_triggers


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install_triggers(schema_editor.connection),
            lambda apps, schema_editor: drop_triggers(schema_editor.connection),
        ),
    ]
