from django.db import migrations, models


class Migration(migrations.Migration):
    """The categories and brands that were worn when a picture was asked for."""

    dependencies = [("previews", "0002_reduced"), ("looks", "0002_declared_categories_and_brand")]

    operations = [
        migrations.AddField(
            model_name="preview", name="categories", field=models.JSONField(blank=True, default=list)
        ),
        migrations.AddField(model_name="preview", name="brands", field=models.JSONField(blank=True, default=list)),
    ]
