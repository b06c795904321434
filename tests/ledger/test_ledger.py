"""Whatever is delivered, paid and reversed: every posting adds up to nothing, every total is the sum of its lines."""

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from itertools import count
from unittest import TestCase as PlainTestCase

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from studio.ledger import actions
from studio.ledger.models import Account, Entry, Posting
from studio.ledger.rules import Draft, UnbalancedError, balanced
from studio.ledger.statements import commission_of, owed_by, owed_to, owed_under, verify
from studio.money import Money
from studio.people.models import Person
from studio.pricing import PricedUse, Rate, crew_share, price, settle
from studio.register import triggers
from studio.register.models import Entry as RegisterEntry
from tests import crew as makers
from tests.crew import NOW

TODAY = date(2026, 5, 12)
_keys = count(1)


class Story:
    """A house with a licence for a twin whose agency takes a fifth."""

    def __init__(self, *, represented: bool = True, crew: int = 0, crew_share_bps: int = 0) -> None:
        self.twin = makers.twin()
        self.model = self.twin.owner
        self.house = makers.house("Corvane")
        self.agency = makers.agency("Perron")
        mandate = makers.mandate(self.twin, self.agency) if represented else None
        pay = replace(makers.terms().pay, crew_share_bps=crew_share_bps)
        self.version = makers.grant(self.twin, self.house, mandate=mandate, pay=pay)
        self.crew = [makers.person() for _ in range(crew)]
        self.producer = makers.person()
        makers.seat(self.producer, self.house, "producer")
        self.booker = makers.person()
        makers.seat(self.booker, self.agency, "booker")

    def deliver(self, day_rate_minor: int = 120_000, days: int = 365, key: str = "", bps: int = 2000) -> Posting:
        rate = Rate(day_rate_minor, "EUR", channels={"own-site": 6000}, notice={90: 11_500})
        quote = price(rate, PricedUse("own-site", "FR", days, notice_days=90))
        return actions.post_delivery(
            delivery_id=key or f"d{next(_keys)}",
            twin=self.twin,
            version=self.version,
            house=self.house,
            quote=quote,
            settlement=settle(quote, bps),
            crew=self.crew,
            by=self.producer,
            now=NOW,
            key=key or f"k{next(_keys)}",
        )

    def pay(self, of: Posting, minor: int | None = None, key: str = "") -> Posting | None:
        amount = None if minor is None else Money(minor, "EUR")
        return actions.post_payment(of, self.model, amount, by=self.producer, now=NOW, key=key or f"k{next(_keys)}")[1]

    def reverse(self, posting: Posting) -> Posting | None:
        return actions.reverse(posting, by=self.producer, now=NOW, key=f"k{next(_keys)}")[1]


class DeliveryTests(TestCase):
    def setUp(self) -> None:
        self.story = Story()

    def test_the_house_owes_the_fee_the_model_gets_the_net_and_the_agency_its_fifth(self) -> None:
        self.story.deliver()
        self.assertEqual(owed_by(self.story.house, today=TODAY).totals, {"EUR": Money(82_800, "EUR")})
        self.assertEqual(owed_to(self.story.model, today=TODAY).totals, {"EUR": Money(66_240, "EUR")})
        self.assertEqual(commission_of(self.story.agency, today=TODAY).totals, {"EUR": Money(16_560, "EUR")})

    def test_without_a_mandate_no_share_leaves_her(self) -> None:
        alone = Story(represented=False)
        alone.deliver()
        self.assertEqual(owed_to(alone.model, today=TODAY).totals, {"EUR": Money(82_800, "EUR")})

    def test_a_line_can_be_checked_by_hand(self) -> None:
        self.story.deliver()
        line = owed_to(self.story.model, today=TODAY).lines[0]
        self.assertEqual(line.rule, "terms.pay")
        self.assertIn("1200.00 x 0.60 = 720.00", [each["arithmetic"] for each in line.arithmetic])
        self.assertIn("828.00 x 0.20 = 165.60", [each["arithmetic"] for each in line.arithmetic])

    def test_sent_twice_it_is_posted_once(self) -> None:
        first, again = self.story.deliver(key="once"), self.story.deliver(key="once")
        self.assertEqual(first.pk, again.pk)
        self.assertEqual(Posting.objects.count(), 1)

    def test_it_is_due_when_her_licence_says_and_overdue_after(self) -> None:
        self.story.deliver()
        pay_on = TODAY + timedelta(days=30)
        self.assertEqual(owed_to(self.story.model, today=pay_on).lines[0].state, "due")
        self.assertEqual(owed_to(self.story.model, today=pay_on + timedelta(days=1)).overdue[0].pay_on, pay_on)

    def test_a_use_that_costs_nothing_still_has_its_lines(self) -> None:
        self.story.deliver(day_rate_minor=0)
        statement = owed_to(self.story.model, today=TODAY)
        self.assertEqual([line.amount for line in statement.lines], [Money(0, "EUR")])
        self.assertEqual(verify(), [])

    def test_both_chains_tell_of_it(self) -> None:
        self.story.deliver()
        chains = set(RegisterEntry.objects.filter(kind="posted").values_list("chain", flat=True))
        house, agency = f"org:{self.story.house.pk}", f"org:{self.story.agency.pk}"
        self.assertEqual(chains, {self.story.twin.gate_name, house, agency})


