"""Hands among the parts of a plate: skin, and not the cloth they are laid on."""

import numpy as np
from django.test import SimpleTestCase

from studio.imaging.plates import PARTS, bare_hands
from studio.imaging.scene import Mask, Rgb

SKIN, CLOTH = (200, 150, 120), (90, 110, 140)


class BareHandsTests(SimpleTestCase):
    def plate(self) -> tuple[Rgb, Mask]:
        """(200, 200): a torso in cloth, a head, and a hand found half on the hip and half beside it."""
        picture, parts = np.full((200, 200, 3), 230, np.uint8), np.zeros((200, 200), np.uint8)
        parts[40:180, 60:120], picture[40:180, 60:120] = PARTS["torso"], CLOTH
        parts[5:35, 75:105], picture[5:35, 75:105] = PARTS["head"], SKIN
        parts[120:150, 105:140] = PARTS["hand_l"]
        picture[120:150, 120:140] = SKIN
        return picture, parts

    def test_the_cloth_it_was_found_on_goes_back_to_the_trunk(self) -> None:
        picture, parts = self.plate()
        found = bare_hands(picture, parts)
        self.assertGreater((found[120:150, 105:118] == PARTS["torso"]).mean(), 0.9)
        self.assertTrue((found[120:150, 122:140] == PARTS["hand_l"]).all())

    def test_a_ring_on_a_hand_that_touches_nothing_stays_on_it(self) -> None:
        picture, parts = self.plate()
        parts[120:150, 105:140] = 0
        parts[120:150, 150:180], picture[120:150, 150:180] = PARTS["hand_l"], SKIN
        picture[130:138, 160:168] = CLOTH
        self.assertTrue(np.array_equal(bare_hands(picture, parts), parts))

    def test_a_gloved_hand_is_left(self) -> None:
        picture, parts = self.plate()
        picture[120:150, 105:140] = CLOTH
        self.assertTrue(np.array_equal(bare_hands(picture, parts), parts))
