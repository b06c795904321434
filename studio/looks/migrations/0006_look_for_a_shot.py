import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A look may be made for one line of the shot list."""

    dependencies = [("looks", "0005_presets_and_steps"), ("shoots", "0003_shots_by_article")]

    operations = [
        migrations.AddField(
            "look",
            "shot",
            models.ForeignKey(
                "shoots.shot",
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="looks",
            ),
        ),
    ]
