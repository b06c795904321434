"""Handles may be dragged anywhere: a draft is drawn all the same."""

import random
import unittest
from dataclasses import replace

import torch

from studio.imaging.dressing import dress
from studio.imaging.scene import Fit, Piece, Point
from tests.imaging.demo import garment, twin
from tests.imaging.test_dressing import body_of

GARMENTS = ("tee_white", "knit_oat", "blazer_navy", "coat_camel", "dress_emerald", "jeans_indigo", "skirt_satin")
TRIES = 40


class AnyAnchorsTests(unittest.TestCase):
    def test_whatever_the_handles_say_the_picture_is_one(self) -> None:
        dice = random.Random(11)
        figures = [twin(f"twins/{name}", 0.2) for name in ("nia_a", "ren_c", "ines_a")]
        for turn in range(TRIES):
            piece = dragged(small(garment(dice.choice(GARMENTS))), dice)
            with self.subTest(turn=turn, category=piece.category, fit=piece.fit):
                done = dress(body_of(dice.choice(figures)), (piece,))
                for planes in (done.picture, done.alpha, done.garments):
                    self.assertTrue(bool(torch.isfinite(planes).all()))


def small(piece: Piece) -> Piece:
    step = max(1, max(piece.cutout.shape[:2]) // 200)
    at = {name: (x / step, y / step) for name, (x, y) in piece.anchors.items()}
    return replace(piece, cutout=piece.cutout[::step, ::step].copy(), anchors=at)


def dragged(piece: Piece, dice: random.Random) -> Piece:
    """Some handles a little off, some anywhere, all on one spot, or all on one line."""
    height, width = piece.cutout.shape[:2]
    how = dice.choice(("near", "anywhere", "one spot", "one line"))

    def to(at: Point) -> Point:
        if how == "near":
            return at[0] + dice.gauss(0, 15), at[1] + dice.gauss(0, 15)
        if how == "anywhere":
            return dice.uniform(0, width), dice.uniform(0, height)
        return width / 2, height / 2 if how == "one spot" else at[1]

    fit = Fit(dice.uniform(0.7, 1.5), dice.uniform(0.6, 1.5), front=dice.choice(("", "open", "closed")))
    return replace(piece, anchors={name: to(at) for name, at in piece.anchors.items()}, fit=fit)
