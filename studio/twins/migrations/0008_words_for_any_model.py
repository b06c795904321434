from django.db import migrations, models


class Migration(migrations.Migration):
    """The words people read fit a model of any gender."""

    dependencies = [
        ("twins", "0007_brought_captures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="adultcheck",
            name="part",
            field=models.CharField(
                choices=[
                    ("booker", "booker of the model's agency"),
                    ("photographer", "photographer on capture day"),
                    ("staff", "who runs the studio"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="captureframe",
            name="state",
            field=models.CharField(
                choices=[
                    ("arriving", "arriving"),
                    ("ready", "waits for the model"),
                    ("kept", "kept"),
                    ("refused", "refused"),
                    ("lost", "not read"),
                ],
                default="arriving",
                max_length=10,
            ),
        ),
    ]
