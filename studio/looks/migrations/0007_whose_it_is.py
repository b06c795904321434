import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids
from studio.looks.models import May, Picture, Whose


def said(model):
    """Whose it is, and whether we may."""
    return [
        migrations.AddField(
            model, "whose", models.CharField("Whose it is", blank=True, choices=Whose.choices, max_length=8)
        ),
        migrations.AddField(
            model, "whose_name", models.CharField("their name", blank=True, max_length=120)
        ),
        migrations.AddField(
            model, "may", models.CharField("May we use it", blank=True, choices=May.choices, max_length=5)
        ),
        migrations.AddField(
            model, "may_words", models.CharField("in which words", blank=True, max_length=300)
        ),
    ]


class Migration(migrations.Migration):
    """Each picture that was brought says whose it is and whether we may; not every one is a garment or a place."""

    dependencies = [
        ("looks", "0006_look_for_a_shot"),
        ("media", "0002_as_it_came"),
        ("jobs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *said("garment"),
        *said("backdrop"),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("whose", models.CharField(blank=True, choices=Whose.choices, max_length=8, verbose_name="Whose it is")),
                ("whose_name", models.CharField(blank=True, max_length=120, verbose_name="their name")),
                ("may", models.CharField(blank=True, choices=May.choices, max_length=5, verbose_name="May we use it")),
                ("may_words", models.CharField(blank=True, max_length=300, verbose_name="in which words")),
                ("kind", models.CharField(choices=Picture.Kind.choices, default="picture", max_length=9)),
                ("proposed", models.CharField(blank=True, choices=Picture.Kind.choices, max_length=9)),
                ("title", models.CharField(max_length=120, verbose_name="name")),
                ("source", models.CharField(blank=True, max_length=2000, verbose_name="where it is from")),
                ("seen", models.JSONField(blank=True, default=dict)),
                ("state", models.CharField(choices=Picture.State.choices, default="arriving", max_length=8)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("values", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField()),
                (
                    "backdrop",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="brought_as",
                        to="looks.backdrop",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "garment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="brought_as",
                        to="looks.garment",
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
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.blob",
                    ),
                ),
                (
                    "shoot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="shoots.shoot"
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.upload",
                    ),
                ),
            ],
            options={"ordering": ["at"]},
        ),
    ]
