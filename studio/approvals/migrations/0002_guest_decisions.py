"""What guests decided about a picture, beside the crew's verdicts and never among them."""

import django.db.models.deletion
from django.db import migrations, models

import studio.ids


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0001_initial"),
        ("people", "0001_initial"),
        ("previews", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuestDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("mail", "by a code sent to that address"),
                            ("hand", "by a code that was read out"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "answer",
                    models.CharField(choices=[("yes", "Yes"), ("change", "Change"), ("no", "No")], max_length=6),
                ),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("picture_sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=80)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="people.guestlink"
                    ),
                ),
                (
                    "preview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guest_decisions",
                        to="previews.preview",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("link", "key"), name="guest_decision_given_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "change"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="guest_change_says_what",
                    ),
                ],
            },
        ),
    ]
