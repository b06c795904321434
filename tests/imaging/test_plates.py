import hashlib
import unittest

import numpy as np

from studio.imaging.plates import MODELS, PARTS, POSE, from_json, read_plate, to_json
from tests.imaging.demo import HOUSE, load, twin

SHA256 = {
    "pose_landmarker_full.task": "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
    "face_landmarker.task": "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
    "hand_landmarker.task": "fbc2a30080c3c557093b5ddfc334698132eb341044ccee322ccf8bcf3607cde1",
    "selfie_segmenter.tflite": "191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b",
}


class ModelsTests(unittest.TestCase):
    def test_they_are_the_files_that_were_published(self) -> None:
        for name, wanted in SHA256.items():
            self.assertEqual(hashlib.sha256((MODELS / name).read_bytes()).hexdigest(), wanted)


class ReadPlateTests(unittest.TestCase):
    def test_it_measures_a_photograph_near_the_truth(self) -> None:
        truth = twin("twins/nia_a", 1.0)
        found = read_plate(load(HOUSE / "twins/nia_a.jpg", "RGB"))
        assert found is not None
        inside, known = found.alpha > 127, truth.alpha > 127
        self.assertGreater((inside & known).sum() / (inside | known).sum(), 0.95)
        self.assertGreater((found.parts == truth.parts)[known].mean(), 0.85)
        shoulders = np.hypot(*np.subtract(truth.pose["left_shoulder"], truth.pose["right_shoulder"]))
        far = [np.hypot(*np.subtract(found.pose[name], truth.pose[name])) / shoulders for name in POSE]
        self.assertLess(np.mean(far), 0.12)
        assert found.face is not None
        self.assertEqual(found.face.shape, (478, 3))

    def test_a_blank_picture_has_nobody(self) -> None:
        self.assertIsNone(read_plate(np.full((401, 303, 3), 200, np.uint8)))


class FigureTests(unittest.TestCase):
    def test_landmarks_come_back_from_json(self) -> None:
        one = twin("twins/nia_beauty", mesh=True)
        pose, face, nails = from_json(to_json(one))
        assert face is not None and one.face is not None
        np.testing.assert_allclose(face, one.face, atol=0.01)
        self.assertEqual(pose.keys(), one.pose.keys())
        assert nails is not None
        self.assertEqual(nails.shape, (0, 6))

    def test_a_stand_in_has_no_face(self) -> None:
        self.assertIsNone(twin("standins/standin_f_a", mesh=True).face)

    def test_it_tells_the_base_outfit_from_skin(self) -> None:
        one = twin("twins/nia_a")
        assert one.worn is not None
        x, y = (int(v) for v in one.pose["pelvis"])
        self.assertEqual(int(one.worn[y, x]), 255)
        self.assertEqual(int(one.worn[one.parts == PARTS["shin_l"]].mean() > 20), 0)
