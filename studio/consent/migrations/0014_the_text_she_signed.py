from django.db import migrations, models


class Migration(migrations.Migration):
    """What she signed, word for word, where she read an offer in another language than it was put in."""

    dependencies = [("consent", "0013_who_answered_for_a_piece")]

    operations = [migrations.AddField("request", "yes_texts", models.JSONField(blank=True, default=dict))]
