import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each version of a licence names the mandate it was signed under: another agency may negotiate the next one."""

    dependencies = [
        ("twins", "0002_mandates_offered"),
        ("consent", "0006_what_was_stopped"),
    ]

    operations = [
        migrations.AddField(
            "grantversion",
            "mandate",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="twins.mandate",
            ),
        ),
    ]
