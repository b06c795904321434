"""A house writes down what it paid; she reads it at once, and the books add up before and after."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.test import Client, TestCase
from django.urls import reverse

from studio.home import pay_views
from studio.home.paying import payees_of
from studio.ledger import actions as ledger
from studio.ledger.models import Posting
from studio.ledger.statements import owed_by, owed_to, verify
from studio.money import Money
from studio.people.models import Notice, Seat
from studio.register.models import Entry
from tests import crew, story
from tests.crew import NOW

HOME = reverse("home:home")
LATER = NOW + timedelta(days=3)


class SayPaidTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.told = story.ready()
        self.delivery = story.delivered(self.told)
        self.debt = Posting.objects.get(about=str(self.delivery.id))
        self.payer = crew.signer(self.told.house)
        self.net = owed_to(self.told.owner, today=NOW.date()).totals["EUR"]

    def say(self, amount: Money | None = None, **fields: Any) -> str:
        given: dict[str, Any] = {
            "paid_on": LATER.date(), "by": self.payer, "now": LATER, "evidence": crew.fresh(LATER), "key": "k",
        } | fields  # fmt: skip
        return ledger.say_paid(self.debt, self.told.owner, amount or self.net, **given)[0].code

    def test_what_is_paid_is_owed_no_more_and_the_books_add_up(self) -> None:
        self.assertEqual(self.say(), "ok")
        self.assertEqual(owed_to(self.told.owner, today=LATER.date()).totals, {"EUR": Money(0, "EUR")})
        self.assertEqual(verify(), [])

    def test_sent_twice_it_is_paid_once(self) -> None:
        self.say()
        self.assertEqual(self.say(), "ok")
        self.assertEqual(Posting.objects.filter(kind="payment").count(), 1)

    def test_her_chain_and_the_houses_say_so(self) -> None:
        self.say()
        bodies = Entry.objects.filter(kind="posted", body__kind="payment")
        chains = set(bodies.values_list("chain", flat=True))
        self.assertEqual(chains, {self.told.twin.gate_name, f"org:{self.told.house.pk}"})

    def test_she_is_told(self) -> None:
        self.say()
        self.assertEqual(Notice.objects.get(code="paid-you").to, self.told.owner)

    def test_it_counts_on_the_day_it_was_paid(self) -> None:
        self.say(paid_on=NOW.date() + timedelta(days=1))
        paid = [line for line in owed_to(self.told.owner, today=LATER.date()).lines if line.is_payment]
        self.assertEqual([line.on for line in paid], [NOW.date() + timedelta(days=1)])

    def test_refusals(self) -> None:
        member = crew.person()
        crew.seat(member, self.told.house, "admin", may_spend_minor=100)
        tomorrow, before = LATER.date() + timedelta(days=1), NOW.date() - timedelta(days=1)
        refused: dict[str, dict[str, Any]] = {
            "over-spending-limit": {"by": member},
            "not-in-house": {"by": crew.person()},
            "fresh-sign-in": {"evidence": crew.fresh(NOW)},
            "paid-in-time-to-come": {"paid_on": tomorrow},
            "paid-before-owed": {"paid_on": before},
            "more-than-owed": {"amount": self.net + Money(1, "EUR")},
            "nothing-to-pay": {"amount": Money(-1, "EUR")},
            "seat-other-currency": {"amount": Money(1, "GBP")},
        }
        for code, fields in refused.items():
            with self.subTest(code):
                self.assertEqual(self.say(**fields), code)
        self.assertFalse(Posting.objects.filter(kind="payment").exists())

    def test_taken_back_it_is_owed_again(self) -> None:
        self.say()
        payment = Posting.objects.get(kind="payment")
        decision, _mirror = ledger.take_payment_back(
            payment, by=self.payer, now=LATER, evidence=crew.fresh(LATER), key="back"
        )
        self.assertTrue(decision)
        statement = owed_to(self.told.owner, today=LATER.date())
        self.assertEqual(statement.totals["EUR"], self.net)
        self.assertFalse([line for line in statement.lines if line.is_payment])
        self.assertEqual(verify(), [])

    def test_taking_back_asks_for_the_same_seat(self) -> None:
        self.say()
        payment = Posting.objects.get(kind="payment")
        decision, mirror = ledger.take_payment_back(
            payment, by=crew.person(), now=LATER, evidence=crew.fresh(LATER), key="back"
        )
        self.assertEqual((decision.code, mirror), ("not-in-house", None))


class PayPageTests(TestCase):
    def setUp(self) -> None:
        clock = story.clock(self)
        story.paints(self)
        self.told = story.ready()
        delivery = story.delivered(self.told)
        clock.now = LATER
        self.debt = Posting.objects.get(about=str(delivery.id))
        self.url = reverse("home:pay", args=[self.debt.pk])
        self.payer = crew.signer(self.told.house)
        self.net = owed_to(self.told.owner, today=LATER.date()).totals["EUR"]
        crew.signed_in(self.client, self.payer)
        self.proved = [
            patch.object(pay_views, name, return_value=answer)
            for name, answer in (("ask_for_proof", None), ("evidence_of", crew.fresh(LATER)))
        ]
        for each in self.proved:
            each.start()
            self.addCleanup(each.stop)

    def send(self, **fields: Any) -> Any:
        to = payees_of(self.debt)[0].account.pk
        amount = self.net.plain().replace(",", "")
        sent = {"to": str(to), "amount": amount, "paid_on": "2026-05-15", "key": str(uuid4())}
        return self.client.post(self.url, sent | fields)

    def test_the_statement_leads_to_it(self) -> None:
        self.assertContains(self.client.get(HOME), self.url)

    def test_it_names_the_twin_and_not_her_owners_account(self) -> None:
        self.told.owner.name = "Nadia Dembele-Roux"
        self.told.owner.save(update_fields=["name"])
        page = self.client.get(self.url)
        self.assertContains(page, f"Paid to {self.told.twin.name}")
        self.assertNotContains(page, "Dembele-Roux")

    def test_written_down_it_stands_on_her_own_page(self) -> None:
        self.assertRedirects(self.send(), self.url)
        self.assertContains(self.client.get(self.url), "Everything of this is paid.")
        page = crew.signed_in(Client(), self.told.owner).get(HOME)
        self.assertContains(page, "paid to you on 15 May 2026")
        self.assertContains(page, "Everything is paid.")

    def test_the_houses_statement_keeps_the_payment_in_reach(self) -> None:
        self.send()
        page = self.client.get(HOME)
        self.assertContains(page, "paid on 15 May 2026")
        self.assertContains(page, self.url)

    def test_a_part_leaves_the_rest_open(self) -> None:
        self.send(amount="100.00")
        left = owed_by(self.told.house, today=date(2026, 5, 15)).totals["EUR"]
        self.assertEqual(left, self.net - Money(10_000, "EUR"))

    def test_an_amount_finer_than_its_currency_is_refused_at_the_field(self) -> None:
        self.assertEqual(self.send(amount="1.005").status_code, 422)

    def test_nobody_who_is_owed_nothing_is_paid(self) -> None:
        for to in ("", "x", str(uuid4())):
            with self.subTest(to):
                self.assertEqual(self.send(to=to).status_code, 404)

    def test_without_a_fresh_sign_in_it_asks_for_one(self) -> None:
        self.proved[0].stop()
        self.assertEqual(self.send().status_code, 302)
        self.proved[0].start()
        self.assertFalse(Posting.objects.filter(kind="payment").exists())

    def test_more_than_is_owed_is_refused_with_its_sentence(self) -> None:
        answer = self.send(amount="999999.00")
        self.assertContains(answer, "is still owed.", status_code=409)

    def test_it_is_taken_back_from_the_page(self) -> None:
        self.send()
        payment = Posting.objects.get(kind="payment")
        self.client.post(reverse("home:take_payment_back", args=[self.debt.pk, payment.pk]))
        self.assertContains(self.client.get(self.url), "Taken back by")

    def test_a_crew_member_and_the_model_find_nothing_there(self) -> None:
        for who in (self.told.owner, self.told.stylist):
            with self.subTest(who):
                self.assertEqual(crew.signed_in(Client(), who).get(self.url).status_code, 404)

    def test_the_last_seat_ended_shows_it_to_nobody(self) -> None:
        Seat.objects.filter(person=self.payer).update(ended_at=NOW)
        self.assertEqual(self.client.get(self.url).status_code, 404)
