import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids


class Migration(migrations.Migration):
    """A pause and a withdrawal say what they stopped, each by itself."""

    dependencies = [
        ("twins", "0002_mandates_offered"),
        ("consent", "0005_erasures_and_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("pause", "running_jobs", models.PositiveIntegerField(default=0)),
        migrations.AddField("pause", "refused_downloads", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("press", models.UUIDField(db_index=True, default=studio.ids.uuid7)),
                ("at", models.DateTimeField()),
                ("stopped_jobs", models.PositiveIntegerField(default=0)),
                ("running_jobs", models.PositiveIntegerField(default=0)),
                ("hidden_pictures", models.PositiveIntegerField(default=0)),
                ("refused_downloads", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="withdrawal", to="consent.grant"
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="withdrawals", to="twins.twin"
                    ),
                ),
            ],
        ),
    ]
