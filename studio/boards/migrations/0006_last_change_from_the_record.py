"""Boards that were there before say from their record when they were changed last."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def from_the_record(apps, schema_editor):
    Board, BoardEvent = apps.get_model("boards", "Board"), apps.get_model("boards", "BoardEvent")
    last = BoardEvent.objects.filter(board=OuterRef("pk"), seq=OuterRef("seq"))
    Board.objects.update(changed_at=F("made_at"), changed_by=F("made_by"))
    Board.objects.filter(seq__gt=0).update(
        changed_at=Subquery(last.values("at")[:1]), changed_by=Subquery(last.values("by")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("boards", "0005_last_change")]

    operations = [migrations.RunPython(from_the_record, migrations.RunPython.noop)]
