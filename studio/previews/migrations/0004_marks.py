import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids


class Migration(migrations.Migration):
    """Each person's own stars and picks, and which slot of a picture is otherwise than its look says."""

    dependencies = [
        ("previews", "0003_what_is_worn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="preview", name="tried", field=models.CharField(blank=True, default="", max_length=8)
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("none", "not chosen"), ("pick", "pick"), ("leave", "leave")],
                        default="none",
                        max_length=6,
                    ),
                ),
                ("rating", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "preview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="previews.preview"
                    ),
                ),
            ],
            options={"ordering": ["at"]},
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("preview", "person"), name="one_mark_a_person"),
        ),
    ]
