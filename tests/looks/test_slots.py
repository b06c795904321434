"""What a slot may hold. Whatever comes in, the answer is a value or a refusal, never an accident."""

from unittest import TestCase
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as some

from studio.imaging import framing, light, makeup
from studio.imaging.cutouts import ANCHORS
from studio.looks import slots
from studio.looks.slots import BadValue

ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = some.sampled_from(
    ["twins", "stand_in", "pieces", "tints", "style", "set_up", "ratio", "kelvin", "crops", "backdrop", "slope", "text"]
)


class NamesTests(TestCase):
    def test_the_names_are_the_engines_own(self) -> None:
        self.assertEqual(slots.SET_UPS, tuple(light.SET_UPS))
        self.assertEqual(slots.FRAMINGS, tuple(framing.FRAMINGS))
        self.assertEqual(slots.ASPECTS, framing.ASPECTS)
        self.assertEqual(set(slots.REGIONS), set(makeup.ORDER))
        self.assertLessEqual(set(ANCHORS), set(slots.CATEGORIES))


class ReadTests(TestCase):
    def test_an_empty_value_is_the_empty_slot(self) -> None:
        for kind, empty in slots.EMPTY.items():
            with self.subTest(kind):
                self.assertEqual(slots.read(kind, {}), empty)

    def test_a_value_is_read_back_as_it_was_written(self) -> None:
        for kind, value in EXAMPLES.items():
            with self.subTest(kind):
                read = slots.read(kind, value)
                self.assertEqual(slots.read(kind, read.to_json()), read)

    def test_what_is_not_the_slots_is_refused(self) -> None:
        cases = [
            ("light", {"kelvin": 12000}),
            ("light", {"kelvin": 5500.5}),
            ("light", {"ratio": True}),
            ("light", {"set_up": "disco"}),
            ("light", {"colour": "red"}),
            ("lens", {"crops": []}),
            ("lens", {"focal_mm": 8}),
            ("grade", {"slope": [1, 1]}),
            ("grade", {"power": [0, 1, 1]}),
            ("grade", {"exposure": float("nan")}),
            ("makeup", {"tints": {"forehead": {"colour": "#ffffff"}}}),
            ("makeup", {"tints": {"lips": {"colour": "oxblood"}}}),
            ("garments", {"pieces": [{"garment": "coat"}]}),
            ("garments", {"pieces": [{"garment": str(ID)}, {"garment": str(ID)}]}),
            ("twin", {}),
            ("twin", {"stand_in": str(ID), "twins": [{"twin": str(ID), "plate": str(ID)}]}),
            ("words", {"text": "x" * 601}),
            ("soundtrack", {}),
        ]
        for kind, value in cases:
            with self.subTest(kind=kind, value=value), self.assertRaises(BadValue):
                slots.read(kind, value)

    @settings(max_examples=300, deadline=None)
    @given(kind=some.sampled_from(slots.KINDS), value=ANYTHING | some.dictionaries(NAMES, ANYTHING, max_size=3))
    def test_nothing_that_comes_in_is_an_accident(self, kind: str, value: object) -> None:
        try:
            slots.read(kind, value).to_json()
        except BadValue as bad:
            self.assertFalse(bad.decision)


class WordsTests(TestCase):
    def test_each_slot_says_itself(self) -> None:
        cases = [
            ("light", {"set_up": "rembrandt", "ratio": 4}, "Rembrandt, 4 : 1, 5500 K"),
            ("lens", {"f_stop": 5.6}, "85 mm, f/5.6, full length"),
            ("makeup", {"tints": {"lips": {"colour": "#6B1A20"}, "lids": {"colour": "#000000"}}}, "Lips, lids"),
            ("makeup", {"tints": {"lips": {"colour": "#6B1A20"}}, "using": "Corvane"}, "Lips, using Corvane"),
            ("grade", {"exposure": 0.1, "contrast": 1.12}, "+0.1 EV, contrast +12"),
            ("garments", {"pieces": []}, "Cover only"),
            ("hair", {}, "As photographed"),
        ]
        for kind, value, words in cases:
            with self.subTest(kind):
                self.assertEqual(slots.read(kind, value).words({}), words)


ID = uuid4()
EXAMPLES: dict[str, object] = {
    "twin": {"twins": [{"twin": str(ID), "plate": str(ID)}]},
    "garments": {"pieces": [{"garment": str(ID), "fit": {"width": 1.05, "front": "open"}}]},
    "makeup": {"tints": {"lips": {"colour": "6B1A20", "strength": 0.9, "finish": "matte"}}},
    "hair": {"style": "  wet,   combed back "},
    "light": {"set_up": "split", "ratio": 3.14159, "kelvin": 5200},
    "lens": {"focal_mm": 50, "crops": ["9:16", "4:5"]},
    "place": {"backdrop": str(ID)},
    "grade": {"slope": [1.1, 1, 0.9], "exposure": -0.0},
    "words": {"text": "plain and quiet"},
}
