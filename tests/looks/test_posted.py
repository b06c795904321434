"""What a form of the dressing table says, made into a slot's plain value."""

from django.http import QueryDict
from django.test import SimpleTestCase

from studio.imaging.light import SET_UPS
from studio.looks import posted
from studio.looks.slots import LightSlot


class LightTests(SimpleTestCase):
    BEFORE = LightSlot(set_up="loop", ratio=3.0, softness=0.5).to_json()

    def sent(self, text: str) -> posted.Value:
        return posted.light(QueryDict(text), self.BEFORE)

    def test_another_set_up_begins_as_it_is_usually_lit(self) -> None:
        read = self.sent("set_up=hard-sun&ratio=3&softness=0.5&side=1")
        usual = SET_UPS["hard-sun"]
        self.assertEqual((read["ratio"], read["softness"], read["side"]), (usual.ratio, usual.softness, 1.0))

    def test_what_is_moved_with_it_stays_as_it_was_moved(self) -> None:
        self.assertEqual(self.sent("set_up=hard-sun&ratio=4&softness=0.5")["ratio"], 4.0)

    def test_the_same_set_up_keeps_its_numbers(self) -> None:
        self.assertEqual(self.sent("set_up=loop&ratio=3&softness=0.5")["softness"], 0.5)

    def test_an_unknown_one_is_left_for_the_slot_to_refuse(self) -> None:
        self.assertEqual(self.sent("set_up=disco&ratio=3&softness=0.5")["set_up"], "disco")


class HairTests(SimpleTestCase):
    def test_a_colour_whose_box_is_not_ticked_is_her_own(self) -> None:
        sent = QueryDict("hair_sent=1&style=low+bun&colour=%23a4522c&strength=60&behind=on")
        self.assertEqual(posted.hair(sent, {}), {"style": "low bun", "behind": True})

    def test_a_ticked_one_is_kept_with_its_strength(self) -> None:
        read = posted.hair(QueryDict("hair_sent=1&style=&coloured=on&colour=%23a4522c&strength=60"), {})
        self.assertEqual(read, {"style": "", "colour": "#a4522c", "strength": 0.6, "behind": False})
