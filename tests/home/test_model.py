"""What the model finds: her pictures, the brief behind them, her money, and the switch."""

from datetime import timedelta

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.consent import actions as consent
from studio.consent.models import Gate, Pause, PieceApproval
from studio.consent.terms import StandingRules
from studio.home.register.looks import by_person
from studio.jobs.models import Job, State
from studio.ledger import actions as ledger
from studio.ledger.models import Posting
from studio.ledger.statements import owed_to
from studio.register.models import Access
from studio.twins.models import CaptureSession
from tests import crew, story
from tests.crew import NOW

HOME = reverse("home:home")
QUERIES_MOST = 40


class WallTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        crew.signed_in(self.client, self.story.owner)

    def test_she_sees_a_preview_with_its_look_its_shoot_and_who_made_it(self) -> None:
        preview = story.made(self.story)
        page = self.client.get(HOME)
        for words in ("Preview 1, Look 01", "AW26 Outerwear, Corvane", "Ana Ruiz"):
            self.assertContains(page, words)
        self.assertContains(page, reverse("home:picture", args=[preview.id]))

    def test_she_sees_it_even_when_she_is_paused(self) -> None:
        story.made(self.story)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        page = self.client.get(HOME)
        self.assertContains(page, "You are paused.")
        self.assertContains(page, 'src="/m/')

    def test_a_picked_picture_hangs_as_its_proof(self) -> None:
        story.picked(self.story)
        self.assertContains(self.client.get(HOME), "Picked, a proof")

    def test_a_delivered_picture_says_who_holds_it_where_until_when_and_for_how_much(self) -> None:
        story.delivered(self.story)
        page = self.client.get(HOME, {"show": "out"})
        for words in ("Own site, Germany, France", "until 31 December 2026", "held by Corvane"):
            self.assertContains(page, words)
        self.assertNotContains(page, "Preview 1")

    def test_the_brief_behind_a_picture_is_told_in_plain_words(self) -> None:
        preview = story.made(self.story)
        page = self.client.get(reverse("home:picture", args=[preview.id]))
        for words in ("E-commerce", "Pictures of coats", "Own site: Germany and France", "1 May 2026 to 31 December"):
            self.assertContains(page, words)
        self.assertContains(page, "Licence 1, version 1, to Corvane")

    def test_more_pictures_cost_no_more_queries(self) -> None:
        story.made(self.story)
        self.client.get(HOME)
        with CaptureQueriesContext(connection) as few:
            self.client.get(HOME)
        for number in range(3):
            story.set_slot(self.story, "hair", {"style": f"parted {number}"}, by=self.story.crew["hair"])
            story.made(self.story, key=f"more-{number}")
        with CaptureQueriesContext(connection) as many:
            self.client.get(HOME)
        self.assertEqual(len(many), len(few))
        self.assertLess(len(many), QUERIES_MOST)


class StrangerTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        self.preview = story.made(self.story)

    def test_somebody_else_sees_nothing_of_her(self) -> None:
        crew.signed_in(self.client, crew.twin(name="Another").owner)
        page = self.client.get(HOME)
        self.assertContains(page, "Nobody has made a picture of you yet.")
        self.assertNotContains(page, "Look 01")

    def test_her_pictures_pages_are_not_there_for_others(self) -> None:
        for who in (crew.person(), self.story.producer, self.story.stylist):
            client = crew.signed_in(Client(), who)
            self.assertEqual(client.get(reverse("home:picture", args=[self.preview.id])).status_code, 404)

    def test_whoever_is_not_signed_in_is_led_to_the_door(self) -> None:
        self.assertRedirects(self.client.get(HOME), f"{reverse('account_login')}?next=/", fetch_redirect_response=False)

    def test_somebody_else_cannot_end_her_mandate(self) -> None:
        mandate = crew.mandate(self.story.twin, crew.agency("Perron"))
        crew.signed_in(self.client, crew.person())
        self.assertEqual(self.client.post(reverse("consent:end_mandate", args=[mandate.id])).status_code, 404)


class OwedTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        story.delivered(self.story)
        crew.signed_in(self.client, self.story.owner)
        self.net = owed_to(self.story.owner, today=NOW.date()).totals["EUR"]

    def test_the_sum_stands_first_with_the_next_day(self) -> None:
        page = self.client.get(HOME)
        self.assertContains(page, "You are owed NET")
        self.assertContains(page, f"{self.net.plain()}\u00a0EUR")
        self.assertContains(page, "the next on 11 June 2026")

    def test_each_line_shows_its_arithmetic(self) -> None:
        page = self.client.get(HOME)
        self.assertContains(page, "1,200.00 × 1.00 own site × 245/365 days = 805.48")
        self.assertContains(page, "1,200.00 × 1.00 = 1,200.00")

    def test_what_is_past_its_day_is_said_to_be_overdue(self) -> None:
        story.clock(self, NOW + timedelta(days=40))
        crew.signed_in(self.client, self.story.owner)
        self.assertContains(self.client.get(HOME), "Overdue since 11 June 2026")

    def test_what_is_partly_paid_shows_what_is_open(self) -> None:
        posting = Posting.objects.get(kind="delivery")
        part = self.net.share(5000)
        ledger.post_payment(posting, self.story.owner, part, by=self.story.producer, now=NOW, key="half")
        page = self.client.get(HOME)
        self.assertContains(page, f"{(self.net - part).plain()}\u00a0EUR is still open")
        self.assertContains(page, "Paid to you")


class PieceTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready(approval="each-piece")
        self.master = story.picked(self.story)
        story.signed(self.story, self.master)
        self.approval = PieceApproval.objects.get()
        crew.signed_in(self.client, self.story.owner)

    def test_it_says_what_a_yes_would_pay_and_by_when(self) -> None:
        page = self.client.get(HOME)
        self.assertContains(page, "Yes would pay you <b>NET 805.48\u00a0EUR</b> by 11 June 2026.")
        self.assertContains(page, "1,200.00 × 1.00 own site × 245/365 days = 805.48")

    def test_yes_and_no_stand_side_by_side(self) -> None:
        page = self.client.get(HOME)
        for answer in ("yes", "no"):
            self.assertContains(page, f'name="answer" value="{answer}"')

    def test_it_counts_as_one_thing_that_waits_for_her(self) -> None:
        self.assertContains(self.client.get(HOME), "1 picture asks you")
        self.assertContains(self.client.get(HOME), "1 for you")

    def test_what_was_answered_asks_no_more(self) -> None:
        url = reverse("consent:answer_piece", args=[self.approval.id])
        self.client.post(url, {"answer": "no"})
        page = self.client.get(HOME)
        self.assertNotContains(page, "Yes would pay you")
        self.assertContains(page, "You said no, Look 01")


class SwitchTests(TestCase):
    def setUp(self) -> None:
        self.clock = story.clock(self)
        story.paints(self)
        self.story = story.ready()
        crew.signed_in(self.client, self.story.owner)

    def pause(self, **sent: str) -> None:
        self.client.post(reverse("consent:pause", args=[self.story.twin.id]), sent)

    def test_one_press_stops_a_queued_job_and_the_page_says_so(self) -> None:
        preview = story.asked(self.story)
        self.pause()
        self.assertEqual(Job.objects.get(about=str(preview.id)).state, State.STOPPED)
        page = self.client.get(HOME)
        self.assertContains(page, "You are paused.")
        self.assertContains(page, "1 job stopped")

    def test_it_can_be_taken_back_for_ten_seconds(self) -> None:
        self.pause()
        undo = reverse("consent:undo", args=[Pause.objects.get().id])
        self.assertContains(self.client.get(HOME), undo)
        self.clock.now = NOW + timedelta(seconds=11)
        self.assertNotContains(self.client.get(HOME), undo)

    def test_a_shoot_alone_can_be_paused_and_is_named(self) -> None:
        self.assertContains(self.client.get(HOME), f'name="about" value="{self.story.shoot.id}"')
        self.pause(reach="shoot", about=str(self.story.shoot.id))
        page = self.client.get(HOME)
        self.assertContains(page, "Paused for AW26 Outerwear")
        self.assertEqual(Gate.objects.get(twin=self.story.twin).state, Gate.State.OPEN)

    def test_the_part_alone_comes_when_the_live_line_asks(self) -> None:
        page = self.client.get(HOME, headers=story.HTMX)
        self.assertContains(page, 'id="home-model"')
        self.assertNotContains(page, "<html")


class HersTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        self.twin = crew.twin(name="Nia")
        crew.signed_in(self.client, self.twin.owner)

    def test_a_new_model_reads_what_comes_next(self) -> None:
        page = self.client.get(HOME)
        for words in ("Nobody has made a picture of you yet.", "Nobody may use your twin", "Nothing waits for you."):
            self.assertContains(page, words)

    def test_a_licence_can_be_read_and_withdrawn_from_here(self) -> None:
        version = crew.grant(self.twin, crew.house("Corvane"))
        page = self.client.get(HOME)
        self.assertContains(page, "Licence 1, last day 31 December 2026")
        for name in ("consent:grant", "home:withdraw"):
            self.assertContains(page, reverse(name, args=[version.grant_id]))

    def test_her_rules_stand_in_sentences(self) -> None:
        house = crew.house("Ostrand")
        rules = StandingRules(never_categories=("fur", "swim"), never_houses=(str(house.id),), asks_each_piece=True)
        consent.set_standing_rules(self.twin, rules, by=self.twin.owner, now=NOW)
        page = self.client.get(HOME)
        for words in ("Never in fur and swimwear.", "Never for Ostrand.", "Each finished picture asks me"):
            self.assertContains(page, words)

    def test_she_ends_her_mandate(self) -> None:
        mandate = crew.mandate(self.twin, crew.agency("Perron"))
        self.assertContains(self.client.get(HOME), "Keeps 20\u00a0% of each fee. Last day 31 December 2026")
        self.client.post(reverse("consent:end_mandate", args=[mandate.id]))
        self.assertNotContains(self.client.get(HOME), "Keeps 20")

    def test_a_frame_that_nobody_kept_is_no_picture_that_was_seen(self) -> None:
        session = CaptureSession.objects.create(
            photographer=crew.person("Jonas"), twin=self.twin, shown_at=NOW, code_until=NOW, device="d"
        )
        seen, waiting = (crew.blob(under=self.twin.gate_name) for _ in range(2))
        session.frames.create(picture=waiting, shot="front", state="ready", at=NOW)
        for blob in (seen, waiting):
            by = str(session.photographer_id)
            Access.objects.create(at=NOW, by=by, subject=f"blob:{blob.id}", what="card")
        looked = self.client.get(HOME).context["looked"]
        self.assertEqual([(look.name, look.pictures) for look in looked], [("Jonas", 1)])
        people = by_person([self.twin], viewer=self.twin.owner).people
        self.assertEqual([(each.name, each.pictures, each.times) for each in people], [("Jonas", 1, 2)])

    def test_who_looked_is_counted_by_person_and_day_and_she_herself_is_not(self) -> None:
        blob, ana = crew.blob(under=self.twin.gate_name), crew.person("Ana Ruiz")
        for by in (ana, ana, self.twin.owner):
            Access.objects.create(at=NOW, by=str(by.id), subject=f"blob:{blob.id}", what="card")
        looked = self.client.get(HOME).context["looked"]
        self.assertEqual([(look.name, look.pictures, look.times) for look in looked], [("Ana Ruiz", 1, 2)])

    def test_who_had_her_figure_at_the_dressing_table_is_said_and_counts_as_no_picture(self) -> None:
        ana = crew.person("Ana Ruiz")
        for _ in range(3):
            Access.objects.create(at=NOW, by=str(ana.id), subject=f"glimpse:{self.twin.pk}", what="glimpse")
        page = self.client.get(HOME)
        self.assertEqual([(look.name, look.kind) for look in page.context["looked"]], [("Ana Ruiz", "dressed")])
        self.assertContains(page, "your figure, at the dressing table")
        people = by_person([self.twin], viewer=self.twin.owner).people
        self.assertEqual([(each.name, each.pictures, each.times) for each in people], [("Ana Ruiz", 0, 3)])
