import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A plate's points get a sealed blob of their own; her twin, a day on which she said no to reminders."""

    dependencies = [
        ("media", "0001_initial"),
        ("twins", "0002_mandates_offered"),
    ]

    operations = [
        migrations.AddField(
            model_name="plate",
            name="points",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.blob"
            ),
        ),
        migrations.AddField(model_name="plate", name="drawing", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="twin", name="no_reminders_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
