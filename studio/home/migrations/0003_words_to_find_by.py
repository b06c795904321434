"""What can be found, word by word and colour by colour. Empty until `manage.py find` or the first night fills it."""

from django.db import migrations, models
from django.db.models import Q

AUDIENCE = [
    ("thing", models.UUIDField()),
    ("at", models.DateTimeField()),
    ("house", models.UUIDField(null=True)),
    ("scope", models.UUIDField()),
]


class Migration(migrations.Migration):
    dependencies = [("home", "0002_trusted_keys")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("word", models.BinaryField(max_length=48)),
                ("kind", models.CharField(max_length=8)),
                *AUDIENCE,
                ("of", models.CharField(blank=True, max_length=44)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["house", "kind", "word", "-at", "thing"], name="words_of_a_house"),
                    models.Index(fields=["scope", "kind", "word", "-at", "thing"], name="words_of_a_scope"),
                    models.Index(fields=["thing", "word"], name="words_of_a_thing"),
                    models.Index(condition=~Q(of=""), fields=["of"], name="words_of_a_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("colour", models.CharField(max_length=7)),
                ("light", models.SmallIntegerField()),
                ("red", models.SmallIntegerField()),
                ("yellow", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=8)),
                *AUDIENCE,
            ],
            options={
                "indexes": [
                    models.Index(fields=["house", "kind", "light"], name="hues_of_a_house"),
                    models.Index(fields=["scope", "kind", "light"], name="hues_of_a_scope"),
                    models.Index(fields=["thing"], name="hues_of_a_thing"),
                ],
            },
        ),
    ]
