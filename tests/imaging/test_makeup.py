import unittest

import numpy as np
import torch
from PIL import Image

from studio.imaging import makeup
from studio.imaging.engines.draft import DraftEngine, on_canvas
from studio.imaging.framing import Box
from studio.imaging.scene import FaceChart, Lens, Scene, Tint
from tests.imaging.demo import HOUSE, load, twin

OXBLOOD = (107, 26, 32)
CLOSE = Lens(framing="beauty", aspect="4:5")


def made(*, lips: bool) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    chart = FaceChart({"lips": Tint((150, 20, 40), 0.9, "matte")} if lips else {})
    scene = Scene((twin("twins/mei_beauty", mesh=True),), chart=chart, lens=CLOSE)
    return DraftEngine().render(scene, long_edge_px=480, step=lambda part, name: None).picture


def on_lips(strength: float, finish: str = "matte") -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], float]:
    """The mean L*a*b* inside the lips, and how far their lightness strays."""
    figure = twin("twins/mei_beauty", mesh=True)
    height, width = figure.alpha.shape
    body = on_canvas(figure, Box(0, 0, width, height), height, width, 0)
    found = makeup.paint(body, body.picture, FaceChart({"lips": Tint(OXBLOOD, strength, finish)}))
    full = makeup.paint(body, body.picture, FaceChart({"lips": Tint((0, 0, 0), 1.0, finish)}))
    held = (full - body.picture).abs().amax(0) > 0.25
    lab = makeup.to_lab(found)[:, held]
    return lab.mean(dim=1).numpy(), float(lab[0].std())


class PaintTests(unittest.TestCase):
    def test_lips_change_and_nothing_else(self) -> None:
        bare, painted = made(lips=False), made(lips=True)
        changed = np.abs(bare.astype(int) - painted).max(-1) > 6
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        self.assertGreater(changed.sum(), 200)
        self.assertLess(np.ptp(rows) / changed.shape[0], 0.12)
        self.assertLess(np.ptp(columns) / changed.shape[1], 0.25)

    def test_colour_lies_where_the_lips_truly_are(self) -> None:
        figure = twin("twins/mei_beauty", mesh=True)
        height, width = figure.alpha.shape
        body = on_canvas(figure, Box(0, 0, width, height), height, width, 0)
        painted = makeup.paint(body, body.picture, FaceChart({"lips": Tint((150, 20, 40), 1.0)}))
        changed = (painted - body.picture).abs().amax(0).numpy() > 0.04
        truth = (
            np.array(
                Image.fromarray(load(HOUSE / "twins/mei_beauty_makeup.png", "RGB")[..., 0]).resize(changed.shape[::-1])
            )
            > 127
        )
        self.assertGreater((changed & truth).sum() / truth.sum(), 0.6)

    def test_a_colour_is_reached_in_proportion_to_its_strength(self) -> None:
        bare, _ = on_lips(0)
        own = makeup.to_lab(torch.tensor(OXBLOOD)[:, None, None] / 255)[:, 0, 0].numpy()
        for strength in (0.4, 0.75, 1.0):
            with self.subTest(strength):
                mean, _ = on_lips(strength)
                np.testing.assert_allclose(mean, bare + strength * (own - bare), atol=3.5)

    def test_a_matte_tint_keeps_texture_and_dims_its_shine(self) -> None:
        _, bare = on_lips(0)
        _, matte = on_lips(1, "matte")
        _, gloss = on_lips(1, "gloss")
        self.assertGreater(matte, 0.25 * bare)
        self.assertLess(matte, gloss)

    def test_an_unknown_region_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            scene = Scene(
                (twin("twins/mei_beauty", mesh=True),), chart=FaceChart({"ears": Tint((1, 2, 3))}), lens=CLOSE
            )
            DraftEngine().render(scene, long_edge_px=240, step=lambda part, name: None)
