import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = {
    "blank": True,
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    """A house's confirmation says what it books; her side answers it."""

    dependencies = [
        ("consent", "0003_whose_answer_and_her_yes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "option",
            "state",
            models.CharField(
                choices=[
                    ("held", "held"),
                    ("challenged", "challenged"),
                    ("firm", "confirmed by the house"),
                    ("confirmed", "confirmed"),
                    ("released", "released"),
                    ("lapsed", "lapsed"),
                ],
                default="held",
                max_length=12,
            ),
        ),
        migrations.AddField("option", "firm_by", models.ForeignKey(**PERSON)),
        migrations.AddField("option", "firm_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("option", "pieces", models.PositiveIntegerField(default=0)),
        migrations.AddField("option", "channels", models.JSONField(blank=True, default=list)),
        migrations.AddField("option", "fee_minor", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("option", "currency", models.CharField(default="EUR", max_length=3)),
        migrations.AddField("option", "confirmed_by", models.ForeignKey(**PERSON)),
    ]