class CrewTests(TestCase):
    """The crew of her captures is paid by the house on top; nothing of it is hers."""

    def setUp(self) -> None:
        self.story = Story(crew=3, crew_share_bps=500)
        self.delivery = self.story.deliver()

    def owed(self, person: Person) -> Money:
        return owed_to(person, today=TODAY).totals["EUR"]

    def test_the_house_owes_it_on_top_and_each_of_them_is_owed_an_equal_part(self) -> None:
        self.assertEqual(owed_by(self.story.house, today=TODAY).totals["EUR"], Money(82_800 + 4_140, "EUR"))
        self.assertEqual([self.owed(each) for each in self.story.crew], [Money(1_380, "EUR")] * 3)

    def test_hers_and_her_agency_s_stay_what_they_are(self) -> None:
        self.assertEqual(self.owed(self.story.model), Money(66_240, "EUR"))
        self.assertEqual(commission_of(self.story.agency, today=TODAY).totals["EUR"], Money(16_560, "EUR"))
        self.assertEqual(owed_under(self.story.agency, today=TODAY).totals["EUR"], Money(66_240, "EUR"))

    def test_each_reads_the_arithmetic_and_the_rule(self) -> None:
        line = owed_to(self.story.crew[0], today=TODAY).lines[0]
        self.assertEqual(line.rule, "terms.pay.crew_share")
        steps = [each["arithmetic"] for each in line.arithmetic]
        self.assertEqual(steps, ["828.00 x 0.05 = 41.40", "41.40 / 3 = 13.80"])

    def test_it_is_paid_and_reversed_as_any_other(self) -> None:
        first = self.story.crew[0]
        decision, payment = actions.post_payment(self.delivery, first, by=self.story.producer, now=NOW, key="crew")
        assert payment, decision
        self.assertEqual(self.owed(first), Money(0, "EUR"))
        self.story.reverse(payment)
        self.story.reverse(self.delivery)
        self.assertEqual((self.owed(first), verify()), (Money(0, "EUR"), []))

    def test_without_anybody_to_pay_nothing_is_owed(self) -> None:
        alone = Story(crew_share_bps=500)
        alone.deliver()
        self.assertEqual(owed_by(alone.house, today=TODAY).totals["EUR"], Money(82_800, "EUR"))


class PartsTests(PlainTestCase):
    @given(st.integers(0, 10**9), st.integers(0, 10_000), st.integers(0, 9))
    def test_the_parts_are_the_whole_whatever_does_not_divide(self, fee: int, bps: int, people: int) -> None:
        share = crew_share(Money(fee, "EUR"), bps, people)
        self.assertEqual(sum(part.minor for part in share.parts), share.whole.minor)


class PaymentTests(TestCase):
    def setUp(self) -> None:
        self.story = Story()
        self.delivery = self.story.deliver()

    def test_it_pays_all_that_is_open(self) -> None:
        self.story.pay(self.delivery)
        statement = owed_to(self.story.model, today=TODAY)
        self.assertEqual((statement.lines[0].state, statement.totals["EUR"]), ("paid", Money(0, "EUR")))
        self.assertEqual(owed_by(self.story.house, today=TODAY).totals["EUR"], Money(16_560, "EUR"))

    def test_a_part_leaves_the_rest_open(self) -> None:
        self.story.pay(self.delivery, 240)
        line = owed_to(self.story.model, today=TODAY).lines[0]
        self.assertEqual((line.left, line.state), (Money(66_000, "EUR"), "due"))

    def test_more_than_is_owed_is_refused(self) -> None:
        decision, _ = actions.post_payment(
            self.delivery, self.story.model, Money(66_241, "EUR"), by=self.story.producer, now=NOW, key="p"
        )
        self.assertEqual((decision.code, decision.values["owed"]), ("more-than-owed", "662.40"))

    def test_a_stranger_cannot_write_one_down(self) -> None:
        decision, _ = actions.post_payment(self.delivery, self.story.model, by=makers.person(), now=NOW, key="p")
        self.assertEqual(decision.code, "not-in-house")

    def test_a_reversed_payment_is_owed_by_the_delivery_again_and_is_not_paid_itself(self) -> None:
        payment = self.story.pay(self.delivery, 240)
        assert payment
        undone = self.story.reverse(payment)
        assert undone
        self.assertIsNone(self.story.pay(undone))
        self.assertEqual(owed_to(self.story.model, today=TODAY).lines[0].left, Money(66_240, "EUR"))

    def test_the_agency_writes_down_its_own(self) -> None:
        decision, _ = actions.post_payment(self.delivery, self.story.agency, by=self.story.booker, now=NOW, key="p")
        self.assertTrue(decision)
        self.assertEqual(commission_of(self.story.agency, today=TODAY).totals["EUR"], Money(0, "EUR"))


