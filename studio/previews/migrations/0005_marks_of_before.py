from django.db import migrations


def give_back(apps, schema_editor):
    """What was chosen before was chosen by somebody: it becomes that person's own mark."""
    marks = apps.get_model("previews", "Mark").objects
    previews = apps.get_model("previews", "Preview").objects.exclude(chosen_by=None)
    for preview in previews.iterator():
        mark = {"choice": preview.choice, "rating": preview.rating, "at": preview.made_at or preview.at}
        marks.get_or_create(preview=preview, person_id=preview.chosen_by_id, defaults=mark)


class Migration(migrations.Migration):
    """Stars and picks used to be one for all. The row of the preview keeps saying what all of them come to."""

    dependencies = [("previews", "0004_marks")]

    operations = [migrations.RunPython(give_back, migrations.RunPython.noop)]
