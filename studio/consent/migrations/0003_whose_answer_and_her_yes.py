import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A request knows whose answer it waits for, and keeps her yes while she thinks it over."""

    dependencies = [("consent", "0002_negotiating_and_stopping")]

    operations = [
        migrations.AddField(
            "request",
            "turn",
            models.CharField(
                choices=[("owner", "the owner"), ("house", "the house")], default="owner", max_length=8
            ),
        ),
        migrations.AddField(
            "request",
            "yes_offer",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consent.offer",
            ),
        ),
        migrations.AddField("request", "yes_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("request", "yes_evidence", models.JSONField(blank=True, default=dict)),
    ]
