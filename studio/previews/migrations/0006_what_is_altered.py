from django.db import migrations, models


class Migration(migrations.Migration):
    """What of her a picture alters, as it stood when it was asked for."""

    dependencies = [("previews", "0005_marks_of_before")]

    operations = [
        migrations.AddField(model_name="preview", name="alterations", field=models.JSONField(blank=True, default=list)),
    ]
