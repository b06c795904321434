"""Who is let in to a board by a link, and the codes by which somebody without an account proves a decision."""

import django.db.models.deletion
from django.db import migrations, models

import studio.ids


def key() -> "models.UUIDField[object, object]":
    return models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0002_bonds_versions_rights"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardGuest",
            fields=[
                ("id", key()),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("all", "The whole board"),
                            ("looks", "Only looks and their pictures"),
                            ("section", "One section"),
                        ],
                        default="all",
                        max_length=8,
                    ),
                ),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guests", to="boards.board"
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="board_guest", to="people.guestlink"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="boards.card",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reach", "section"), ("section", None), _connector="OR"),
                        name="guest_of_a_section_or_of_none",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GuestCode",
            fields=[
                ("id", key()),
                ("salt", models.CharField(max_length=32)),
                ("session", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("by_hand", models.BooleanField(default=False)),
                (
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="boards.boardguest"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["guest", "at"], name="codes_of_a_guest")],
            },
        ),
    ]