class ReversalTests(TestCase):
    def setUp(self) -> None:
        self.story = Story()
        self.delivery = self.story.deliver()

    def test_it_is_the_exact_mirror(self) -> None:
        self.story.reverse(self.delivery)
        for account in Account.objects.all():
            with self.subTest(account.kind):
                self.assertEqual(sum(account.entries.values_list("amount_minor", flat=True)), 0)
        self.assertEqual(owed_to(self.story.model, today=TODAY).lines[0].state, "reversed")

    def test_once_is_enough_and_a_reversal_stands(self) -> None:
        mirror = self.story.reverse(self.delivery)
        assert mirror
        self.assertIsNone(self.story.reverse(self.delivery))
        self.assertIsNone(self.story.reverse(mirror))

    def test_what_was_paid_is_reversed_first(self) -> None:
        payment = self.story.pay(self.delivery)
        assert payment
        decision, _ = actions.reverse(self.delivery, by=self.story.producer, now=NOW, key="r")
        self.assertEqual(decision.code, "paid-already")
        self.story.reverse(payment)
        self.assertIsNotNone(self.story.reverse(self.delivery))


class BooksTests(TestCase):
    def test_an_unbalanced_posting_is_never_written(self) -> None:
        with self.assertRaises(UnbalancedError):
            balanced([Draft("a", Money(1, "EUR"), "fee", "r"), Draft("b", Money(-1, "SEK"), "fee", "r")])

    def test_no_line_is_ever_changed_or_taken_out(self) -> None:
        Story().deliver()
        for statement in (
            "UPDATE ledger_entry SET amount_minor = 1",
            "DELETE FROM ledger_entry",
            "UPDATE ledger_posting SET about = ''",
            "DELETE FROM ledger_posting",
            "UPDATE ledger_account SET currency = 'SEK'",
        ):
            with self.subTest(statement), self.assertRaises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement)

    def test_the_command_finds_a_posting_that_does_not_add_up(self) -> None:
        Story().deliver()
        out = StringIO()
        call_command("verify_ledger", stdout=out)
        self.assertIn("1 postings balance.", out.getvalue())
        with triggers.lifted():
            Entry.objects.filter(line="fee").update(amount_minor=-1)
            with self.assertRaises(CommandError):
                call_command("verify_ledger", stdout=StringIO())


steps = st.lists(
    st.one_of(
        st.tuples(st.just("deliver"), st.integers(0, 500_000), st.integers(1, 400), st.integers(0, 10_000)),
        st.tuples(st.just("pay"), st.integers(0, 5), st.integers(1, 200_000), st.just(0)),
        st.tuples(st.just("pay-all"), st.integers(0, 5), st.just(0), st.just(0)),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.just(0), st.just(0)),
    ),
    max_size=8,
)


class WhateverHappensTests(HypothesisTestCase):
    @given(steps, st.integers(0, 3), st.integers(0, 10_000))
    @settings(max_examples=25, deadline=None)
    def test_the_books_hold(self, steps: list[tuple[str, int, int, int]], crew: int, bps: int) -> None:
        story = Story(crew=crew, crew_share_bps=bps)
        postings: list[Posting] = []
        for verb, first, second, third in steps:
            made: Posting | None = None
            if verb == "deliver":
                made = story.deliver(first, second, bps=third)
            elif postings:
                chosen = postings[first % len(postings)]
                made = story.reverse(chosen) if verb == "reverse" else story.pay(chosen, second or None)
            postings += [made] if made else []
        self.assertEqual(verify(), [])
        hers = owed_to(story.model, today=TODAY)
        theirs, agencys = owed_by(story.house, today=TODAY), commission_of(story.agency, today=TODAY)
        crews = [owed_to(person, today=TODAY) for person in story.crew]
        for statement in (hers, theirs, agencys, *crews):
            total = sum(line.amount.minor for line in statement.lines)
            self.assertEqual(total, sum(money.minor for money in statement.totals.values()))
            self.assertEqual(total, sum(line.left.minor for line in statement.lines))
        owed = sum(total.minor for each in (hers, agencys, *crews) for total in each.totals.values())
        self.assertEqual(owed, sum(money.minor for money in theirs.totals.values()))
        self.assertGreaterEqual(owed, 0)
