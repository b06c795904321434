from django.db import migrations, models


class Migration(migrations.Migration):
    """The words people read fit a model of any gender."""

    dependencies = [
        ("consent", "0010_evidence_of_a_firm_option"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="side",
            field=models.CharField(
                choices=[("house", "the house"), ("owner", "the owner"), ("agency", "the model's agency")], max_length=8
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="side",
            field=models.CharField(
                choices=[("house", "the house"), ("owner", "the owner"), ("agency", "the model's agency")], max_length=8
            ),
        ),
        migrations.AlterField(
            model_name="pause",
            name="how",
            field=models.CharField(
                choices=[
                    ("signed-in", "signed in"),
                    ("card", "by the stop card"),
                    ("standstill", "because the model cannot act"),
                ],
                default="signed-in",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="standstill",
            name="why",
            field=models.CharField(
                choices=[("died", "the model has died"), ("cannot", "the model cannot act")], max_length=8
            ),
        ),
    ]
