import unittest

import numpy as np
from numpy.typing import NDArray

from studio.imaging import makeup, nails, plates
from studio.imaging.engines.draft import on_canvas
from studio.imaging.framing import Box
from studio.imaging.scene import FaceChart, Figure, Mask, Tint
from tests.imaging.demo import twin

RED = Tint((163, 36, 44), 1.0, "matte")


def hand(*, index: tuple[float, float], little: tuple[float, float]) -> NDArray[np.float64]:
    """21 points with these two knuckles, about the wrist."""
    points = np.zeros((21, 2))
    points[nails.INDEX], points[nails.LITTLE] = index, little
    return points


def other_handed(parts: Mask) -> Mask:
    """Her left arm called her right: in outline a palm is the back of the other hand."""
    names = np.arange(max(plates.PARTS.values()) + 1, dtype=np.uint8)
    for part in ("upper_arm", "forearm", "hand"):
        left, right = plates.PARTS[f"{part}_l"], plates.PARTS[f"{part}_r"]
        names[left], names[right] = right, left
    turned: Mask = names[parts]
    return turned


class BackTests(unittest.TestCase):
    def test_the_back_of_each_hand_is_told_from_its_palm(self) -> None:
        held_up = hand(index=(-1, -3), little=(1, -3))
        self.assertTrue(nails.shows_its_back(held_up, "right"))
        self.assertFalse(nails.shows_its_back(held_up, "left"))

    def test_a_hand_seen_from_its_edge_shows_no_nails(self) -> None:
        edge = hand(index=(0, -3), little=(0.2, -3))
        self.assertFalse(nails.shows_its_back(edge, "right"))


class ReadTests(unittest.TestCase):
    figure: Figure
    turned: Figure

    @classmethod
    def setUpClass(cls) -> None:
        cls.figure = twin("twins/marta_a", 1.0)
        parts = other_handed(cls.figure.parts)
        with plates.quietly():
            seen = nails.read(cls.figure.picture, parts)
        cls.turned = Figure(cls.figure.picture, cls.figure.alpha, parts, cls.figure.pose, nails=seen)

    def painted(self, figure: Figure) -> tuple[NDArray[np.bool_], NDArray[np.float32] | None]:
        height, width = figure.alpha.shape
        body = on_canvas(figure, Box(0, 0, width, height), height, width, 0)
        done = makeup.paint(body, body.picture, FaceChart({"nails": RED}))
        return (done - body.picture).abs().amax(0).numpy() > 0.02, body.nails

    def test_palms_show_none(self) -> None:
        with plates.quietly():
            self.assertEqual(len(nails.read(self.figure.picture, self.figure.parts)), 0)

    def test_they_lie_at_the_ends_of_fingers(self) -> None:
        seen = self.turned.nails
        assert seen is not None
        self.assertGreater(len(seen), 3)
        fingers = np.isin(self.turned.parts, nails.HAND_PARTS["left"] + nails.HAND_PARTS["right"])
        middles, ends = seen[:, :2], seen[:, :2] + 2 * seen[:, 2:4]
        on_them, past = (fingers[tuple(at.round().astype(int).T[::-1])] for at in (middles, ends))
        self.assertTrue(on_them.all())
        self.assertGreaterEqual(int((~past).sum()), len(seen) // 2)

    def test_varnish_covers_the_nails_and_nothing_else(self) -> None:
        changed, seen = self.painted(self.turned)
        assert seen is not None
        ys, xs = np.nonzero(changed)
        reach = np.hypot(xs[:, None] - seen[:, 0], ys[:, None] - seen[:, 1])
        self.assertTrue((reach.min(axis=1) < 2 + 1.5 * np.hypot(seen[:, 2], seen[:, 3]).max()).all())
        self.assertTrue(all(changed[round(float(y)), round(float(x))] for x, y, *_ in seen))

    def test_where_none_are_seen_nothing_is_painted(self) -> None:
        changed, _ = self.painted(self.figure)
        self.assertFalse(changed.any())
