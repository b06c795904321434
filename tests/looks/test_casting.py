"""Who stands on the casting page, in which order, and what the page lets one look for."""

from datetime import date, timedelta
from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.consent.actions import pause
from studio.consent.terms import Exclusive
from studio.looks.casting import Card, Casting, Sieve, casting_of, in_turn
from studio.looks.models import Look, LookTwin
from studio.twins.models import Twin
from tests import crew
from tests.crew import NOW


def castings(look: Look, **sieve: Any) -> Casting:
    return casting_of(look, session_key="s", now=NOW, sieve=Sieve(**sieve))


class TurnTests(TestCase):
    def setUp(self) -> None:
        self.twins = [crew.twin() for _ in range(8)]

    def order(self, days: int = 0, hours: int = 0) -> list[Twin]:
        return in_turn(self.twins, NOW + timedelta(days=days, hours=hours))

    def test_the_order_is_the_same_all_day(self) -> None:
        self.assertEqual(self.order(), self.order(hours=8))

    def test_and_another_the_next_days(self) -> None:
        self.assertGreater(len({tuple(twin.pk for twin in self.order(days=each)) for each in range(5)}), 3)

    def test_whoever_was_cast_least_of_late_comes_first(self) -> None:
        often = self.twins[3]
        look, plate = crew.look(), crew.plate(often)
        Look.objects.filter(pk=look.pk).update(at=NOW - timedelta(days=2))
        LookTwin.objects.create(look=look, twin=often, plate=plate, position=0)
        self.assertEqual({self.order(days=each)[-1] for each in range(5)}, {often})
        Look.objects.filter(pk=look.pk).update(at=NOW - timedelta(days=40))
        self.assertGreater(len({self.order(days=each)[-1] for each in range(5)}), 1)

    def test_a_casting_of_today_changes_nothing_before_tomorrow(self) -> None:
        before, first = self.order(), self.order()[0]
        look, plate = crew.look(), crew.plate(first)
        Look.objects.filter(pk=look.pk).update(at=NOW)
        LookTwin.objects.create(look=look, twin=first, plate=plate, position=0)
        self.assertEqual(self.order(hours=2), before)
        self.assertEqual(self.order(days=1)[-1], first)


class StateTests(TestCase):
    def setUp(self) -> None:
        self.house = crew.house()
        self.look = crew.look(crew.shoot(self.house))

    def card(self, twin: Twin) -> Card:
        found = castings(self.look)
        return next(card for card in (*found.yes, *found.away) if card.twin == twin)

    def test_yes_asks_paused_and_no(self) -> None:
        yes, asks, paused, none = (crew.twin() for _ in range(4))
        crew.grant(yes, self.house)
        crew.grant(asks, self.house, approval="each-piece")
        crew.grant(paused, self.house)
        pause(paused, by=paused.owner, now=NOW)
        states = [self.card(twin).state for twin in (yes, asks, paused, none)]
        self.assertEqual(states, ["yes", "asks", "paused", "no"])

    def test_what_another_house_has_is_told_with_the_day_to_ask_from(self) -> None:
        twin, rival = crew.twin(), crew.house("Rival")
        sold = Exclusive("outerwear", "DE", date(2026, 5, 1), date(2026, 5, 31))
        crew.grant(twin, rival, exclusivity=(sold,))
        self.assertEqual(self.card(twin).ask_from, date(2026, 6, 1))
        client = crew.signed_in(self.client, self.look.shoot.opened_by)
        page = client.get(reverse("looks:cast", args=[self.look.id]))
        self.assertNotContains(page, "Rival")

    def test_why_it_is_no_names_no_day(self) -> None:
        self.assertIsNone(self.card(crew.twin()).ask_from)


class SieveTests(TestCase):
    def setUp(self) -> None:
        self.house = crew.house()
        self.look = crew.look(crew.shoot(self.house))
        self.tall = self.sized("Tall", 182, chest_cm=88, waist_cm=66, hips_cm=94, shoe_eu=41)
        self.small = self.sized("Small", 168, chest_cm=80, waist_cm=60, hips_cm=88, shoe_eu=37.5)
        self.unsaid = self.sized("Unsaid", None)

    def sized(self, name: str, height_cm: int | None, **sizes: float) -> Twin:
        twin = crew.twin(name=name, height_cm=height_cm, measurements=sizes)
        crew.grant(twin, self.house)
        return twin

    def found(self, **sieve: Any) -> set[str]:
        return {card.twin.name for card in castings(self.look, **sieve).yes}

    def test_by_what_a_garment_must_fit(self) -> None:
        for measure, ends, names in (
            ("height_cm", (175, None), {"Tall"}),
            ("chest_cm", (None, 80), {"Small"}),
            ("waist_cm", (60, 66), {"Tall", "Small"}),
            ("hips_cm", (89, 100), {"Tall"}),
            ("shoe_eu", (37, 38), {"Small"}),
            ("shoe_eu", (None, None), {"Tall", "Small", "Unsaid"}),
        ):
            with self.subTest(measure, ends=ends):
                self.assertEqual(self.found(between={measure: ends}), names)

    def test_by_the_answer(self) -> None:
        asks = crew.twin(name="Asks")
        crew.grant(asks, self.house, approval="each-piece")
        crew.twin(name="None")
        self.assertEqual(self.found(state="asks"), {"Asks"})
        self.assertEqual(self.found(state="yes"), {"Tall", "Small", "Unsaid"})
        self.assertEqual([card.twin.name for card in castings(self.look, state="no").away], ["None"])

    def test_the_page_asks_for_measures_and_answers_and_for_nothing_else(self) -> None:
        client = crew.signed_in(self.client, self.look.shoot.opened_by)
        page = client.get(reverse("looks:cast", args=[self.look.id]), {"height_cm_from": "175", "state": "yes"})
        self.assertEqual([card.twin.name for card in page.context["yes"]], ["Tall"])
        asked = set(page.context["sieve_form"].fields) - {"name", "agency", "state"}
        measures = {"height_cm", "chest_cm", "waist_cm", "hips_cm", "shoe_eu"}
        self.assertEqual({name.rsplit("_", 1)[0] for name in asked}, measures)
        self.assertContains(page, "comes first")
