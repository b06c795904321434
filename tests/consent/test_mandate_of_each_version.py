"""The mandate belongs to each version: whoever negotiated these terms has its share of these, and of no others."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, TestCase, TransactionTestCase
from django.urls import reverse

from studio.assets.actions import Wanted, due
from studio.consent import actions
from studio.consent.models import GrantVersion, Request
from studio.home import agency as agencies
from studio.home.exports.papers import licence_record
from studio.ledger.actions import post_delivery
from studio.ledger.statements import commission_of
from studio.people.models import Notice, Organisation, Person
from studio.twins.models import Mandate
from tests import crew, story
from tests.crew import NOW

LAST = date(2026, 12, 1)


class ThreeVersionsCase(TestCase):
    """Perron negotiated the first version for a fifth, Rive the second for a tenth, and she the third herself."""

    def setUp(self) -> None:
        story.clock(self)
        self.twin, self.house = crew.twin(crew.person("Nia Dembe")), crew.house("Corvane")
        self.signer = crew.signer(self.house)
        self.perron, self.rive = crew.agency("Perron"), crew.agency("Rive")
        self.at_perron, self.at_rive = crew.booker(self.perron), crew.booker(self.rive)
        self.of_perron = crew.mandate(self.twin, self.perron, "negotiate")
        self.first = crew.grant(self.twin, self.house, mandate=self.of_perron, pieces=5, ends_on=LAST)
        self.end(self.of_perron)
        self.of_rive = crew.mandate(self.twin, self.rive, "negotiate", commission_bps=1000)
        self.second = self.change(pieces=6)

    def end(self, mandate: Mandate) -> None:
        decision, _ = actions.end_mandate(mandate, by=self.twin.owner, now=NOW)
        assert decision, decision

    def change(self, pieces: int) -> GrantVersion:
        request = crew.asked(
            self.twin,
            self.house,
            by=self.signer,
            asks=crew.terms(pieces=pieces, starts_on=NOW.date(), ends_on=LAST),
            kind=Request.Kind.CHANGE,
            grant=self.first.grant,
        )
        decision, version = actions.agree(
            request, crew.newest_offer(request), by=self.twin.owner, now=NOW, evidence=crew.fresh(), waives=True
        )
        assert version, decision
        return version

    def alone(self) -> GrantVersion:
        self.end(self.of_rive)
        return self.change(pieces=7)


class VersionTests(ThreeVersionsCase):
    def test_each_keeps_the_mandate_it_was_signed_under(self) -> None:
        self.alone()
        held = GrantVersion.objects.order_by("number").values_list("mandate", flat=True)
        self.assertEqual(list(held), [self.of_perron.pk, self.of_rive.pk, None])

    def test_the_memo_names_the_agency_of_its_own_version(self) -> None:
        third = self.alone()
        named = [dict(version.memo.lines).get("Agency") for version in (self.first, self.second, third)]
        self.assertEqual(named, ["Perron", "Rive", None])

    def test_the_memo_states_the_share_of_its_own_version(self) -> None:
        third = self.alone()
        shares = [dict(version.memo.lines).get("Agency's commission") for version in (self.first, self.second, third)]
        self.assertEqual(shares, ["20\u00a0%", "10\u00a0%", None])

    def test_her_own_record_says_who_represented_her_in_each(self) -> None:
        third = self.alone()
        said = [licence_record(version)["represented_by"] for version in (self.first, self.second, third)]
        self.assertEqual([each and (each["agency"], each["commission_bps"]) for each in said], [
            ("Perron", 2000), ("Rive", 1000), None,
        ])  # fmt: skip


class MoneyTests(ThreeVersionsCase):
    """A piece delivered under a version pays the agency of that version."""

    def shares(self, version: GrantVersion) -> tuple[int, int]:
        owed = due(self.twin, version, Wanted("own-site", ("FR",), NOW.date(), LAST))
        post_delivery(
            delivery_id=f"d{version.number}",
            twin=self.twin,
            version=version,
            house=self.house,
            quote=owed.quote,
            settlement=owed.settlement,
            by=self.signer,
            now=NOW,
            key=f"k{version.number}",
        )
        fee = owed.settlement.fee.minor
        return self.percent(self.perron, fee), self.percent(self.rive, fee)

    def percent(self, agency: Organisation, fee: int) -> int:
        owed = commission_of(agency, today=NOW.date()).totals.get("EUR")
        return round(100 * owed.minor / fee) if owed else 0

    def test_under_the_older_one_the_agency_of_before_has_its_fifth(self) -> None:
        self.assertEqual(self.shares(self.first), (20, 0))

    def test_under_the_newer_one_the_agency_of_now_has_its_tenth(self) -> None:
        self.assertEqual(self.shares(self.second), (0, 10))

    def test_under_what_she_negotiated_herself_nobody_has_any(self) -> None:
        self.assertEqual(self.shares(self.alone()), (0, 0))


class SeenTests(ThreeVersionsCase):
    """An agency sees what it negotiated, and nothing of what another did."""

    def seen(self, who: Person) -> list[int]:
        client = crew.signed_in(Client(), who)
        found = []
        for version in GrantVersion.objects.order_by("number"):
            url = reverse("home:licence_odrl", args=[version.grant_id, version.number])
            if client.get(url).status_code == 200:
                found.append(version.number)
        return found

    def memos(self, who: Person) -> list[int]:
        client = crew.signed_in(Client(), who)
        rows = GrantVersion.objects.order_by("number")
        return [each.number for each in rows if client.get(reverse("consent:memo", args=[each.pk])).status_code == 200]

    def page(self, who: Person) -> str:
        client = crew.signed_in(Client(), who)
        return client.get(reverse("consent:grant", args=[self.first.grant_id])).content.decode()

    def test_of_the_texts(self) -> None:
        self.alone()
        self.assertEqual([self.seen(who) for who in (self.at_perron, self.at_rive)], [[1], [2]])

    def test_of_the_memos_as_long_as_its_mandate_stands(self) -> None:
        self.assertEqual([self.memos(who) for who in (self.at_perron, self.at_rive)], [[], [2]])

    def test_on_the_licence_page(self) -> None:
        for who, own, other in (
            (self.at_perron, self.first, self.second),
            (self.at_rive, self.second, self.first),
        ):
            with self.subTest(own=own.number):
                page = self.page(who)
                self.assertIn(own.sha256, page)
                self.assertNotIn(other.sha256, page)

    def test_no_page_leads_to_a_memo_that_is_not_there(self) -> None:
        self.assertNotIn(reverse("consent:memo", args=[self.first.pk]), self.page(self.at_perron))
        self.assertIn(reverse("consent:memo", args=[self.second.pk]), self.page(self.at_rive))

    def test_on_its_desk_stands_what_it_negotiated_last(self) -> None:
        crew.mandate(self.twin, self.perron, "negotiate")
        for agency, who, stands in ((self.perron, self.at_perron, []), (self.rive, self.at_rive, [self.second])):
            with self.subTest(agency=agency.name):
                roster = agencies.page(agency, reader=who, session_key="", now=NOW).roster
                self.assertEqual([licence.version for licence in roster[0].licences], stands)

    def test_it_is_told_of_the_end_of_what_it_negotiated_last(self) -> None:
        crew.mandate(self.twin, self.perron, "negotiate")
        Notice.objects.all().delete()
        actions.remind_ending(NOW + (LAST - NOW.date()) - timedelta(days=7))
        told = set(Notice.objects.filter(code="licence-ends").values_list("to", flat=True))
        self.assertIn(self.at_rive.pk, told)
        self.assertNotIn(self.at_perron.pk, told)


class CarriedOverTests(TransactionTestCase):
    """What a licence said of all its versions is said by each of them once the tables are changed."""

    def migrated(self, *, to: str) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([("consent", to)])
        return MigrationExecutor(connection).loader.project_state([("consent", to)]).apps

    def newest(self) -> None:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    def setUp(self) -> None:
        self.addCleanup(self.newest)
        self.twin, self.house = crew.twin(), crew.house()
        self.perron, self.rive = (crew.mandate(self.twin, crew.agency(name)) for name in ("Perron", "Rive"))
        self.first = crew.grant(self.twin, self.house)
        self.second = crew.grant(self.twin, crew.house())
        self.third = crew.grant(self.twin, crew.house(), now=NOW + timedelta(days=2))
        request = crew.asked(self.twin, self.house, now=NOW)
        Request.objects.filter(pk=request.pk).update(version=self.first, mandate=self.rive, state="agreed")
        Mandate.objects.filter(pk=self.perron.pk).update(ended_at=NOW + timedelta(days=1))

    def test_forward_and_back(self) -> None:
        old = self.migrated(to="0007_mandate_of_a_version").get_model("consent", "Grant")
        old.objects.update(mandate=self.perron.pk)
        held = self.migrated(to="0009_no_mandate_of_a_licence").get_model("consent", "GrantVersion").objects
        carried = [held.get(pk=each.pk).mandate_id for each in (self.first, self.second, self.third)]
        self.assertEqual(carried, [self.rive.pk, self.perron.pk, None])
        back = self.migrated(to="0007_mandate_of_a_version").get_model("consent", "Grant").objects
        self.assertEqual(
            [back.get(pk=each.grant_id).mandate_id for each in (self.first, self.second, self.third)], carried
        )
