from dataclasses import replace

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from studio.approvals import rules
from studio.approvals.forms import NoteForm
from studio.approvals.rules import Binding

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
part = st.floats(0, 1)
drawing = st.fixed_dictionaries(
    {
        "type": st.sampled_from(rules.SHAPES),
        "points": st.lists(st.tuples(part, part).map(list), min_size=1, max_size=20),
    }
)
BINDING = Binding("pixels", ("4:5", "1:1"), "recipe", {"nia": "v1"}, (("ana", "styling"), ("jon", "photography")))


class NoteTests(SimpleTestCase):
    @given(st.text(max_size=40), st.dictionaries(st.sampled_from(["type", "points", "more"]), json))
    def test_no_shape_is_too_odd_to_be_answered(self, words: str, shape: dict[str, object]) -> None:
        self.assertIn(rules.may_note(words, shape).code, {"ok", "note-empty", "note-off-picture"})

    @given(drawing)
    def test_whatever_lies_on_the_picture_is_taken(self, shape: dict[str, object]) -> None:
        self.assertTrue(rules.may_note("Softer.", shape))

    def test_a_note_says_something(self) -> None:
        self.assertEqual(rules.may_note("  ", {"type": "pin", "points": [[0.5, 0.5]]}).code, "note-empty")

    def test_a_note_is_short_enough_to_be_read(self) -> None:
        self.assertEqual(rules.may_note("x" * 1001, {"type": "pin", "points": [[0.5, 0.5]]}).code, "note-too-long")

    def test_beside_the_picture_there_is_no_note(self) -> None:
        for points in ([[1.1, 0.5]], [[0.5, float("nan")]], [[True, 0.5]], [["0", "1"]], ["01"], "01", [[0.5]], []):
            with self.subTest(points):
                self.assertEqual(rules.may_note("x", {"type": "pin", "points": points}).code, "note-off-picture")

    def test_nothing_else_comes_with_a_drawing(self) -> None:
        shape = {"type": "pin", "points": [[0.5, 0.5]], "onload": "x"}
        self.assertEqual(rules.may_note("x", shape).code, "note-off-picture")

    def test_a_drawing_that_did_not_arrive_whole_is_asked_for_again(self) -> None:
        for shape in ("{", "[" * 19_000, '"a"', "[1]"):
            with self.subTest(shape[:3]):
                form = NoteForm({"key": "k", "words": "x", "shape": shape})
                self.assertTrue(not form.is_valid() or form.cleaned_data["shape"] == {})


class BindingTests(SimpleTestCase):
    def test_a_changed_pixel_crop_recipe_grant_or_person_is_another(self) -> None:
        for changed in (
            replace(BINDING, pixel_hash="others"),
            replace(BINDING, crops=("4:5",)),
            replace(BINDING, recipe="other"),
            replace(BINDING, grants={"nia": "v2"}),
            replace(BINDING, grants={"nia": "v1", "ren": "v1"}),
            replace(BINDING, credited=(("ana", "styling"),)),
        ):
            with self.subTest(changed):
                self.assertNotEqual(changed.sha256, BINDING.sha256)

    def test_the_order_in_which_people_are_found_is_none_of_it(self) -> None:
        turned = replace(BINDING, credited=BINDING.credited[::-1])
        self.assertEqual(turned.sha256, BINDING.sha256)


class MayTests(SimpleTestCase):
    def test_art_and_creative_direction_sign_off(self) -> None:
        for crafts, yes in (
            (["art-direction"], True),
            (["creative-direction"], True),
            (["styling"], False),
            ([], False),
        ):
            with self.subTest(crafts):
                self.assertEqual(bool(rules.may_sign_off(crafts)), yes)

    def test_a_stand_in_is_nobody_s_picture(self) -> None:
        self.assertEqual(rules.may_pick(made=True, twins=0).code, "stand-in-only")
        self.assertEqual(rules.may_pick(made=False, twins=1).code, "nothing-picked")
        self.assertTrue(rules.may_pick(made=True, twins=1))
