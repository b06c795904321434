"""How each person wants to be told of each kind of thing, and when nobody writes to her."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import studio.ids


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NoticeWay",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=24)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "On my page"),
                            ("mail", "On my page and by mail"),
                            ("neither", "Not at all"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_ways",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quiet_hours",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("begins_at", models.TimeField()),
                ("ends_at", models.TimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="noticeway",
            constraint=models.UniqueConstraint(fields=("person", "kind"), name="one_way_a_kind"),
        ),
    ]
