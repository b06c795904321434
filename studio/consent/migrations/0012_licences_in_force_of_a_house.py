from django.db import migrations, models


class Migration(migrations.Migration):
    """A picker asks of every twin for one house's licences, among all that ever were."""

    dependencies = [
        ("consent", "0011_sides_and_reasons_in_plain_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                fields=["twin", "house"], name="grant_in_force_of_a_house", condition=models.Q(state="in-force")
            ),
        ),
    ]
