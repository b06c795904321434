"""Only she signs; what was signed is never edited; her no ends it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from studio.consent import actions
from studio.consent.asking import ask
from studio.consent.facts import facts_of
from studio.consent.models import Exclusivity, Grant, GrantVersion, PieceTaken
from studio.consent.terms import Exclusive, StandingRules, Terms
from studio.consent.wording import digest
from studio.jobs import actions as jobs
from studio.people.models import Notice
from studio.register.actions import verify
from studio.register.models import Entry
from studio.register.triggers import missing
from tests import crew
from tests.consent.test_switch import use_of
from tests.crew import NOW

FRESH = {"method": "passkey", "signed_in_at": NOW.isoformat()}


class SignTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house, self.signer = crew.twin(), crew.house("Corvane"), crew.person()
        crew.seat(self.signer, self.house, "admin", may_sign=True)

    def sign(self, **fields: Any) -> tuple[Any, GrantVersion | None]:
        given: dict[str, Any] = {"by": self.twin.owner, "house_signed_by": self.signer, "evidence": FRESH, "now": NOW}
        terms = fields.pop("terms", None) or crew.terms()
        return actions.sign_grant(self.twin, self.house, terms, **(given | fields))

    def test_her_yes_puts_it_in_force(self) -> None:
        _, version = self.sign()
        assert version
        self.assertEqual((version.grant.number, version.number), (1, 1))
        version.grant.refresh_from_db()
        self.assertEqual(version.grant.state, "in-force")

    def test_nobody_signs_for_her(self) -> None:
        self.assertEqual(self.sign(by=self.signer)[0].code, "not-owner")
        self.assertFalse(Grant.objects.exists())

    def test_it_needs_a_fresh_sign_in(self) -> None:
        stale = {"method": "password", "signed_in_at": (NOW - timedelta(minutes=6)).isoformat()}
        for evidence in ({}, stale, {"signed_in_at": "yesterday"}):
            with self.subTest(evidence):
                self.assertEqual(self.sign(evidence=evidence)[0].code, "fresh-sign-in")

    def test_the_house_signs_by_a_seat_that_may(self) -> None:
        self.assertFalse(self.sign(house_signed_by=crew.person())[0])

    def test_terms_that_lack_something_are_not_signed(self) -> None:
        decision, _ = self.sign(terms=crew.terms(intended_use="coats", channels=()))
        self.assertEqual((decision.code, decision.values["missing"]), ("terms-incomplete", "intended_use, channels"))

    def test_the_text_she_read_is_what_is_hashed(self) -> None:
        _, version = self.sign()
        assert version
        self.assertIn("Corvane may use your twin as this licence says", version.text)
        self.assertIn("From 1 January 2026 to 31 December 2026", version.text)
        terms = Terms.from_json(version.terms)
        self.assertEqual(version.sha256, digest(terms, version.text, version.language, version.wording))
        self.assertNotEqual(version.sha256, digest(terms, version.text + ".", version.language, version.wording))

    def test_both_chains_hold_its_hash(self) -> None:
        _, version = self.sign()
        assert version
        entries = Entry.objects.filter(kind="granted")
        self.assertEqual({e.chain for e in entries}, {self.twin.gate_name, f"org:{self.house.pk}"})
        self.assertEqual({e.body["sha256"] for e in entries}, {version.sha256})
        self.assertEqual(verify(), [])

    def test_new_terms_are_a_new_version_and_the_old_one_stays(self) -> None:
        _, first = self.sign()
        assert first
        _, second = self.sign(grant=first.grant, terms=crew.terms(channels=("own-site",)))
        assert second
        self.assertEqual((second.number, first.grant.versions.count()), (2, 2))
        self.assertEqual(facts_of([self.twin], NOW)[self.twin.pk].licences[0].version, str(second.pk))

    def test_no_version_is_ever_changed_or_taken_out(self) -> None:
        self.sign()
        for statement in ("UPDATE consent_grantversion SET text = ''", "DELETE FROM consent_grantversion"):
            with self.subTest(statement), self.assertRaises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement)
        self.assertEqual(missing(), [])

    def test_the_same_key_signs_once(self) -> None:
        self.assertEqual(self.sign(key="k")[1], self.sign(key="k")[1])
        self.assertEqual(GrantVersion.objects.count(), 1)

    def test_a_withdrawn_licence_gets_no_new_version(self) -> None:
        _, first = self.sign()
        assert first
        actions.withdraw(first.grant, by=self.twin.owner, now=NOW)
        first.grant.refresh_from_db()
        self.assertEqual(self.sign(grant=first.grant)[0].code, "grant-ended")

    def test_two_houses_cannot_both_have_it_for_themselves(self) -> None:
        coats = Exclusive("outerwear", "FR", date(2026, 3, 1), date(2026, 8, 31))
        crew.grant(self.twin, crew.house("Kessel"), exclusivity=(coats,))
        decision, _ = self.sign(terms=crew.terms(exclusivity=(coats,)))
        self.assertEqual(decision.code, "taken-exclusively")
        self.assertNotIn("Kessel", str(decision.values))


class WithdrawTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(), crew.house()
        coats = Exclusive("outerwear", "FR", date(2026, 3, 1), date(2026, 8, 31))
        self.version = crew.grant(self.twin, self.house, exclusivity=(coats,), notice_days=30)
        self.grant = self.version.grant

    def withdraw(self) -> Grant | None:
        return actions.withdraw(self.grant, by=self.twin.owner, now=NOW)[1]

    def ask(self, act: str = "preview", **fields: Any) -> str:
        asked = use_of(self.twin, self.house.pk, act, **fields)
        return ask([self.twin], lambda twin: asked, NOW)[0].code

    def test_nothing_more_is_made_under_it(self) -> None:
        self.assertEqual(self.ask(), "ok")
        self.withdraw()
        self.assertEqual(self.ask(), "no-grant")

    def test_what_was_delivered_comes_down_after_its_notice(self) -> None:
        actions.take_piece(self.twin, self.version, asset="a1", delivery="d1", now=NOW)
        self.withdraw()
        self.assertEqual(PieceTaken.objects.get().takedown_on, date(2026, 6, 11))
        public = {"viewer": "public", "picture": "a1"}
        self.assertEqual(self.ask("show", owners_day=date(2026, 6, 11), **public), "ok")
        self.assertEqual(self.ask("show", owners_day=date(2026, 6, 12), **public), "takedown-day-passed")
        self.assertEqual(self.ask("download", picture="a1"), "no-grant")

    def test_its_jobs_stop(self) -> None:
        job = jobs.add("draw", "1", stops_with=[self.twin.gate_name, f"house:{self.house.pk}"], now=NOW)
        self.withdraw()
        job.refresh_from_db()
        self.assertEqual(job.state, "stopped")

    def test_its_exclusivities_end(self) -> None:
        self.withdraw()
        self.assertFalse(Exclusivity.objects.filter(ended_at=None).exists())

    def test_the_house_is_told(self) -> None:
        self.withdraw()
        signer = self.version.house_signed_by
        self.assertTrue(Notice.objects.filter(to=signer, code="grant-withdrawn").exists())
        self.assertTrue(Entry.objects.filter(chain=f"org:{self.house.pk}", kind="withdrawn").exists())

    def test_twice_is_told(self) -> None:
        self.withdraw()
        self.assertEqual(actions.withdraw(self.grant, by=self.twin.owner, now=NOW)[0].code, "already-done")

    def test_nobody_else_withdraws(self) -> None:
        self.assertEqual(actions.withdraw(self.grant, by=crew.person(), now=NOW)[0].code, "not-owner")


class LapseTests(TestCase):
    def test_the_last_day_is_hers(self) -> None:
        """Midnight in Tokyo comes nine hours before midnight in Greenwich."""
        owner = crew.person(time_zone="Asia/Tokyo")
        grant = crew.grant(crew.twin(owner), crew.house(), ends_on=date(2026, 6, 30)).grant
        self.assertEqual(actions.lapse_due(datetime(2026, 6, 30, 14, 59, tzinfo=UTC)), 0)
        self.assertEqual(actions.lapse_due(datetime(2026, 6, 30, 15, 0, tzinfo=UTC)), 1)
        grant.refresh_from_db()
        self.assertEqual(grant.state, "lapsed")
        self.assertEqual(actions.lapse_due(datetime(2026, 7, 1, tzinfo=UTC)), 0)


class StandingRuleTests(TestCase):
    def test_a_never_holds_at_once_over_a_licence(self) -> None:
        twin, house = crew.twin(), crew.house()
        crew.grant(twin, house)
        asked = use_of(twin, house.pk)
        actions.set_standing_rules(twin, StandingRules(never_categories=("outerwear",)), by=twin.owner, now=NOW)
        self.assertEqual(ask([twin], lambda _: asked, NOW)[0].code, "category-never")
        _, second = actions.set_standing_rules(twin, StandingRules(), by=twin.owner, now=NOW)
        assert second
        self.assertEqual(second.version, 2)
        self.assertTrue(ask([twin], lambda _: asked, NOW)[0])

    def test_nobody_else_sets_them(self) -> None:
        twin = crew.twin()
        self.assertFalse(actions.set_standing_rules(twin, StandingRules(), by=crew.person(), now=NOW)[0])


class SeveralTwinsTests(TestCase):
    def test_all_must_say_yes_and_each_names_her_own_version(self) -> None:
        house, nia, marta = crew.house(), crew.twin(), crew.twin()
        of_nia, of_marta = crew.grant(nia, house), crew.grant(marta, house)
        decision, versions = ask([nia, marta], lambda twin: use_of(twin, house.pk), NOW)
        self.assertTrue(decision)
        self.assertEqual(versions, {nia.pk: of_nia.pk, marta.pk: of_marta.pk})
        actions.pause(marta, by=marta.owner, now=NOW)
        decision, versions = ask([nia, marta], lambda twin: use_of(twin, house.pk), NOW)
        self.assertEqual(decision.code, "owner-paused")
        self.assertEqual(set(versions.values()), {None})

    def test_a_stand_in_asks_nobody(self) -> None:
        self.assertEqual(ask([], lambda twin: use_of(twin, "x"), NOW)[1], {})
