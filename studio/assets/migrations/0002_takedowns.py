import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids


class Migration(migrations.Migration):
    """Who took a file, and what comes down by which day."""

    dependencies = [
        ("assets", "0001_initial"),
        ("consent", "0006_what_was_stopped"),
        ("people", "0001_initial"),
        ("twins", "0002_mandates_offered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "delivery",
            "taken_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Takedown",
            fields=[
                (
                    "id",
                    models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[("withdrawn", "licence withdrawn"), ("ended", "days over")], max_length=10
                    ),
                ),
                ("last_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("down_at", models.DateTimeField(blank=True, null=True)),
                ("renewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="takedowns", to="assets.delivery"
                    ),
                ),
                (
                    "down_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "house",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takedowns", to="people.organisation"
                    ),
                ),
                (
                    "piece",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="takedown", to="consent.piecetaken"
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takedowns", to="twins.twin"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["house", "last_on"], name="takedown_of_house")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("down_at", None), ("down_by__isnull", False), _connector="OR"),
                        name="takedown_says_who_took_it_down",
                    )
                ],
            },
        ),
    ]
