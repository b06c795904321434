from datetime import date

from django.test import TestCase

from studio.shoots.bringing import Line, Plan, plan_of, set_line, take
from studio.shoots.models import Shot
from tests import crew
from tests.crew import NOW

HEADS = "SKU,View,Twin,Due,What it shows\n"


class BringTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.ana = crew.booked(self.shoot, "styling")
        self.nia = crew.twin(name="Nia Dembe")
        self.taken("A-1,front,Nia Dembe,2026-06-01,Camel coat\nA-2,back,,,Knit\n")

    def plan(self, rows: str, *, whole: bool = False) -> Plan:
        return plan_of(self.shoot, (HEADS + rows).encode(), whole=whole)

    def taken(self, rows: str, *, whole: bool = False, fingerprint: str = "") -> str:
        mark = fingerprint or self.plan(rows, whole=whole).fingerprint
        content = (HEADS + rows).encode()
        return take(self.shoot, content, whole=whole, fingerprint=mark, by=self.ana, now=NOW)[0].code

    def listed(self) -> list[tuple[str, str, str, str]]:
        rows = Shot.objects.select_related("twin").order_by("position")
        return [(shot.sku, shot.view, shot.twin.name if shot.twin else "", str(shot.due_on or "")) for shot in rows]

    def test_the_lines_stand_in_the_order_of_the_file(self) -> None:
        self.assertEqual(self.listed(), [("A-1", "front", "Nia Dembe", "2026-06-01"), ("A-2", "back", "", "")])

    def test_what_a_file_would_change_is_said_and_nothing_is_done(self) -> None:
        plan = self.plan("A-1,FRONT,nia dembe,2026-06-09,\nA-3,,,,Boots\n", whole=True)
        self.assertEqual([(each.name, each.new) for each in plan.changed[0].changes], [("due_on", date(2026, 6, 9))])
        self.assertEqual(([shot.sku for shot in plan.added], [shot.sku for shot in plan.removed]), (["A-3"], ["A-2"]))
        self.assertEqual(len(self.listed()), 2)

    def test_the_same_file_again_changes_nothing(self) -> None:
        plan = self.plan("A-1,front,Nia Dembe,2026-06-01,Camel coat\nA-2,back,,,Knit\n", whole=True)
        self.assertEqual((plan.changes_anything, plan.same), (False, 2))

    def test_with_one_wrong_line_nothing_is_taken(self) -> None:
        self.assertEqual(self.taken("A-9,front,,,Hat\nA-8,front,Nobody Here,,Bag\n"), "list-has-faults")
        self.assertEqual(len(self.listed()), 2)

    def test_two_twins_of_one_name_are_not_guessed_between(self) -> None:
        crew.twin(name="NIA DEMBE")
        self.assertEqual(self.plan("A-9,,Nia Dembe,,\n").faults[0].decision.code, "list-twins-alike")

    def test_a_list_that_changed_since_is_shown_again(self) -> None:
        seen = self.plan("A-3,,,,Boots\n").fingerprint
        Shot.objects.filter(sku="A-2").update(words="Another knit")
        self.assertEqual(self.taken("A-3,,,,Boots\n", fingerprint=seen), "list-changed")
        self.assertEqual(len(self.listed()), 2)

    def test_a_whole_list_closes_up(self) -> None:
        self.taken("A-2,back,,,Knit\n", whole=True)
        self.assertEqual([(shot.sku, shot.position) for shot in Shot.objects.all()], [("A-2", 1)])

    def test_only_who_plans_the_pictures_brings_a_list(self) -> None:
        self.ana = crew.booked(self.shoot, "hair")
        self.assertEqual(self.taken("A-3,,,,Boots\n"), "not-planning")

    def test_a_line_is_set_in_place_and_no_picture_is_wanted_twice(self) -> None:
        knit = Shot.objects.get(sku="A-2")
        self.assertTrue(set_line(knit, Line("Knit", "A-2", "side", self.nia, None), by=self.ana, now=NOW))
        self.assertEqual(self.listed()[1], ("A-2", "side", "Nia Dembe", ""))
        same = set_line(knit, Line("Knit", "a-1", "front", self.nia, None), by=self.ana, now=NOW)
        self.assertEqual(same.code, "shot-there")
