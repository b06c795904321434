from django.db import migrations, models


class Migration(migrations.Migration):
    """What a garment is by a licence's own categories, and whose brand it shows."""

    dependencies = [("looks", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="garment",
            name="declared",
            field=models.JSONField(blank=True, default=list, verbose_name="categories"),
        ),
        migrations.AddField(
            model_name="garment",
            name="brand",
            field=models.CharField(blank=True, max_length=80, verbose_name="brand"),
        ),
    ]
