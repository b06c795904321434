"""The bench of dressing: what it reads, what it scores, and that it says so where nothing was made."""

import shutil
import tempfile
from argparse import Namespace
from pathlib import Path
from unittest import TestCase

import numpy as np
from PIL import Image

from studio.operations.bench import dress
from studio.operations.bench.pairs import Pair, figure_of, pairs_in, pieces_of
from studio.operations.bench.score_dress import WORST, score

PAIR = "nia_a__tee_white"


def options(**changed: object) -> Namespace:
    told = {"pairs": dress.HOUSE, "out": None, "only": PAIR, "found": False, "alone": True}
    return Namespace(**{**told, **changed})


class PairTests(TestCase):
    def pair(self, name: str = PAIR) -> Pair:
        return next(pair for pair in pairs_in(dress.HOUSE) if pair.name == name)

    def test_the_house_has_all_its_pairs(self) -> None:
        self.assertEqual(len(list(pairs_in(dress.HOUSE))), 22)
        self.assertEqual(len(list(pairs_in(dress.HOUSE / "pairs"))), 22)

    def test_the_engine_is_never_given_the_true_anchors(self) -> None:
        pair = self.pair()
        piece = pieces_of(pair)[0]
        self.assertNotEqual(dict(piece.anchors), pair.true_anchors("tee_white"))

    def test_what_lies_beside_no_picture_is_found(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch)
            for folder, names in (("pairs", [f"{PAIR}.jpg", f"{PAIR}.json", f"{PAIR}_garment_mask.png"]),
                                  ("twins", ["nia_a.jpg"]), ("garments", ["tee_white.png"])):  # fmt: skip
                (root / folder).mkdir()
                for name in names:
                    shutil.copy(dress.HOUSE / folder / name, root / folder / name)
            pair = next(pairs_in(root))
            self.assertGreater(int((figure_of(pair).alpha > 127).sum()), 100_000)
            self.assertEqual(pieces_of(pair)[0].category, "top")


class ScoreTests(TestCase):
    def setUp(self) -> None:
        self.truth = dress.HOUSE / "pairs" / f"{PAIR}.jpg"
        self.mask = dress.HOUSE / "pairs" / f"{PAIR}_garment_mask.png"

    def test_the_truth_itself_is_perfect(self) -> None:
        found = score(self.truth, self.mask, self.truth, self.mask)
        self.assertEqual((found["iou"], found["de00"], found["edge"]), (1.0, 0.0, 1.0))

    def test_what_was_not_made_counts_as_the_worst(self) -> None:
        nowhere = Path("nowhere.png")
        self.assertEqual(score(self.truth, self.mask, nowhere, nowhere), WORST)

    def test_another_size_counts_as_the_worst(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            small = Path(scratch) / "small.png"
            Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(small)
            self.assertEqual(score(self.truth, self.mask, small, self.mask), WORST)

    def test_an_undressed_plate_scores_worse_than_a_dressed_one(self) -> None:
        report = dress.run(options())
        bare = score(self.truth, self.mask, dress.HOUSE / "twins" / "nia_a.jpg", self.mask)
        self.assertLess(report.figures["over all: de00"].value, bare["de00"])

    def test_a_folder_without_pairs_is_said(self) -> None:
        with tempfile.TemporaryDirectory() as scratch, self.assertRaises(SystemExit):
            dress.run(options(pairs=Path(scratch)))
