import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The receipt of an erased twin, and who was written to when her owner cannot act."""

    dependencies = [
        ("consent", "0004_firm_options"),
        ("twins", "0005_no_plain_points"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "twin",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="erasure",
                        serialize=False,
                        to="twins.twin",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("receipt", models.JSONField()),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=8)),
            ],
        ),
        migrations.AddField(
            model_name="contact", name="language", field=models.CharField(default="en", max_length=8)
        ),
        migrations.AddField(
            model_name="contact", name="written_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="standstill", name="told_by_contact", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="standstill", name="written_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
