import json
from typing import Any

import rfc8785
from django.db import migrations
from django.utils import timezone

from studio.media import actions as media
from studio.media.models import Blob
from studio.twins.drawing import drawn


def seal(apps: Any, schema_editor: Any) -> None:
    for plate in apps.get_model("twins", "Plate").objects.filter(points=None):
        blob = media.keep(
            rfc8785.dumps(plate.landmarks),
            content_type="application/octet-stream",
            width_px=plate.width_px,
            height_px=plate.height_px,
            under=f"twin:{plate.twin_id}",
            now=timezone.now(),
        )
        plate.points_id = blob.pk
        plate.drawing = drawn(plate.landmarks["pose"], close=plate.framing == "beauty")
        plate.save(update_fields=["points", "drawing"])


def open_again(apps: Any, schema_editor: Any) -> None:
    for plate in apps.get_model("twins", "Plate").objects.exclude(points=None):
        plate.landmarks = json.loads(media.load(Blob.objects.get(pk=plate.points_id)))
        plate.save(update_fields=["landmarks"])


class Migration(migrations.Migration):
    """What was measured on her was plain in the database; from here on it lies under her key."""

    dependencies = [("twins", "0003_points_of_a_plate")]

    operations = [migrations.RunPython(seal, open_again)]
