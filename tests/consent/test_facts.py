"""What the rule knows is what the database says, in one query, whoever is asked about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import TestCase

from studio.consent import actions
from studio.consent.facts import facts_of
from studio.consent.models import Gate, Grant, PieceApproval
from studio.consent.rules import Answer, Facts, Piece, Taken
from studio.consent.terms import Exclusive, StandingRules
from studio.ids import uuid7
from studio.twins.models import CompCardPicture, Twin
from tests import crew
from tests.crew import NOW

pytestmark = pytest.mark.scales


class FactsTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(name="Nia Dembe"), crew.house()

    def facts(self, now: datetime = NOW) -> Facts:
        return facts_of([Twin.objects.get(pk=self.twin.pk)], now)[self.twin.pk]

    def test_a_twin_that_is_there_and_open(self) -> None:
        known = self.facts()
        self.assertEqual((known.twin, known.owner, known.state), (str(self.twin.pk), "Nia Dembe", "ready"))
        self.assertEqual((known.data_consent, known.comp_card, known.cover, known.switch), (True, True, True, "open"))
        self.assertEqual((known.standing, known.licences, known.taken, known.pieces), (StandingRules(), (), (), ()))

    def test_what_is_lacking_is_lacking(self) -> None:
        CompCardPicture.objects.all().delete()
        Twin.objects.update(cover_chosen_at=None, data_consent_at=NOW + timedelta(seconds=1))
        Gate.objects.all().delete()
        known = self.facts()
        self.assertEqual((known.data_consent, known.comp_card, known.cover), (False, False, False))
        self.assertEqual(known.switch, "closed")

    def test_nothing_is_known_of_a_twin_that_is_not_there(self) -> None:
        gone = Twin(owner=self.twin.owner)
        self.assertEqual(facts_of([gone], NOW), {gone.pk: Facts(twin=str(gone.pk))})

    def test_what_the_database_says_counts_and_not_a_row_read_before(self) -> None:
        before = Twin.objects.get(pk=self.twin.pk)
        Twin.objects.update(state=Twin.State.RETIRED)
        self.assertEqual(facts_of([before], NOW)[before.pk].state, "retired")

    def test_every_pause_that_is_not_lifted(self) -> None:
        actions.pause(self.twin, by=self.twin.owner, now=NOW, reach="house", about=str(self.house.pk))
        actions.pause(self.twin, by=self.twin.owner, now=NOW)
        self.assertEqual(set(self.facts().pauses), {("house", str(self.house.pk)), ("everything", "")})
        self.assertEqual(self.facts().switch, "paused")

    def test_the_newest_of_her_nevers(self) -> None:
        for category in ("fur", "swim"):
            rules = StandingRules(never_categories=(category,))
            actions.set_standing_rules(self.twin, rules, by=self.twin.owner, now=NOW)
        self.assertEqual(self.facts().standing.never_categories, ("swim",))

    def test_the_newest_version_of_each_licence_in_force_by_number(self) -> None:
        other = crew.house()
        first, lapsed = crew.grant(self.twin, self.house), crew.grant(self.twin, other)
        second = crew.grant(self.twin, other, pieces=2)
        Grant.objects.filter(pk=lapsed.grant_id).update(state=Grant.State.LAPSED)
        _yes, newer = actions.sign_grant(
            self.twin,
            self.house,
            crew.terms(pieces=3),
            by=self.twin.owner,
            house_signed_by=first.house_signed_by,
            now=NOW,
            evidence={"method": "passkey", "signed_in_at": NOW.isoformat()},
            grant=first.grant,
        )
        assert newer is not None
        self.assertEqual(
            [(each.version, each.house, each.terms.pieces) for each in self.facts().licences],
            [(str(newer.pk), str(self.house.pk), 3), (str(second.pk), str(other.pk), 2)],
        )

    def test_tests_are_counted_by_version(self) -> None:
        version = crew.grant(self.twin, self.house, purposes=("tests",))
        for preview in ("p1", "p2"):
            actions.take_test(version, preview=preview, now=NOW)
        self.assertEqual(self.facts().licences[0].previews, 2)

    def test_a_piece_counts_in_the_month_of_her_own_day(self) -> None:
        self.twin.owner.time_zone = "Pacific/Auckland"
        self.twin.owner.save()
        version = crew.grant(self.twin, self.house)
        late = datetime(2026, 5, 31, 13, 30, tzinfo=UTC)  # June has begun where she lives
        actions.take_piece(self.twin, version, asset="a1", delivery="d1", now=late, ends_on=date(2026, 6, 30))
        known = self.facts(late)
        self.assertEqual(known.licences[0].pieces, {"a1": "2026-06"})
        self.assertEqual(known.pieces, (Piece("a1", str(version.pk), date(2026, 6, 30)),))

    def test_a_withdrawal_leaves_the_piece_its_last_day(self) -> None:
        version = crew.grant(self.twin, self.house, notice_days=30)
        actions.take_piece(self.twin, version, asset=uuid7(), delivery=uuid7(), now=NOW)
        actions.withdraw(version.grant, by=self.twin.owner, now=NOW)
        (piece,) = self.facts().pieces
        self.assertEqual((piece.in_force, piece.takedown_on), (False, date(2026, 6, 11)))

    def test_what_others_bought_until_its_last_day_where_she_lives(self) -> None:
        days = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 31)}
        crew.grant(self.twin, self.house, exclusivity=(Exclusive("denim", "DE", **days),))
        self.assertEqual(self.facts().taken, (Taken(str(self.house.pk), "denim", "DE", **days),))
        self.assertEqual(len(self.facts(datetime(2026, 5, 31, 12, tzinfo=UTC)).taken), 1)
        self.assertEqual(self.facts(datetime(2026, 6, 1, 12, tzinfo=UTC)).taken, ())
        self.twin.owner.time_zone = "Pacific/Honolulu"
        self.twin.owner.save()
        self.assertEqual(len(self.facts(datetime(2026, 6, 1, 8, tzinfo=UTC)).taken), 1)

    def test_her_answers_name_pixels_and_version(self) -> None:
        version = crew.grant(self.twin, self.house)
        row = {"pixel_hash": "h1", "about": "m1", "asked_by": self.twin.owner, "asked_at": NOW, "lapses_on": NOW.date()}
        PieceApproval.objects.create(twin=self.twin, version=version, answer="yes", answered_by=self.twin.owner, **row)
        self.assertEqual(self.facts().answers, (Answer(str(version.pk), "h1", "yes", NOW.date()),))

    def test_agencies_whose_mandate_runs_and_is_signed(self) -> None:
        perron = crew.agency()
        crew.mandate(self.twin, perron)
        crew.mandate(self.twin, crew.agency(), signed_at=None)
        crew.mandate(self.twin, crew.agency(), ends_on=NOW.date() - timedelta(days=1))
        self.assertEqual(self.facts().agencies, (str(perron.pk),))


class QueryTests(TestCase):
    def setUp(self) -> None:
        self.house = crew.house()
        for _ in range(5):
            crew.grant(crew.twin(), self.house)

    def test_many_are_read_in_one_query_where_their_owners_are_at_hand(self) -> None:
        twins = list(Twin.objects.select_related("owner"))
        for asked in (twins[:1], twins):
            with self.subTest(len(asked)), self.assertNumQueries(1):
                facts_of(asked, NOW)

    def test_and_in_two_where_they_are_not(self) -> None:
        twins = list(Twin.objects.all())
        with self.assertNumQueries(2):
            known = facts_of(twins, NOW)
            self.assertTrue(all(twin.owner.time_zone for twin in twins))
        self.assertTrue(all(each.licences for each in known.values()))

    def test_nobody_is_read_in_none(self) -> None:
        with self.assertNumQueries(0):
            self.assertEqual(facts_of([], NOW), {})
