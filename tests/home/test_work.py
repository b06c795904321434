"""The crew's, the house's and the agency's pages, and that of somebody who is nothing here yet."""

from datetime import date, timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.approvals import actions as approvals
from studio.consent import actions as consent
from studio.credits import actions as credits
from studio.home import waiting
from studio.ledger import actions as ledger
from studio.ledger.models import Posting
from studio.ledger.statements import owed_under
from studio.money import Money
from studio.pricing import PricedUse, Rate, price, settle
from tests import crew, story
from tests.crew import NOW

HOME = reverse("home:home")
QUERIES_MOST = 30


class NewcomerTests(TestCase):
    def test_somebody_with_nothing_reads_what_comes_next(self) -> None:
        page = crew.signed_in(self.client, crew.person("Ida Berg")).get(HOME)
        for words in ("Welcome, Ida.", "You make your twin yourself", "puts you on a call sheet"):
            self.assertContains(page, words)

    def test_a_new_producer_is_shown_where_to_begin(self) -> None:
        producer = crew.person()
        crew.seat(producer, crew.house("Corvane"), "producer")
        page = crew.signed_in(self.client, producer).get(HOME)
        self.assertContains(page, "No shoot yet.")
        self.assertContains(page, reverse("shoots:list"))

    def test_whoever_is_several_things_has_a_tab_for_each(self) -> None:
        owner = crew.twin().owner
        crew.booked(crew.shoot(), "styling", who=owner)
        page = crew.signed_in(self.client, owner).get(HOME)
        self.assertContains(page, 'href="/?as=model" aria-current="page"')
        self.assertContains(page, 'href="/?as=crew"')
        self.assertContains(self.client.get(HOME, {"as": "crew"}), "You are booked on")

    def test_a_part_that_is_not_hers_is_not_given(self) -> None:
        crew.signed_in(self.client, crew.twin().owner)
        self.assertNotContains(self.client.get(HOME, {"as": "agency"}), "Roster")


class CrewTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)

    def test_she_reads_which_looks_have_a_place_for_her_craft(self) -> None:
        told = story.begun()
        page = crew.signed_in(self.client, told.stylist).get(HOME)
        self.assertContains(page, "Places for your craft")
        self.assertContains(page, reverse("looks:look", args=[told.look.id]))

    def test_a_place_that_is_filled_waits_no_more(self) -> None:
        told = story.dressed(story.begun())
        page = crew.signed_in(self.client, told.stylist).get(HOME)
        self.assertNotContains(page, "Places for your craft")

    def test_a_change_asked_on_her_work_waits_for_her(self) -> None:
        told = story.ready()
        preview = story.made(told)
        approvals.draw_note(
            preview,
            shape={"type": "pin", "points": [[0.5, 0.5]]},
            words="Longer hem",
            asks_change=True,
            by=told.director,
            now=NOW,
            key="n1",
        )
        page = crew.signed_in(self.client, told.stylist).get(HOME)
        self.assertContains(page, "Iris Falk asks a change on Look 01")
        self.assertContains(page, "Longer hem")

    def test_a_picture_waits_for_art_directions_sign_off(self) -> None:
        told = story.ready()
        master = story.picked(told)
        crew.signed_in(self.client, told.director)
        self.assertContains(self.client.get(HOME), "Look 01 waits for your sign-off")
        story.signed(told, master)
        self.assertNotContains(self.client.get(HOME), "waits for your sign-off")

    def test_her_credits_wait_until_she_has_confirmed_them(self) -> None:
        told = story.ready()
        story.picked(told)
        crew.signed_in(self.client, told.stylist)
        self.assertContains(self.client.get(HOME), "Your credits of AW26 Outerwear")
        credits.confirm(told.shoot, by=told.stylist, now=NOW)
        self.assertNotContains(self.client.get(HOME), "Your credits of AW26 Outerwear")

    def test_a_paused_twin_is_veiled_among_the_newest(self) -> None:
        told = story.ready()
        story.made(told)
        crew.signed_in(self.client, told.stylist)
        self.assertContains(self.client.get(HOME), 'src="/m/')
        consent.pause(told.twin, by=told.owner, now=NOW)
        page = self.client.get(HOME)
        self.assertNotContains(page, 'src="/m/')
        self.assertContains(page, "data-veil")

    def test_what_a_picked_picture_lacks_is_told_to_whoever_can_settle_it(self) -> None:
        told = story.ready()
        story.picked(told)
        crew.signed_in(self.client, told.stylist)
        page = self.client.get(reverse("home:unfinished", args=["crew"]))
        self.assertContains(page, "hers-to-do")

    def test_a_stranger_reads_of_no_unfinished_picture(self) -> None:
        story.picked(story.ready())
        crew.signed_in(self.client, crew.person())
        for part in ("crew", "house"):
            self.assertNotContains(self.client.get(reverse("home:unfinished", args=[part])), "Look 01")


class WaitsTests(TestCase):
    def test_the_bar_counts_in_one_query(self) -> None:
        person = crew.person()
        with self.assertNumQueries(1):
            self.assertEqual(waiting.count(person), 0)

    def test_it_counts_what_each_craft_is_asked(self) -> None:
        story.clock(self)
        story.paints(self)
        told = story.ready()
        story.picked(told)
        self.assertEqual(waiting.count(told.director), 2)  # a sign-off, and her credits


class HouseTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        crew.signed_in(self.client, self.story.producer)

    def test_it_reads_its_shoots_with_what_blocks_them(self) -> None:
        crew.shoot(self.story.house, name="Resort", opened_by=self.story.producer, brief=None)
        page = self.client.get(HOME)
        self.assertContains(page, "AW26 Outerwear")
        self.assertContains(page, "The brief does not say: Intended use, in words, What for")

    def test_it_reads_what_it_owes_to_whom_and_by_when(self) -> None:
        story.delivered(self.story)
        page = self.client.get(HOME)
        self.assertContains(page, "805.48\u00a0EUR")
        self.assertContains(page, "11 June 2026")
        self.assertContains(page, "Own site, Germany and France")

    def test_it_reads_the_licences_it_holds_and_not_a_rivals(self) -> None:
        crew.grant(crew.twin(name="Marta"), crew.house("Ostrand"))
        page = self.client.get(HOME)
        self.assertContains(page, "31 December 2026")
        self.assertNotContains(page, "Marta")

    def test_an_embargo_is_said(self) -> None:
        self.story.shoot.embargo_until = NOW + timedelta(days=60)
        self.story.shoot.save(update_fields=["embargo_until"])
        self.assertContains(self.client.get(HOME), "11 July 2026")

    def test_the_pages_cost_few_queries(self) -> None:
        story.delivered(self.story)
        with CaptureQueriesContext(connection) as asked:
            self.client.get(HOME)
        self.assertLess(len(asked), QUERIES_MOST)


class AgencyTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        self.agency, self.house = crew.agency("Perron"), crew.house("Corvane")
        self.booker = crew.person()
        crew.seat(self.booker, self.agency, "booker")
        self.twin = crew.twin(name="Nia Dembe")
        self.mandate = crew.mandate(self.twin, self.agency, ends_on=date(2026, 9, 30))
        self.version = crew.grant(self.twin, self.house, mandate=self.mandate, ends_on=date(2026, 5, 31))
        self.producer = crew.person()
        crew.seat(self.producer, self.house, "producer")
        crew.signed_in(self.client, self.booker)

    def test_it_sees_its_own_models_and_no_others(self) -> None:
        stranger = crew.twin(name="Olav Brekke")
        crew.mandate(stranger, crew.agency("Rive"))
        page = self.client.get(HOME)
        self.assertContains(page, "Nia Dembe")
        self.assertContains(page, "30 September 2026")
        self.assertNotContains(page, "Olav Brekke")

    def test_a_model_whose_mandate_ended_is_gone(self) -> None:
        self.mandate.ended_at = NOW
        self.mandate.save(update_fields=["ended_at"])
        self.assertNotContains(self.client.get(HOME), "Nia Dembe")

    def test_a_licence_that_ends_soon_waits(self) -> None:
        page = self.client.get(HOME)
        self.assertContains(page, "Licence 1 ends")
        self.assertContains(page, "31 May 2026")

    def test_a_licence_it_did_not_make_is_not_its_to_see(self) -> None:
        crew.grant(self.twin, crew.house("Ostrand"))
        self.assertNotContains(self.client.get(HOME), "Ostrand")

    def test_a_paused_twin_says_so_and_shows_no_face(self) -> None:
        self.assertContains(self.client.get(HOME), 'src="/m/')
        consent.pause(self.twin, by=self.twin.owner, now=NOW)
        page = self.client.get(HOME)
        self.assertContains(page, 'data-state="paused"')
        self.assertNotContains(page, 'src="/m/')

    def test_money_past_its_day_is_chased(self) -> None:
        posting = self.deliver()
        story.clock(self, NOW + timedelta(days=40))
        crew.signed_in(self.client, self.booker)
        page = self.client.get(HOME)
        self.assertContains(page, "10 days late")
        self.assertContains(page, "960.00")
        ledger.post_payment(posting, self.twin.owner, None, by=self.producer, now=NOW, key="paid")
        self.assertNotContains(self.client.get(HOME), "days late")

    def test_what_is_owed_under_it_ends_with_the_payment(self) -> None:
        posting = self.deliver()
        self.assertEqual(owed_under(self.agency, today=NOW.date()).totals, {"EUR": Money(96_000, "EUR")})
        ledger.post_payment(posting, self.twin.owner, None, by=self.producer, now=NOW, key="paid")
        self.assertEqual(owed_under(self.agency, today=NOW.date()).totals, {"EUR": Money(0, "EUR")})

    def test_more_models_cost_no_more_queries(self) -> None:
        with CaptureQueriesContext(connection) as few:
            self.client.get(HOME)
        for _ in range(4):
            more = crew.twin()
            crew.grant(more, self.house, mandate=crew.mandate(more, self.agency))
        with CaptureQueriesContext(connection) as many:
            self.client.get(HOME)
        self.assertLessEqual(len(many), len(few))
        self.assertLess(len(many), QUERIES_MOST)

    def deliver(self) -> Posting:
        quote = price(Rate(120_000, "EUR"), PricedUse("own-site", "FR", 365))
        return ledger.post_delivery(
            delivery_id="d1",
            twin=self.twin,
            version=self.version,
            house=self.house,
            quote=quote,
            settlement=settle(quote, 2000),
            by=self.producer,
            now=NOW,
            key="d1",
        )
