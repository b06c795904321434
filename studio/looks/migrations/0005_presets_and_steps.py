import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids
from studio.looks.models import Preset, SlotKind
from studio.people.models import Craft


class Migration(migrations.Migration):
    """Slots kept under a name for other looks, and which change took back which."""

    dependencies = [
        ("looks", "0004_trials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preset",
            fields=[
                (
                    "id",
                    models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(choices=SlotKind.choices, max_length=8)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("value", models.JSONField()),
                ("craft", models.CharField(choices=Craft.choices, max_length=24)),
                ("reuse", models.CharField(choices=Preset.Terms.choices, default="mine", max_length=8)),
                ("at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "house",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presets",
                        to="people.organisation",
                    ),
                ),
            ],
            options={"ordering": ["name", "at"]},
        ),
        migrations.AddField(
            model_name="slotchange",
            name="preset",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="looks.preset",
            ),
        ),
        migrations.AddField(
            model_name="slotchange",
            name="undoes",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="looks.slotchange",
            ),
        ),
    ]
