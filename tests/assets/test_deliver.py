"""The only way out: one transaction that asks, takes the piece, writes the money and the register, or nothing."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import TestCase
from django.urls import reverse

from studio.assets import actions
from studio.assets.models import Asset, Delivery
from studio.consent import actions as consent
from studio.consent.models import PieceTaken
from studio.decisions import Decision
from studio.ledger.models import Entry as Line
from studio.ledger.models import Posting
from studio.looks.models import Garment
from studio.media import actions as media
from studio.media.serving import WithheldError
from studio.people.models import Notice, Seat
from studio.register.actions import verify
from studio.register.models import Entry
from studio.shoots.models import Brief
from studio.twins.models import CaptureCredit
from studio.web.sentences import sentence
from tests import crew, story
from tests.crew import NOW


class DeliveryTestCase(TestCase):
    story: story.Story
    asset: Asset

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready(pieces=1)
            cls.asset = story.sealed(cls.story)

    def setUp(self) -> None:
        self.clock = story.clock(self)

    def deliver(
        self, *, by: Any = None, key: str = "d1", now: datetime = NOW, **fields: Any
    ) -> tuple[Decision, Delivery | None]:
        file = story.first_file(self.asset)
        return actions.deliver(file, story.wanted(**fields), by=by or self.story.producer, now=now, key=key)

    def refused(self, **fields: Any) -> str:
        decision, delivery = self.deliver(**fields)
        self.assertIsNone(delivery)
        self.assert_nothing_stays()
        return decision.code

    def assert_nothing_stays(self) -> None:
        stays = (Delivery.objects, PieceTaken.objects, Posting.objects, Line.objects)
        self.assertEqual([rows.count() for rows in stays], [0, 0, 0, 0])
        self.assertFalse(Entry.objects.filter(kind__in=["delivered", "piece-taken", "posted"]).exists())
        self.assertFalse(Notice.objects.filter(code="delivered").exists())


@pytest.mark.scales
class DeliverTests(DeliveryTestCase):
    def test_the_piece_is_taken_under_the_very_version(self) -> None:
        _yes, delivery = self.deliver()
        piece = PieceTaken.objects.get()
        assert delivery
        self.assertEqual((piece.version, piece.delivery), (self.story.version, str(delivery.id)))
        self.assertEqual(piece.asset, str(self.asset.id))

    def test_what_nobody_said_we_may_use_is_named_and_not_delivered(self) -> None:
        for said, code in (({"whose": "", "may": ""}, "picture-not-said"),
                           ({"whose": "somebody", "may": "asked"}, "picture-asked-for"),
                           ({"whose": "house", "may": "no"}, "picture-not-ours")):  # fmt: skip
            with self.subTest(code):
                Garment.objects.update(**said)
                decision, delivery = self.deliver()
                self.assertEqual((decision.code, delivery), (code, None))
                self.assertIn(str(Garment.objects.get()), sentence(decision))
                self.assert_nothing_stays()

    def test_the_money_is_whole_and_balanced(self) -> None:
        self.deliver()
        amounts = {line.line: line.amount_minor for line in Line.objects.all()}
        self.assertEqual(sum(amounts.values()), 0)
        self.assertEqual(amounts["fee"], -amounts["net"])
        self.assertTrue(all(line.arithmetic for line in Line.objects.all()))

    def test_it_stands_in_her_register_and_in_the_house_s(self) -> None:
        self.deliver()
        chains = Entry.objects.filter(kind="delivered").values_list("chain", flat=True)
        self.assertEqual(set(chains), {self.story.twin.gate_name, f"org:{self.story.house.id}"})
        self.assertEqual(verify(), [])

    def test_she_reads_of_it_and_of_her_money(self) -> None:
        self.deliver()
        told = Notice.objects.get(code="delivered")
        self.assertEqual((told.to, told.values["house"]), (self.story.owner, "Corvane"))

    def test_sent_twice_it_is_one_delivery_paid_once(self) -> None:
        _yes, first = self.deliver()
        _yes, second = self.deliver()
        self.assertEqual((first, Posting.objects.count(), PieceTaken.objects.count()), (second, 1, 1))

    def test_the_same_piece_in_a_second_channel_is_still_one_piece(self) -> None:
        self.deliver()
        decision, second = self.deliver(key="d2", channel="instagram")
        self.assertTrue(second, decision)
        self.assertEqual(Posting.objects.count(), 2)

    def test_when_the_ledger_fails_nothing_stays(self) -> None:
        with (
            patch("studio.assets.actions.ledger.post_delivery", side_effect=RuntimeError),
            self.assertRaises(RuntimeError),
        ):
            self.deliver()
        self.assert_nothing_stays()

    def test_when_the_register_fails_nothing_stays(self) -> None:
        with patch("studio.assets.actions.register.append", side_effect=RuntimeError), self.assertRaises(RuntimeError):
            self.deliver()
        self.assert_nothing_stays()

    def test_what_was_reckoned_is_what_is_paid(self) -> None:
        _yes, (due,) = actions.reckon(self.asset, story.wanted(), now=NOW)
        self.deliver()
        self.assertEqual(Line.objects.get(line="net").amount_minor, due.settlement.net.minor)


class RefusedTests(DeliveryTestCase):
    def test_while_she_pauses(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.refused(), "owner-paused")

    def test_after_she_withdrew_without_a_reason(self) -> None:
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        self.assertEqual(self.refused(), "not-available")

    def test_beyond_the_licence_s_days(self) -> None:
        self.assertEqual(self.refused(ends_on=date(2027, 1, 1)), "out-of-days")

    def test_in_a_channel_that_is_not_granted(self) -> None:
        self.assertEqual(self.refused(channel="print"), "channel-not-granted")

    def test_in_a_place_that_is_not_granted(self) -> None:
        self.assertEqual(self.refused(territories=("US",)), "territory-not-granted")

    def test_nowhere(self) -> None:
        self.assertEqual(self.refused(territories=()), "brief-incomplete")

    def test_with_its_days_turned_round(self) -> None:
        self.assertEqual(self.refused(starts_on=date(2026, 6, 2), ends_on=date(2026, 6, 1)), "days-turned-round")

    def test_by_somebody_who_does_not_produce(self) -> None:
        self.assertEqual(self.refused(by=self.story.director), "not-producer")

    def test_from_a_seat_that_may_not_spend_that_much(self) -> None:
        Seat.objects.filter(person=self.story.producer).update(may_spend_minor=1)
        self.assertNotEqual(self.refused(), "ok")

    def test_from_no_seat_of_the_house(self) -> None:
        freelance = crew.booked(self.story.shoot, "production")
        self.assertNotEqual(self.refused(by=freelance), "ok")

    def test_before_the_brief_says_in_words_what_it_is_for(self) -> None:
        Brief.objects.update(intended_use="")
        self.assertEqual(self.refused(), "brief-incomplete")

    def test_before_it_is_sealed(self) -> None:
        Asset.objects.update(sealed_at=None)
        self.assertEqual(self.refused(), "not-sealed")

    def test_when_her_pieces_are_used_up(self) -> None:
        PieceTaken.objects.create(
            version=self.story.version,
            twin=self.story.twin,
            asset="another",
            delivery="another",
            at=NOW,
            ends_on=date(2026, 12, 31),
        )
        decision, delivery = self.deliver()
        self.assertEqual((decision.code, delivery), ("pieces-used-up", None))


@pytest.mark.scales
class TakeTests(DeliveryTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.delivery = story.delivered(self.story, self.asset)

    def take(self, now: datetime = NOW) -> tuple[Decision, bytes]:
        return actions.take(self.delivery, by=self.story.producer, now=now)

    def test_the_bytes_are_exactly_those_that_were_signed(self) -> None:
        _yes, content = self.take()
        self.assertEqual(content, media.load(self.delivery.rendition.file))
        self.assertEqual(Delivery.objects.get().taken_at, NOW)

    def test_after_a_withdrawal_nothing_is_handed_out(self) -> None:
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        decision, content = self.take()
        self.assertEqual((bool(decision), content), (False, b""))

    def test_while_she_pauses_nothing_is_handed_out(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.take()[1], b"")

    def test_after_its_last_day_nothing_is_handed_out(self) -> None:
        self.assertEqual(self.take(datetime(2027, 1, 2, tzinfo=NOW.tzinfo))[1], b"")

    def test_each_delivery_opens_only_its_own_days(self) -> None:
        short = story.delivered(self.story, self.asset, key="d2", channel="instagram", ends_on=date(2026, 5, 31))
        decision, content = actions.take(short, by=self.story.producer, now=NOW + timedelta(days=30))
        self.assertEqual((decision.code, content), ("delivery-ended", b""))


class DeliveryPagesTests(DeliveryTestCase):
    def setUp(self) -> None:
        super().setUp()
        crew.signed_in(self.client, self.story.producer)

    def form(self, **fields: Any) -> dict[str, Any]:
        given = {
            "key": "d1",
            "rendition": str(story.first_file(self.asset).id),
            "channel": "own-site",
            "territories": ["DE", "FR"],
            "starts_on": "2026-05-01",
            "ends_on": "2026-12-31",
        }
        return given | fields

    def address(self, name: str) -> str:
        return reverse(f"assets:{name}", args=[self.asset.id])

    def test_the_tab_shows_what_is_sealed(self) -> None:
        page = self.client.get(reverse("assets:shoot", args=[self.story.shoot.id]))
        self.assertContains(page, self.address("asset"))

    def test_it_is_reckoned_before_anybody_presses(self) -> None:
        page = self.client.post(self.address("reckon"), self.form())
        self.assertContains(page, "Nia is paid")
        self.assertFalse(Delivery.objects.exists())

    def test_a_refusal_is_reckoned_too(self) -> None:
        self.assertContains(self.client.post(self.address("reckon"), self.form(channel="print")), 'role="alert"')

    def test_half_a_form_costs_nothing_yet(self) -> None:
        self.assertContains(self.client.post(self.address("reckon"), self.form(channel="")), "Choose a channel")

    def test_delivered_the_file_is_hers_to_take(self) -> None:
        self.assertRedirects(self.client.post(self.address("deliver"), self.form()), self.address("asset"))
        take = reverse("assets:take", args=[Delivery.objects.get().id])
        self.assertContains(self.client.get(self.address("asset")), take)
        answer = self.client.get(take)
        self.assertEqual((answer["Content-Type"], answer["Cache-Control"]), ("image/jpeg", "private, no-store"))
        self.assertIn("attachment", answer["Content-Disposition"])

    def test_a_refusal_is_a_sentence(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        page = self.client.post(self.address("deliver"), self.form())
        self.assertContains(page, "has paused this twin", status_code=409)

    def test_after_a_withdrawal_the_file_is_refused_with_a_sentence(self) -> None:
        delivery = story.delivered(self.story, self.asset)
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        answer = self.client.get(reverse("assets:take", args=[delivery.id]))
        self.assertContains(answer, 'role="alert"', status_code=409)

    def test_the_crew_sees_where_it_went_and_takes_nothing(self) -> None:
        delivery = story.delivered(self.story, self.asset)
        crew.signed_in(self.client, self.story.stylist)
        page = self.client.get(self.address("asset"))
        self.assertContains(page, "Production delivers.")
        self.assertNotContains(page, reverse("assets:take", args=[delivery.id]))
        self.assertEqual(self.client.get(reverse("assets:take", args=[delivery.id])).status_code, 404)

    def test_what_she_is_paid_is_production_s_to_read(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        self.assertEqual(self.client.post(self.address("reckon"), self.form()).status_code, 404)

    def test_a_stranger_finds_none_of_it(self) -> None:
        delivery = story.delivered(self.story, self.asset)
        rival = crew.person()
        crew.seat(rival, crew.house(), "admin")
        crew.signed_in(self.client, rival)
        self.assertEqual(self.client.get(self.address("asset")).status_code, 404)
        self.assertEqual(self.client.post(self.address("deliver"), self.form(key="x")).status_code, 404)
        self.assertEqual(self.client.get(reverse("assets:take", args=[delivery.id])).status_code, 404)
        self.assertEqual(self.client.get(reverse("assets:shoot", args=[self.story.shoot.id])).status_code, 404)


class UnderWayTests(DeliveryTestCase):
    """A large file on a slow line, and she pauses before it has come whole."""

    def test_the_rest_of_it_never_comes(self) -> None:
        delivery = story.delivered(self.story, self.asset)
        crew.signed_in(self.client, self.story.producer)
        with patch("studio.media.serving.PIECE_BYTES", 512):
            answer: Any = self.client.get(reverse("assets:take", args=[delivery.pk]))
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(async_to_sync(self.first_and_rest)(answer), 512)

    async def first_and_rest(self, answer: Any) -> int:
        pieces = aiter(answer.streaming_content)
        came = len(await anext(pieces))
        await sync_to_async(consent.pause)(self.story.twin, by=self.story.owner, now=NOW)
        with self.assertRaises(WithheldError):
            await anext(pieces)
        return came


class PublicPageTests(DeliveryTestCase):
    """Seen by somebody who is not signed in."""

    def setUp(self) -> None:
        super().setUp()
        self.url = reverse("assets:public", args=[self.asset.public_code])
        self.picture = reverse("assets:public_picture", args=[self.asset.public_code])

    def statuses(self) -> tuple[int, int]:
        return self.client.get(self.url).status_code, self.client.get(self.picture).status_code

    def test_before_a_delivery_there_is_none(self) -> None:
        self.assertEqual(self.statuses(), (404, 404))

    def test_during_the_embargo_there_is_none(self) -> None:
        story.delivered(self.story, self.asset)
        self.story.shoot.embargo_until = NOW + timedelta(days=1)
        self.story.shoot.save()
        self.assertEqual(self.statuses(), (404, 404))
        self.clock.now = NOW + timedelta(days=1)
        self.assertEqual(self.statuses(), (200, 200))

    def test_it_says_who_made_it_and_that_she_agreed(self) -> None:
        story.delivered(self.story, self.asset)
        page = self.client.get(self.url)
        for words in ("This is a digital twin of Nia.", "The model agreed to it.", "Jonas Vehr", "Ana Ruiz", "Corvane"):
            self.assertContains(page, words)

    def test_the_picture_is_there_and_asked_for_again_each_time(self) -> None:
        story.delivered(self.story, self.asset)
        answer = self.client.get(self.picture)
        self.assertEqual((answer.status_code, answer["Cache-Control"]), (200, "public, no-cache"))

    def test_a_code_is_read_in_small_letters_too(self) -> None:
        story.delivered(self.story, self.asset)
        self.assertEqual(self.client.get(self.url.lower()).status_code, 200)

    def test_after_her_notice_the_licence_has_ended_and_nobody_reads_why(self) -> None:
        story.delivered(self.story, self.asset)
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        self.assertContains(self.client.get(self.url), "The model agreed to it.")
        self.clock.now = NOW + timedelta(days=91)
        page = self.client.get(self.url)
        self.assertContains(page, "The licence has ended.")
        for words in ("withdr", "paused", self.story.owner.name):
            self.assertNotContains(page, words)
        self.assertEqual(self.client.get(self.picture).status_code, 404)

    def test_a_pause_of_the_preview_it_came_of_hides_it(self) -> None:
        story.delivered(self.story, self.asset)
        preview = self.asset.master.preview_id
        consent.pause(self.story.twin, by=self.story.owner, now=NOW, reach="picture", about=str(preview))
        self.assertEqual(self.client.get(self.picture).status_code, 404)

    def state(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.client.get(reverse("assets:public_state", args=[self.asset.public_code])).json()
        return facts

    def test_machines_read_the_same_and_never_by_whom_or_why(self) -> None:
        story.delivered(self.story, self.asset)
        self.assertEqual((self.state()["licence"], self.state()["until"]), ("in-force", "2026-12-31"))
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual((self.state()["licence"], self.state()["until"]), ("not-at-present", None))
        consent.resume(self.story.twin, by=self.story.owner, now=NOW, fresh=True)
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        self.clock.now = NOW + timedelta(days=91)
        self.assertEqual(self.state()["licence"], "ended")
        self.assertEqual(set(self.state()), {"code", "digital_twin", "source_type", "licence", "until"})

    def test_an_open_page_hears_within_a_second_that_something_turned(self) -> None:
        story.delivered(self.story, self.asset)
        asks = re.search(r'data-stands="([^"]+)"', self.client.get(self.url).content.decode())
        assert asks
        self.assertEqual(self.client.get(asks[1]).status_code, 204)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.client.get(asks[1]).status_code, 410)

    def test_which_codes_there_are_is_not_learnt_by_asking(self) -> None:
        codes = (self.asset.public_code, "ZZZZZZZZ")
        self.assertEqual(
            [self.client.get(reverse("assets:public_stands", args=[code])).status_code for code in codes], [410, 410]
        )

    def test_going_back_shows_no_page_from_before(self) -> None:
        story.delivered(self.story, self.asset)
        self.assertEqual(self.client.get(self.url)["Cache-Control"], "no-store")

    def test_its_picture_is_no_page_of_its_own(self) -> None:
        story.delivered(self.story, self.asset)
        alone = self.client.get(self.picture, headers={"Sec-Fetch-Dest": "document"})
        self.assertEqual(alone.status_code, 404)

    def test_an_invented_code_finds_nothing(self) -> None:
        self.assertEqual(self.client.get(reverse("assets:public", args=["ZZZZZZZZ"])).status_code, 404)


class CrewShareTests(TestCase):
    def test_whoever_made_the_captures_is_owed_what_her_licence_gives_them_and_reads_of_it(self) -> None:
        story.clock(self)
        story.paints(self)
        pay = replace(crew.terms().pay, crew_share_bps=1_000)
        told = story.ready(pay=pay)
        photographer = crew.person()
        told.crew["capture"] = photographer
        CaptureCredit.objects.create(capture=told.plate.capture, person=photographer, craft="photography")
        CaptureCredit.objects.create(capture=told.plate.capture, person=photographer, craft="lighting")
        story.delivered(told)
        fee = -sum(Line.objects.filter(line="fee").values_list("amount_minor", flat=True))
        part = Line.objects.get(line="crew", account__person=photographer).amount_minor
        self.assertEqual(part, round(fee / 10))
        self.assertEqual(sum(Line.objects.values_list("amount_minor", flat=True)), 0)
        self.assertTrue(Notice.objects.filter(to=photographer, code="crew-share").exists())
