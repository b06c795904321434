"""The board as a list: every act as a plain form, which happens once and is refused like any other."""

from typing import Any
from uuid import uuid4

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from studio.boards.layers import DIGITS, between
from studio.boards.models import Card
from tests.boards.test_history import BoardCase

TEXT = st.text(DIGITS[1:], min_size=1, max_size=5)


class LayersTests(SimpleTestCase):
    @given(st.sets(TEXT, min_size=2, max_size=2))
    def test_between_two_there_is_room(self, two: set[str]) -> None:
        lower, upper = sorted(two)
        self.assertTrue(lower < between(lower, upper) < upper)

    @given(TEXT)
    def test_above_and_below_everything_too(self, layer: str) -> None:
        self.assertTrue(between("", layer) < layer < between(layer, None))


class ListTests(BoardCase):
    def act(self, act: str, card: str = "", **form: Any) -> Any:
        """As somebody presses it who has just loaded the page."""
        stands = Card.objects.filter(id=card).first() if card else None
        seen = (
            {"content": stands.content_version, "layering": stands.layer_version, "bond": stands.bond_version}
            if stands
            else {}
        )
        posted = {"act": act, "card": card, "key": uuid4().hex, **seen, **form}
        return self.client.post(self.url("list_act"), posted)

    def stands(self, card: str) -> Card:
        return Card.objects.get(id=card)

    def test_a_note_a_section_and_a_swatch_are_added(self) -> None:
        for kind in ("note", "section", "swatch"):
            self.assertEqual(self.act("add", kind=kind, words="Coat", colour="#6b1a20", y="40").status_code, 302)
        self.assertEqual(set(Card.objects.values_list("kind", flat=True)), {"note", "section", "swatch"})

    def test_sent_twice_it_is_added_once(self) -> None:
        for _ in range(2):
            self.act("add", kind="note", key="k")
        self.assertEqual(Card.objects.count(), 1)

    def test_each_act_does_what_it_says(self) -> None:
        section, coat = self.note(kind="section"), self.note("Coat")
        for act, form, name, wanted in (
            ("words", {"words": "Boots"}, "content", {"words": "Boots"}),
            ("into", {"section": section}, "section_id", self.stands(section).id),
            ("into", {"section": ""}, "section_id", None),
            ("place", {"x": "40,5", "y": "8"}, "x", 40.5),
            ("lock", {}, "locked", True),
            ("unlock", {}, "locked", False),
        ):
            with self.subTest(act):
                self.assertEqual(self.act(act, coat, **form).status_code, 302)
                self.assertEqual(getattr(self.stands(coat), name), wanted)

    def test_it_goes_off_and_comes_back(self) -> None:
        coat = self.note()
        self.act("remove", coat)
        self.assertContains(self.client.get(self.url("list")), "Put back")
        self.act("restore", coat)
        self.assertIsNone(self.stands(coat).removed_at)

    def test_what_a_neighbour_took_off_is_not_put_back_and_says_who(self) -> None:
        coat = self.note()
        self.do("remove", coat, by=self.jon)
        self.assertContains(self.act("restore", coat), "Jonas Vehr took this card off", status_code=409)

    def test_it_is_lifted_and_lowered_past_what_it_touches(self) -> None:
        low, middle, far, high = self.note(), self.note(), self.note(x=5000), self.note()
        self.act("up", low)
        self.assertTrue(self.stands(middle).layer < self.stands(low).layer < self.stands(far).layer)
        self.act("front", low)
        self.assertGreater(self.stands(low).layer, self.stands(high).layer)
        self.act("back", high)
        self.assertLess(self.stands(high).layer, self.stands(middle).layer)

    def test_words_that_changed_meanwhile_are_refused_with_a_sentence(self) -> None:
        coat = self.note()
        self.do("content", coat, {"words": "Boots"}, by=self.jon)
        page = self.act("words", coat, words="Bag", content=1)
        self.assertContains(page, "changed this after you opened it", status_code=409)

    def test_a_locked_card_stays_and_odd_forms_change_nothing(self) -> None:
        coat = self.note()
        self.act("lock", coat)
        self.assertContains(self.act("place", coat, x="9"), "This card is locked", status_code=409)
        for act, form in (("explode", {}), ("place", {"x": "far"}), ("add", {"kind": "look"}), ("add", {"x": "a"})):
            self.assertEqual(self.act(act, coat, **form).status_code, 409)
        self.assertEqual(Card.objects.count(), 1)

    def test_sections_come_with_what_they_carry(self) -> None:
        loose, section = self.note("Loose", y=0), self.note("Frame", kind="section", y=900)
        inside = self.note("Inside", section=section, y=1000)
        rows = self.client.get(self.url("list")).context["rows"]
        self.assertEqual([str(row["card"].id) for row in rows], [section, inside, loose])
