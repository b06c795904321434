from django.db import migrations


class Migration(migrations.Migration):
    """The versions of a licence say under which mandate each was signed."""

    dependencies = [("consent", "0008_whose_mandate_each_was")]

    operations = [migrations.RemoveField("grant", "mandate")]
