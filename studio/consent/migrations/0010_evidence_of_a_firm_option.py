from django.db import migrations, models


class Migration(migrations.Migration):
    """A house's word on an option binds a fee: how whoever gave it was signed in is kept."""

    dependencies = [("consent", "0009_no_mandate_of_a_licence")]

    operations = [
        migrations.AddField("option", "firm_evidence", models.JSONField(blank=True, default=dict)),
    ]
