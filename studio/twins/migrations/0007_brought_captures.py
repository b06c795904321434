"""A day of capture that came with a passport keeps apart what the passport says of its licence, and who answers for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("twins", "0006_beginning_and_capture_day")]

    operations = [
        migrations.AddField("capture", "brought_licence_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("capture", "vouched_at", models.DateTimeField(null=True, blank=True)),
    ]
