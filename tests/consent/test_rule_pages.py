"""My rules: what she reads before anything is kept, and what stands after she pressed."""

from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.consent import actions
from studio.consent.models import RateCard, StandingRules
from studio.consent.rate_cards import rate_card_of
from studio.consent.terms import StandingRules as Nevers
from tests import crew
from tests.crew import NOW

HTMX = {"HX-Request": "true"}


class RulesCase(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(crew.person("Nia Dembe", language="en"))
        self.corvane, self.kessel = crew.house("Corvane"), crew.house("Kessel")
        crew.grant(self.twin, self.corvane)
        crew.signed_in(self.client, self.twin.owner)
        self.url = reverse("consent:rules", args=[self.twin.id])

    def nevers(self) -> Nevers:
        return Nevers.from_json(StandingRules.objects.order_by("-version")[0].rules)


class NeversPageTests(RulesCase):
    def read(self, **posted: Any) -> Any:
        return self.client.post(reverse("consent:read_rules", args=[self.twin.id]), posted, headers=HTMX)

    def test_the_bars_door_leads_to_her_twins_rules(self) -> None:
        self.assertRedirects(self.client.get(reverse("consent:my_rules")), self.url)

    def test_it_says_what_it_would_read_as_and_keeps_nothing(self) -> None:
        page = self.read(never_categories=["fur", "leather"])
        self.assertContains(page, "Never in fur and leather.")
        self.assertFalse(StandingRules.objects.exists())

    def test_it_says_which_licences_a_new_never_cuts_into(self) -> None:
        page = self.read(never_categories=["knitwear"])
        self.assertContains(page, "This cuts into 1 licence you have given")
        self.assertContains(page, "No longer in knitwear.")
        self.assertContains(self.read(never_categories=["fur"]), "No licence in force loses anything by it.")

    def test_a_change_is_in_force_at_once_and_stands_in_the_history(self) -> None:
        self.assertRedirects(self.client.post(self.url, {"never_categories": ["fur"]}), self.url)
        self.client.post(self.url, {"never_categories": ["leather"], "asks_each_piece": "on", "shares_reason": "on"})
        self.assertEqual(self.nevers(), Nevers(never_categories=("leather",), asks_each_piece=True))
        page = self.client.get(self.url)
        for words in ("Version 2", "Never in leather.", "Taken out", "Never in fur.", "Nia Dembe"):
            self.assertContains(page, words)
        self.twin.refresh_from_db()
        self.assertTrue(self.twin.shares_reason)

    def test_only_houses_that_asked_her_stand_in_the_list(self) -> None:
        page = self.client.get(self.url)
        self.assertContains(page, "Corvane")
        self.assertNotContains(page, "Kessel")

    def test_a_house_she_types_is_barred_and_the_page_does_not_tell_whether_it_is_here(self) -> None:
        self.client.post(self.url, {"other_houses": "KESSEL, Nobody Such"})
        self.assertEqual(self.nevers().never_houses, ("KESSEL", "Nobody Such", str(self.kessel.pk)))
        page = self.client.get(self.url)
        self.assertContains(page, "Never for KESSEL and Nobody Such.")
        self.assertNotContains(page, "Kessel")
        self.assertNotContains(page, str(self.kessel.pk))

    def test_what_is_not_known_here_is_refused_in_a_sentence(self) -> None:
        page = self.client.post(self.url, {"never_categories": ["nonsense"]})
        self.assertContains(page, "A word in these rules is not known here.", status_code=422)

    def test_nobody_elses_rules_are_shown(self) -> None:
        crew.signed_in(self.client, crew.person())
        for name in ("rules", "rates"):
            self.assertEqual(self.client.get(reverse(f"consent:{name}", args=[self.twin.id])).status_code, 404)
        self.assertEqual(self.client.post(self.url, {"never_categories": ["fur"]}).status_code, 404)


class RatesPageTests(RulesCase):
    def setUp(self) -> None:
        super().setUp()
        self.url = reverse("consent:rates", args=[self.twin.id])
        self.said: dict[str, Any] = {
            "currency": "EUR",
            "day_rate": "1200.00",
            "minimum": "100",
            "channel_print": "1.50",
            "world": "1.80",
            "place_0": "US",
            "place_0_factor": "1.4",
            "days_90": "0.45",
            "notice_30": "1.05",
            "kill_fee": "50",
            "crew_share": "5",
            "pay_within_days": "30",
        }

    def test_the_example_is_worked_out_line_by_line_and_nothing_is_kept(self) -> None:
        crew.mandate(self.twin, crew.agency("Perron"), "negotiate")
        example = {"channel": "print", "territory": "US", "length": "60", "notice": "30"}
        page = self.client.post(self.url, self.said | example, headers=HTMX)
        for line in (
            "1,200.00 × 1.50 = 1,800.00",
            "1,800.00 × 1.40 = 2,520.00",
            "2,520.00 × 0.45 = 1,134.00",
            "1,134.00 × 1.05 = 1,190.70",
            "1,190.70 × 0.20 = 238.14",
            "952.56\u00a0EUR",
            "Perron",
        ):
            self.assertContains(page, line)
        self.assertFalse(RateCard.objects.exists())

    def test_she_keeps_them(self) -> None:
        self.assertRedirects(self.client.post(self.url, self.said), self.url)
        card = rate_card_of(self.twin)
        assert card
        self.assertEqual((card.day_rate_minor, card.channels, card.days), (120_000, {"print": "1.50"}, {"90": "0.45"}))
        self.assertEqual((card.territories, card.kill_fee_bps), ({"WORLD": "1.80", "US": "1.4"}, 5000))
        self.assertContains(self.client.get(self.url), "Version 1")

    def test_what_is_wrong_is_named(self) -> None:
        self.assertEqual(self.client.post(self.url, self.said | {"day_rate": "much"}).status_code, 422)
        page = self.client.post(self.url, self.said | {"day_rate": "0"})
        self.assertContains(page, "This cannot be reckoned with: the day rate.", status_code=409)

    def test_what_she_kept_stands_in_the_form(self) -> None:
        actions.set_rate_card(self.twin, crew.terms().pay, by=self.twin.owner, now=NOW)
        page = self.client.get(self.url)
        self.assertContains(page, 'value="1200.00"')
        self.assertContains(page, 'value="0.35"')
