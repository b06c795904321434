import unittest

import numpy as np
from PIL import Image

from studio.imaging import makeup
from studio.imaging.engines.draft import DraftEngine, on_canvas
from studio.imaging.framing import Box
from studio.imaging.scene import FaceChart, Lens, Scene, Tint
from tests.imaging.demo import HOUSE, load, twin

CLOSE = Lens(framing="beauty", aspect="4:5")


def made(*, lips: bool) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    chart = FaceChart({"lips": Tint((150, 20, 40), 0.9, "matte")} if lips else {})
    scene = Scene((twin("twins/mei_beauty", mesh=True),), chart=chart, lens=CLOSE)
    return DraftEngine().render(scene, long_edge_px=480, step=lambda part, name: None).picture


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

    def test_an_unknown_region_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            scene = Scene(
                (twin("twins/mei_beauty", mesh=True),), chart=FaceChart({"ears": Tint((1, 2, 3))}), lens=CLOSE
            )
            DraftEngine().render(scene, long_edge_px=240, step=lambda part, name: None)
