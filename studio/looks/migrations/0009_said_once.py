from django.db import migrations


class Migration(migrations.Migration):
    """The one word of three goes: whose it is and whether we may are two answers."""

    dependencies = [("looks", "0008_said_before")]

    operations = [
        migrations.RemoveField("garment", "rights"),
        migrations.RemoveField("backdrop", "rights"),
    ]
