from typing import Any

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from studio.boards import contents, rules
from studio.boards.rules import Op

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["op", "op_id", "card", "base", "patch"])
words = st.sampled_from([*rules.OPS, "x", "y", "width", "words", "colour", "layer", "kind", "content"])
patches = st.dictionaries(words, json | st.integers(-(10**400), 10**400), max_size=4)
messages = st.dictionaries(names, json | words | patches, max_size=5)


def message(kind: str, **fields: Any) -> dict[str, Any]:
    return {"op": kind, "op_id": "1", "card": "c", "base": 1, "patch": {}} | fields


class ReadTests(SimpleTestCase):
    @given(messages)
    def test_no_message_is_too_odd_to_be_answered(self, said: dict[str, Any]) -> None:
        decision, op = rules.read(said)
        self.assertEqual(bool(decision), isinstance(op, Op))

    @given(st.sampled_from(rules.OPS), patches)
    def test_what_is_taken_lies_on_the_board(self, kind: str, patch: dict[str, Any]) -> None:
        decision, op = rules.read(message(kind, patch=patch))
        if decision and op:
            for name in rules.GEOMETRY:
                self.assertLessEqual(abs(op.patch.get(name, 0)), contents.FAR)

    def test_each_kind_of_op_is_understood(self) -> None:
        for kind, patch in (
            ("add", {"kind": "note", "x": 1, "y": 2.5, "width": 100, "height": 50, "content": {"words": "Coat first"}}),
            ("move", {"x": -10, "y": 20}),
            ("layer", {"layer": "a000002"}),
            ("content", {"words": "Coat first"}),
            ("content", {"colour": "#6B1a20"}),
            ("remove", {}),
            ("restore", {}),
        ):
            with self.subTest(kind):
                self.assertTrue(rules.read(message(kind, patch=patch))[0])

    def test_what_comes_of_something_else_is_not_added_by_hand(self) -> None:
        for kind in ("garment", "look", "preview", "reference"):
            with self.subTest(kind):
                self.assertFalse(rules.read(message("add", patch={"kind": kind}))[0])

    def test_nothing_else_is_carried_along(self) -> None:
        said = {"kind": "note", "content": {"words": "Belt?"}, "html": "<b>"}
        self.assertEqual(rules.fits("add", said).code, "op-unknown")

    def test_off_the_board_nothing_lies(self) -> None:
        for patch in (
            {"x": 1e6},
            {"x": float("nan")},
            {"x": float("inf")},
            {"x": 10**400},
            {"x": True},
            {"width": 1},
            {},
        ):
            with self.subTest(patch):
                self.assertEqual(rules.read(message("move", patch=patch))[0].code, "card-off-board")

    def test_what_no_database_keeps_is_not_taken(self) -> None:
        for text in ("a\0b", "\ud800"):
            with self.subTest(repr(text)):
                self.assertFalse(rules.read(message("content", patch={"words": text}))[0])
        self.assertFalse(rules.read(message("remove", op_id="a\0"))[0])

    def test_a_note_has_its_length(self) -> None:
        self.assertEqual(rules.read(message("content", patch={"words": "x" * 4001}))[0].code, "note-too-long")


class MayChangeTests(SimpleTestCase):
    def test_words_are_not_overwritten_unseen_and_of_moves_the_last_one_counts(self) -> None:
        for kind, refused in (
            ("content", True),
            ("layer", True),
            ("remove", True),
            ("move", False),
            ("restore", False),
        ):
            with self.subTest(kind):
                self.assertEqual(bool(rules.may_change(kind, base=1, version=2)), not refused)

    def test_cards_come_to_lie_in_rows(self) -> None:
        places = [rules.next_place(count) for count in range(8)]
        self.assertEqual(len(set(places)), 8)
        self.assertGreater(places[6][1], places[5][1])
