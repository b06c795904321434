from django.db import migrations, models


class Migration(migrations.Migration):
    """A licence may cover certain product lines of a house alone, so a brief says which it is for."""

    dependencies = [("shoots", "0001_initial")]

    operations = [
        migrations.AddField("brief", "product_lines", models.JSONField(default=list, verbose_name="product lines")),
    ]
