from uuid import uuid4

from django.test import TestCase

from studio.live.models import Announcement
from studio.looks import actions
from studio.looks.models import Backdrop, Garment, Look, SlotChange
from studio.web.sentences import sentence, way_on
from tests import crew
from tests.crew import NOW

LIT = {"set_up": "rembrandt", "ratio": 4}


class SetSlotTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.look = crew.look(self.shoot)
        self.jonas = crew.booked(self.shoot, "photography", name="Jonas Vehr")
        self.ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")

    def test_a_change_is_kept_with_its_author_and_craft(self) -> None:
        decision, slot = actions.set_slot(self.look, "light", LIT, base_version=0, by=self.jonas, now=NOW)
        self.assertTrue(decision)
        assert slot is not None
        self.assertEqual((slot.version, slot.by, slot.craft), (1, self.jonas, "photography"))

    def test_every_change_is_a_row_from_what_to_what(self) -> None:
        hair = crew.booked(self.shoot, "hair")
        actions.set_slot(self.look, "hair", {"style": "wet"}, base_version=0, by=hair, now=NOW)
        change = SlotChange.objects.get()
        self.assertEqual((change.old, change.new), ({"style": ""}, {"style": "wet"}))

    def test_who_is_not_booked_for_it_is_told_whom_to_ask(self) -> None:
        decision, _slot = actions.set_slot(self.look, "light", LIT, base_version=0, by=self.ana, now=NOW)
        self.assertEqual(sentence(decision), "Light is set by photography; you are booked for styling.")
        self.assertEqual(way_on(decision), "Ask Jonas Vehr, or have the producer book you.")

    def test_nobody_overwrites_what_she_has_not_seen(self) -> None:
        actions.set_slot(self.look, "light", LIT, base_version=0, by=self.jonas, now=NOW)
        other = crew.booked(self.shoot, "lighting", name="Lee Park")
        decision, slot = actions.set_slot(self.look, "light", {}, base_version=0, by=other, now=NOW)
        assert slot is not None
        self.assertEqual((decision.code, decision.values["who"], slot.value["ratio"]), ("stale", "Jonas Vehr", 4))

    def test_the_same_key_changes_it_once(self) -> None:
        for _ in range(2):
            actions.set_slot(self.look, "light", LIT, base_version=0, by=self.jonas, now=NOW, key="k")
        self.assertEqual(SlotChange.objects.count(), 1)

    def test_the_same_value_is_no_change(self) -> None:
        decision, _slot = actions.set_slot(self.look, "light", {}, base_version=0, by=self.jonas, now=NOW)
        self.assertTrue(decision)
        self.assertEqual(SlotChange.objects.count(), 0)

    def test_a_change_raises_the_look_and_tells_its_pages(self) -> None:
        actions.set_slot(self.look, "light", LIT, base_version=0, by=self.jonas, now=NOW)
        self.assertEqual(Look.objects.get().version, 1)
        self.assertTrue(Announcement.objects.filter(topic=f"look:{self.look.id}", message__slot="light").exists())

    def test_nonsense_is_refused_with_a_sentence(self) -> None:
        hot = {"kelvin": "hot"}
        decision, _slot = actions.set_slot(self.look, "light", hot, base_version=0, by=self.jonas, now=NOW)
        self.assertEqual(decision.code, "bad-value")

    def test_a_twin_is_cast_and_not_set(self) -> None:
        value = {"twins": [{"twin": str(uuid4()), "plate": str(uuid4())}]}
        decision, _slot = actions.set_slot(self.look, "twin", value, base_version=0, by=self.shoot.opened_by, now=NOW)
        self.assertEqual(decision.code, "cast-instead")


class WhatIsNamedTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.look = crew.look(self.shoot)
        self.ana = crew.booked(self.shoot, "styling", "set-design")

    def wear(self, garment: Garment) -> str:
        value = {"pieces": [{"garment": str(garment.id)}]}
        return actions.set_slot(self.look, "garments", value, base_version=0, by=self.ana, now=NOW)[0].code

    def test_a_piece_of_the_rack_is_worn(self) -> None:
        self.assertEqual(self.wear(crew.garment(self.shoot)), "ok")

    def test_another_houses_piece_is_not(self) -> None:
        self.assertEqual(self.wear(crew.garment(crew.shoot())), "not-on-this-shoot")

    def test_a_piece_still_being_cut_out_is_not(self) -> None:
        self.assertEqual(self.wear(crew.garment(self.shoot, state=Garment.State.ARRIVING)), "garment-not-ready")

    def test_another_houses_backdrop_is_not(self) -> None:
        backdrop = Backdrop.objects.create(house=crew.house(), name="Theirs", picture=crew.blob())
        value = {"backdrop": str(backdrop.id)}
        decision, _slot = actions.set_slot(self.look, "place", value, base_version=0, by=self.ana, now=NOW)
        self.assertEqual(decision.code, "not-on-this-shoot")


class NewLookTests(TestCase):
    def test_looks_are_numbered_and_stand_on_a_stand_in(self) -> None:
        shoot = crew.shoot()
        looks = [crew.look(shoot) for _ in range(2)]
        self.assertEqual([look.number for look in looks], [1, 2])
        self.assertIn("stand_in", looks[0].slots.get(kind="twin").value)
        self.assertEqual(actions.twins_of(looks[0]), [])

    def test_who_is_not_on_the_call_sheet_makes_none(self) -> None:
        decision, look = actions.new_look(crew.shoot(), by=crew.person(), now=NOW)
        self.assertEqual((decision.code, look), ("not-on-call-sheet", None))
