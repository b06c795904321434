"""Boards on paper."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("boards", "0006_last_change_from_the_record"),
        ("jobs", "0001_initial"),
        ("media", "0002_as_it_came"),
    ]

    operations = [
        migrations.CreateModel(
            name="Printout",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("format", models.CharField(max_length=4)),
                ("size", models.CharField(max_length=4)),
                ("landscape", models.BooleanField(default=True)),
                ("cards", models.JSONField(default=list)),
                ("language", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=80)),
                ("gates", models.JSONField(default=dict)),
                ("previews", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="printouts", to="boards.board"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.blob",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "indexes": [models.Index(fields=["board", "by", "-asked_at"], name="printouts_of_a_person")],
                "constraints": [models.UniqueConstraint(fields=("by", "key"), name="printed_once")],
            },
        ),
    ]
