import unittest

import numpy as np
import torch
from PIL import Image
from skimage import data

from studio.imaging import makeup, plates, regions
from studio.imaging.body import Body
from studio.imaging.canvas import blur
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


def body_of(name: str) -> Body:
    figure = twin(f"twins/{name}_beauty", mesh=True)
    height, width = figure.alpha.shape
    return on_canvas(figure, Box(0, 0, width, height), height, width, 0)


def moved(body: Body, region: str, colour: tuple[int, int, int], strength: float = 1.0) -> tuple[torch.Tensor, ...]:
    """L*a*b* before and after, and where the region took half of what it takes anywhere."""
    painted = makeup.paint(body, body.picture, FaceChart({region: Tint(colour, strength, "matte")}))
    was, now = makeup.to_lab(body.picture), makeup.to_lab(painted)
    far = (now - was).abs().amax(0)
    return was, now, far > 0.5 * far.max()


def face_of(body: Body) -> regions.Face:
    assert body.face is not None
    unit = float(np.linalg.norm(body.face[33, :2] - body.face[263, :2]))
    return regions.Face(body.face[:, :2].astype(float), body.height_px, body.width_px, unit)


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

    def test_a_pale_blush_brings_its_hue_to_dark_skin_and_not_its_chalk(self) -> None:
        was, now, there = moved(body_of("kofi"), "cheeks", (201, 111, 106))
        lighter, redder = (now[0] - was[0])[there].mean(), (now[1] - was[1])[there].mean()
        self.assertGreater(float(redder), 3)
        self.assertLess(float(lighter), 4)

    def test_a_contour_is_a_shadow_on_every_skin_whatever_its_colour(self) -> None:
        was, now, there = moved(body_of("kofi"), "contour", (232, 205, 181))
        self.assertLess(float((now[0] - was[0])[there].mean()), -1)

    def test_shadow_and_line_stay_out_of_the_eye(self) -> None:
        body = body_of("marta")
        inside = regions.eyes(face_of(body))[0]
        inside = blur(inside[None], 2)[0] > 0.97
        for region in ("lids", "liner"):
            with self.subTest(region):
                was, now, _ = moved(body, region, (43, 37, 35))
                self.assertLess(float((now - was).abs()[:, inside].mean()), 2)

    def test_an_even_skin_keeps_its_pores(self) -> None:
        body = body_of("nia")
        was, now, _ = moved(body, "skin", (110, 75, 58), 0.8)
        face = face_of(body)
        bare = regions.skin(face, body.picture)[0] > 0.95

        def rough(lab: torch.Tensor, finer: float) -> float:
            return float((lab[:1] - blur(lab[:1], finer * face.unit_px))[0][bare].std())

        self.assertGreater(rough(now, 0.006), 0.7 * rough(was, 0.006))
        self.assertLess(rough(now, 0.06), rough(was, 0.06))


class SmileTests(unittest.TestCase):
    def test_teeth_stay_as_they_are(self) -> None:
        picture = np.ascontiguousarray(data.astronaut()[30:290, 100:360])
        mesh = plates.read_face(picture, {})
        assert mesh is not None
        whole = np.full((260, 260), 255, np.uint8)
        figure = plates.figure(picture, whole, np.full_like(whole, plates.PARTS["head"]), {}, face=mesh)
        height, width = 260, 260
        body = on_canvas(figure, Box(0, 0, width, height), height, width, 0)
        was, now, painted = moved(body, "lips", (156, 28, 38))
        face = face_of(body)
        mouth = regions.polygon(face, face.at(regions.LIPS_INNER))[0] > 0.5
        teeth = mouth & (was[0] > was[0][mouth].median())
        self.assertGreater(int(teeth.sum()), 20)
        self.assertGreater(int(painted.sum()), 100)
        self.assertLess(float((now - was).abs()[:, teeth].mean()), 1)
