import unittest

import numpy as np
from scipy import ndimage

from studio.imaging.matting import guided
from tests.imaging.demo import twin


class GuidedTests(unittest.TestCase):
    def test_an_edge_drawn_too_soft_comes_nearer_to_the_true_one(self) -> None:
        figure = twin("twins/nia_beauty", 0.4)
        true = figure.alpha.astype(np.float32) / 255
        guess = ndimage.gaussian_filter(true, 3.0)
        unsure = (guess > 0.02) & (guess < 0.98)
        found = guided(figure.picture, guess, unsure, 3)
        before, after = (float(np.abs(each - true)[unsure].mean()) for each in (guess, found))
        self.assertLess(after, 0.8 * before)

    def test_what_was_sure_stays(self) -> None:
        figure = twin("twins/nia_beauty", 0.4)
        guess = figure.alpha.astype(np.float32) / 255
        none = np.zeros(guess.shape, bool)
        np.testing.assert_array_equal(guided(figure.picture, guess, none, 3), guess)
