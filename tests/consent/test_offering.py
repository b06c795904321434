"""Whether she may be offered is read from fewer rows than all that is known of her, and answered just the same."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.test import SimpleTestCase, TestCase
from hypothesis import given, settings

from studio.consent import actions
from studio.consent.facts import day_of, facts_of
from studio.consent.offering import Offered, offers_of
from studio.consent.rules import AGENCY, CREW, DELIVER, OFFER, Facts, Use, may_use
from studio.consent.terms import Exclusive, StandingRules
from studio.ids import uuid7
from studio.people.models import Organisation
from studio.twins.models import Twin
from tests import crew
from tests.consent import makers
from tests.consent.strategies import cases
from tests.crew import NOW

pytestmark = pytest.mark.scales


def so_far_as_an_offer_asks(facts: Facts, house: str) -> Facts:
    own = (replace(each, pieces={}, previews=0) for each in facts.licences if each.house == house)
    return replace(facts, licences=tuple(own), pieces=(), answers=(), agencies=())


class SameAnswerTests(SimpleTestCase):
    @settings(max_examples=300, deadline=None)
    @given(cases)
    def test_what_is_left_out_never_decides_an_offer(self, asked: tuple[Facts, Use]) -> None:
        facts, use = asked
        offer = replace(use, act=OFFER, viewer=CREW, picture="")
        self.assertEqual(may_use(so_far_as_an_offer_asks(facts, offer.house), offer), may_use(facts, offer))


class OffersTests(TestCase):
    def setUp(self) -> None:
        self.house, self.rival = crew.house(), crew.house("Rival")
        self.twins = [crew.twin() for _ in range(7)]
        yes, asks, paused, none, sold, used, standing = self.twins
        for twin in (yes, paused, sold, used, standing):
            crew.grant(twin, self.house)
        crew.grant(asks, self.house, approval="each-piece")
        actions.pause(paused, by=paused.owner, now=NOW)
        crew.grant(none, self.rival)
        taken = Exclusive("outerwear", "DE", date(2026, 5, 1), date(2026, 5, 31))
        crew.grant(sold, self.rival, exclusivity=(taken,))
        version = crew.grant(used, self.house, pieces=1)
        actions.take_piece(used, version, asset=uuid7(), delivery=uuid7(), now=NOW)
        actions.set_standing_rules(standing, StandingRules(asks_each_piece=True), by=standing.owner, now=NOW)

    def use_for(self, twin: Twin, house: Organisation, act: str = OFFER) -> Use:
        return makers.use(
            act, house=str(house.pk), instant=NOW, owners_day=day_of(twin.owner, NOW), territories=("DE",)
        )

    def offers(self, house: Organisation) -> dict[UUID, Offered]:
        return offers_of(self.twins, house.pk, lambda twin: self.use_for(twin, house), NOW)

    def test_each_house_reads_what_all_facts_would_have_said(self) -> None:
        facts = facts_of(self.twins, NOW)
        for house in (self.house, self.rival, crew.house("Stranger")):
            offered = self.offers(house)
            for twin in self.twins:
                with self.subTest(house=house.name, twin=twin.name):
                    self.assertEqual(offered[twin.pk].decision, may_use(facts[twin.pk], self.use_for(twin, house)))

    def test_who_sees_each_piece_first(self) -> None:
        asks = [twin for twin, offer in zip(self.twins, self.offers(self.house).values(), strict=True) if offer.asks]
        self.assertEqual(asks, [self.twins[1], self.twins[6]])

    def test_in_one_query(self) -> None:
        with self.assertNumQueries(1):
            self.offers(self.house)
        with self.assertNumQueries(0):
            self.assertEqual(offers_of([], self.house.pk, lambda twin: self.use_for(twin, self.house), NOW), {})

    def test_nothing_but_an_offer_to_this_house_is_asked_of_so_little(self) -> None:
        offer = self.use_for(self.twins[0], self.house)
        for use in (
            replace(offer, house=str(self.rival.pk)),
            replace(offer, act=DELIVER),
            replace(offer, picture="p1"),
            replace(offer, viewer=AGENCY),
        ):
            with self.subTest(use), self.assertRaises(ValueError):
                offers_of(self.twins[:1], self.house.pk, {self.twins[0]: use}.__getitem__, NOW)
