"""When a board was changed last, and by whom, beside it: a list of thousands is read in that order."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("boards", "0004_threads_and_days"),
    ]

    operations = [
        migrations.AddField("board", "changed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "board",
            "changed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex("board", models.Index(fields=["-changed_at", "-id"], name="boards_by_last_change")),
        migrations.AddIndex("card", models.Index(fields=["board", "kind", "-at"], name="cards_of_a_kind")),
    ]
