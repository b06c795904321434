import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids
from studio.looks.models import SlotKind
from studio.people.models import Craft


class Migration(migrations.Migration):
    """A slot tried otherwise in one picture, and by whom."""

    dependencies = [
        ("looks", "0003_what_comes_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(choices=SlotKind.choices, max_length=8)),
                ("value", models.JSONField()),
                ("craft", models.CharField(choices=Craft.choices, max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trials", to="looks.look"
                    ),
                ),
                (
                    "recipe",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trials", to="looks.recipe"
                    ),
                ),
            ],
            options={"ordering": ["at"]},
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.UniqueConstraint(
                fields=("look", "recipe", "kind", "by"), name="trial_once_a_person"
            ),
        ),
    ]
