from django.db import migrations, models


class Migration(migrations.Migration):
    """A try that nobody picked is kept small after its time."""

    dependencies = [("previews", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="preview", name="reduced_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
