import django.db.models.deletion
import studio.ids
from django.conf import settings
from django.db import migrations, models

RIGHTS = [
    ("house", "The house's own picture"),
    ("mine", "My own picture, and the house may use it"),
    ("lent", "Lent, with permission for this shoot"),
]
OF_A_TABLE = [
    ("house", "The house's own"),
    ("mine", "My own, and the house may use it"),
    ("lent", "Licensed from its maker for this use"),
]


class Migration(migrations.Migration):
    """A piece has a colour, a backdrop says who brought it and whose it is, and a house has tables for the grade."""

    dependencies = [
        ("looks", "0002_declared_categories_and_brand"),
        ("media", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "garment", "colour", models.CharField(blank=True, default="", max_length=7, verbose_name="colour"), False
        ),
        migrations.AddField(
            "backdrop",
            "upload",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="media.upload",
            ),
        ),
        migrations.AddField("backdrop", "rights", models.CharField(choices=RIGHTS, default="house", max_length=24)),
        migrations.AddField(
            "backdrop",
            "by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Lut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=60)),
                ("rights", models.CharField(choices=OF_A_TABLE, default="house", max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cube",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.blob"
                    ),
                ),
                (
                    "house",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="luts", to="people.organisation"
                    ),
                ),
            ],
            options={"ordering": ["name", "at"]},
        ),
    ]
