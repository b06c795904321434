"""What was measured before points were sealed is sealed by the migration, and comes back whole where it is undone."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.test import TestCase

from studio.media import actions as media
from studio.media.models import Blob
from tests import crew

migration = import_module("studio.twins.migrations.0004_seal_the_points")
MEASURED = {"pose": {"neck": [16.25, 11.5], "pelvis": [16.0, 27.75]}, "face": [[13.71, 8.29, 0.63]]}


class Rows(list[Any]):
    """The plates as the migration finds them."""

    def filter(self, **_: Any) -> "Rows":
        return Rows(row for row in self if row.points_id is None)

    def exclude(self, **_: Any) -> "Rows":
        return Rows(row for row in self if row.points_id is not None)


class SealThePointsTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        self.row = SimpleNamespace(
            landmarks=MEASURED, points_id=None, drawing={}, framing="full", twin_id=self.twin.pk, width_px=32,
            height_px=48, save=lambda update_fields: None,
        )  # fmt: skip
        self.apps = SimpleNamespace(get_model=lambda *_: SimpleNamespace(objects=Rows([self.row])))

    def test_they_lie_under_her_key_and_her_pose_is_drawn(self) -> None:
        migration.seal(self.apps, None)
        blob = Blob.objects.get(pk=self.row.points_id)
        self.assertEqual(blob.names, (self.twin.gate_name,))
        self.assertIn(b"16.25", media.load(blob))
        self.assertTrue(self.row.drawing["path"])

    def test_undone_they_are_what_they_were(self) -> None:
        migration.seal(self.apps, None)
        self.row.landmarks = None
        migration.open_again(self.apps, None)
        self.assertEqual(self.row.landmarks, MEASURED)
