"""After a whole story nothing of hers lies in the clear: not in a file, not in the database, not in a log."""

import logging
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from django.apps import apps
from django.conf import settings
from django.test import TestCase, override_settings

from studio.approvals.models import Master
from studio.assets.models import Rendition
from studio.imaging import plates
from studio.imaging.scene import Figure
from studio.media import actions as media
from studio.media import keys
from studio.media.models import Blob, Variant
from studio.media.sealing import SEALED_MARK
from studio.media.storage import Area, read
from studio.previews.models import Preview
from studio.twins.actions import keep_figure
from studio.twins.models import Capture, Plate, Twin
from tests import crew, story
from tests.crew import NOW

POSE = {"nose": (15.83, 9.17), "left_shoulder": (20.37, 12.91), "right_shoulder": (11.59, 12.67)}
FACE = np.asarray([[13.71, 8.29, 0.63], [18.47, 8.53, 0.79], [16.03, 10.61, 1.17]], np.float32)
NUMBERS = {f"{number:.2f}" for point in [*POSE.values(), *FACE.tolist()] for number in point}
TELLING = sorted(number.encode() for number in NUMBERS if len(number) > 4)  # shorter ones stand in any noise
SLICE = 40  # bytes of a picture that no other holds by chance


def measured_plate(of: Twin) -> Plate:
    picture = np.full((48, 32, 3), 90, np.uint8)
    picture[8:44, 10:22] = 190
    alpha = np.where(picture[..., 0] > 127, 255, 0).astype(np.uint8)
    parts = np.where(alpha > 0, plates.PARTS["torso"], 0).astype(np.uint8)
    capture = Capture.objects.create(twin=of, captured_on=NOW.date(), licensed_at=NOW)
    made = Plate(twin=of, capture=capture, pose="measured", made_at=NOW)
    keep_figure(made, Figure(picture, alpha, parts, POSE, FACE), under=of.gate_name, now=NOW)
    return made


class NothingInTheClearTests(TestCase):
    told: story.Story
    log: StringIO

    @classmethod
    def setUpClass(cls) -> None:
        """In folders of its own: what other tests left is not hers, and shares the profiles that pictures carry."""
        folder = Path(cls.enterClassContext(TemporaryDirectory()))
        places = ("MEDIA_FOLDER", "ARRIVING_FOLDER", "BROKER_FOLDER", "KEYS_FOLDER")
        cls.enterClassContext(override_settings(**{name: folder / name.lower() for name in places}))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.log = StringIO()
        handler = logging.StreamHandler(cls.log)
        logging.getLogger().addHandler(handler)
        logging.getLogger("studio").setLevel(logging.DEBUG)
        try:
            with story.backstage():
                cls.told = story.dressed(story.begun())
                story.cast(cls.told, plate=measured_plate(cls.told.twin))
                story.delivered(cls.told)
                for blob in Blob.objects.readable().sealed_by(cls.told.twin.gate_name).exclude(
                    content_type="application/octet-stream"
                ):
                    media.variant(blob, "thumb", now=NOW)
        finally:
            logging.getLogger("studio").setLevel(logging.NOTSET)
            logging.getLogger().removeHandler(handler)

    def files(self) -> list[Path]:
        roots = (settings.MEDIA_FOLDER, settings.ARRIVING_FOLDER, settings.BROKER_FOLDER, settings.KEYS_FOLDER)
        return [file for root in roots for file in Path(root).rglob("*") if file.is_file()]

    def hers(self) -> list[Blob]:
        found = list(Blob.objects.readable().sealed_by(self.told.twin.gate_name))
        self.assertGreater(len(found), 8, "the walk would find nothing in an empty studio, too")
        return found

    def test_no_row_holds_a_measured_number(self) -> None:
        for model in apps.get_models():
            for row in model._default_manager.values():
                found = {number for number in NUMBERS if number in str(row)}
                self.assertFalse(found, f"{model.__name__}: {row}")

    def test_no_file_holds_a_measured_number_or_a_piece_of_her_picture(self) -> None:
        slices = []
        for blob in self.hers():
            content = media.load(blob)
            middle = len(content) // 2
            slices.append(content[middle : middle + SLICE])
        for file in self.files():
            content = file.read_bytes()
            with self.subTest(file.name):
                self.assertFalse([number for number in TELLING if number in content])
                self.assertFalse([each for each in slices if len(each) == SLICE and each in content])

    def test_every_picture_made_of_her_is_sealed_under_her_key(self) -> None:
        name = self.told.twin.gate_name
        made = [*Preview.objects.values_list("picture", flat=True), *Rendition.objects.values_list("file", flat=True)]
        made += [id for row in Master.objects.values_list("picture", "proof") for id in row]
        made += Variant.objects.filter(source__in=made).values_list("blob", flat=True)
        made += [id for row in Plate.objects.values_list("picture", "alpha", "parts", "points") for id in row]
        for blob in Blob.objects.filter(id__in=made):
            with self.subTest(blob.id):
                self.assertIn(name, blob.names)
                self.assertTrue(read(Area.KEPT, blob.stored_as).startswith(SEALED_MARK))

    def test_what_is_sealed_opens_with_her_key_alone(self) -> None:
        hers = self.hers()
        keys.destroy(self.told.twin.gate_name)
        for blob in hers:
            with self.subTest(blob.id), self.assertRaises(keys.KeyGoneError):
                media.load(blob)

    def test_no_log_tells_a_number(self) -> None:
        self.assertFalse([number for number in NUMBERS if number in self.log.getvalue()])

    def test_the_pose_that_casting_draws_gives_no_number_back(self) -> None:
        drawing = str(crew.plate(self.told.twin).drawing) + str(Plate.objects.get(pose="measured").drawing)
        self.assertFalse([number for number in NUMBERS if number in drawing])
