from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    """SQLite leaves what was removed in the file's free pages until it is written anew."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("VACUUM")


class Migration(migrations.Migration):
    """Nothing measured on a twin stands in a plain column any more, nor in what the file keeps of one."""

    atomic = False
    dependencies = [("twins", "0004_seal_the_points")]

    operations = [
        migrations.AlterField(
            model_name="plate",
            name="landmarks",
            field=models.JSONField(null=True),  # so that going back finds a column it may fill
        ),
        migrations.RemoveField(model_name="plate", name="landmarks"),
        migrations.AlterField(
            model_name="plate",
            name="points",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.blob"
            ),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
