"""Who may set which slot."""

from unittest import TestCase

from studio.looks.rules import CRAFTS, craft_for, is_a_part, may_bring, may_change_slot, may_keep, why_unseen
from studio.looks.slots import KINDS

OWN = {
    "twin": {"casting", "production"},
    "garments": {"styling", "styling-assistance"},
    "makeup": {"make-up"},
    "hair": {"hair"},
    "light": {"photography", "lighting", "digital-operator"},
    "lens": {"photography", "digital-operator"},
    "place": {"set-design", "photography", "art-direction"},
    "grade": {"photography", "retouching", "digital-operator"},
    "words": {"creative-direction", "art-direction", "ai-direction"},
}
ALL = set().union(*OWN.values()) | {"tailoring", "nails", "photo-assistance", "movement-direction"}


class MayChangeSlotTests(TestCase):
    def test_each_kind_is_set_by_its_own_crafts_and_no_other(self) -> None:
        for kind, own in OWN.items():
            for craft in ALL:
                with self.subTest(kind=kind, craft=craft):
                    self.assertEqual(bool(may_change_slot([craft], kind)), craft in own)

    def test_every_kind_has_a_craft(self) -> None:
        self.assertEqual(set(CRAFTS), set(KINDS))

    def test_the_refusal_says_whose_it_is_and_whom_to_ask(self) -> None:
        decision = may_change_slot(["styling"], "light", who=["Jonas Vehr"])
        self.assertEqual(
            (decision.code, dict(decision.values)),
            ("not-booked-for", {"slot": "light", "craft": "photography", "booked": "styling", "who": "Jonas Vehr"}),
        )

    def test_an_unknown_kind_is_refused(self) -> None:
        self.assertEqual(may_change_slot(["styling"], "soundtrack").code, "no-such-slot")

    def test_tailoring_moves_the_fit_and_nothing_else(self) -> None:
        worn = {"pieces": [{"garment": "g", "view": "front", "fit": {"width": 1.0}}]}
        taken_in = {"pieces": [{"garment": "g", "view": "front", "fit": {"width": 0.9}}]}
        self.assertTrue(is_a_part("garments", worn, taken_in))
        self.assertFalse(is_a_part("garments", worn, {"pieces": []}))
        self.assertEqual(craft_for({"tailoring"}, "garments", only_a_part=True), "tailoring")
        self.assertEqual(craft_for({"tailoring"}, "garments"), "")

    def test_nails_paint_the_nails_and_nothing_else(self) -> None:
        bare: dict[str, object] = {"tints": {}}
        self.assertTrue(is_a_part("makeup", bare, {"tints": {"nails": {"colour": "#aa0000"}}}))
        self.assertFalse(is_a_part("makeup", bare, {"tints": {"lips": {"colour": "#aa0000"}}}))
        self.assertFalse(is_a_part("makeup", bare, {"tints": {}, "using": "Corvane"}))

    def test_she_is_credited_for_the_craft_she_set_it_by(self) -> None:
        self.assertEqual(craft_for({"lighting", "styling"}, "light"), "lighting")


class OtherRulesTests(TestCase):
    def test_a_stale_change_is_not_kept(self) -> None:
        self.assertEqual(may_keep(unseen=True, who="Ana").code, "stale")
        self.assertTrue(may_keep(unseen=False, who="Ana"))

    def test_the_call_sheet_and_the_house_bring_garments(self) -> None:
        self.assertTrue(may_bring(["hair"], seated=False))
        self.assertTrue(may_bring([], seated=True))
        self.assertFalse(may_bring([], seated=False))


class WhyUnseenTests(TestCase):
    def why(self, category: str, *, view: str = "front", close: bool = False, framing: str = "full-length") -> str:
        return why_unseen(category, view=view, close=close, framing=framing)

    def test_what_is_worn_in_front_is_not_seen_from_behind(self) -> None:
        self.assertEqual([self.why(each, view="back") for each in ("eyewear", "hat", "top")], ["behind", "", ""])

    def test_what_lies_outside_the_framing_is_not_seen(self) -> None:
        cases = {"full-length": "", "three-quarter": "frame", "beauty": "frame", "detail": "frame"}
        self.assertEqual({framing: self.why("shoes", framing=framing) for framing in cases}, cases)
        self.assertEqual(self.why("hat", framing="detail"), "frame")

    def test_a_close_plate_has_no_feet_and_no_hands(self) -> None:
        found = [self.why(each, close=True) for each in ("shoes", "bag", "belt", "hat", "jewellery", "knit")]
        self.assertEqual(found, ["frame", "frame", "frame", "", "", ""])
