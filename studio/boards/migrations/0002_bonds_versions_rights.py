"""Cards are cropped, locked, grouped and carried by sections; moments have names; people have rights on a board."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids

KINDS = [
    ("garment", "garment"),
    ("look", "look"),
    ("preview", "preview"),
    ("reference", "reference"),
    ("note", "note"),
    ("section", "section"),
    ("swatch", "swatch"),
    ("palette", "palette"),
    ("arrow", "arrow"),
    ("sheet", "contact sheet"),
    ("chart", "face chart"),
    ("picture", "picture"),
    ("board", "board"),
]
RIGHTS = [("view", "looks on"), ("comment", "comments"), ("edit", "changes it")]


def key() -> "models.UUIDField[object, object]":
    return models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)


def somebody(
    on_delete: object = django.db.models.deletion.PROTECT, related_name: str = "+", **options: object
) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=on_delete, related_name=related_name, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField("board", "name", models.CharField(max_length=120, verbose_name="name")),
        migrations.AddField("board", "key", models.CharField(blank=True, max_length=80, null=True, unique=True)),
        migrations.AlterField("card", "kind", models.CharField(choices=KINDS, max_length=16)),
        migrations.AddField("card", "crop", models.JSONField(blank=True, null=True)),
        migrations.AddField("card", "locked", models.BooleanField(default=False)),
        migrations.AddField("card", "group", models.CharField(blank=True, default="", max_length=40), preserve_default=False),
        migrations.AddField(
            "card",
            "section",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="carried",
                to="boards.card",
            ),
        ),
        migrations.AddField("card", "bond_version", models.PositiveIntegerField(default=1)),
        migrations.AddField("card", "removed_by", somebody(blank=True, null=True)),
        migrations.AddIndex("card", models.Index(fields=["about"], name="cards_about_a_thing")),
        migrations.AddIndex("boardevent", models.Index(fields=["card", "seq"], name="events_of_a_card")),
        migrations.CreateModel(
            name="BoardVersion",
            fields=[
                ("id", key()),
                ("seq", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("at", models.DateTimeField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="boards.board"
                    ),
                ),
                ("by", somebody()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("board", "seq", "name"), name="board_version_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardRole",
            fields=[
                ("id", key()),
                ("right", models.CharField(choices=RIGHTS, max_length=8)),
                ("at", models.DateTimeField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="boards.board"
                    ),
                ),
                ("by", somebody()),
                ("person", somebody(django.db.models.deletion.CASCADE, "board_roles")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("board", "person"), name="one_right_on_a_board")],
            },
        ),
    ]
