from django.db import migrations, models


class Migration(migrations.Migration):
    """How many nails a plate shows, so that a chart can say when it paints none."""

    dependencies = [
        ("twins", "0008_words_for_any_model"),
    ]

    operations = [
        migrations.AddField(
            model_name="plate",
            name="nails_seen",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="standin",
            name="nails_seen",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
