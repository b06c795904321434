"""Keys of other studios that somebody here answers for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import studio.ids


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("home", "0001_parcels_and_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrustedKey",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=60)),
                ("studio", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-at"]},
        ),
        migrations.AddConstraint(
            "trustedkey",
            models.UniqueConstraint(
                condition=Q(ended_at=None), fields=("fingerprint",), name="trusted_key_once_at_a_time"
            ),
        ),
    ]
