from django.db import migrations, models


class Migration(migrations.Migration):
    """The name of a file's own bytes, so that the same one is known again, and the address one is fetched from."""

    dependencies = [("media", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="sha256",
            field=models.CharField(blank=True, db_index=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="upload",
            name="source",
            field=models.CharField(blank=True, default="", max_length=2000),
        ),
    ]
