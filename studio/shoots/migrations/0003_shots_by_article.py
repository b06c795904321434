import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A line of the shot list says which piece it shows, from where, on whom and by when."""

    dependencies = [("shoots", "0002_product_lines"), ("twins", "0009_nails_seen")]

    operations = [
        migrations.AddField("shot", "sku", models.CharField("article number", blank=True, default="", max_length=60)),
        migrations.AddField("shot", "view", models.CharField(blank=True, default="", max_length=8)),
        migrations.AddField(
            "shot",
            "twin",
            models.ForeignKey(
                "twins.twin",
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
            ),
        ),
        migrations.AddField("shot", "due_on", models.DateField("due", blank=True, null=True)),
    ]
