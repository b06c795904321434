"""The switch on its own screen: as far as she likes, taken back for ten seconds, and withdrawal as the second step."""

import re
from datetime import timedelta
from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.consent.models import Gate, Grant, Pause
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from tests import crew, story
from tests.consent.test_requests import fresh_sign_in
from tests.crew import NOW
from tests.hand import Hand

HOME, SCREEN = reverse("home:home"), reverse("home:switch")


class SwitchScreenTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready(notice_days=30)
            story.delivered(cls.story)

    def setUp(self) -> None:
        self.clock = story.clock(self)
        crew.signed_in(self.client, self.story.owner)

    def press(self, name: str, which: object, **sent: str) -> Any:
        return self.client.post(reverse(name, args=[which]), {"next": SCREEN, **sent}, follow=True)

    def pause(self, **sent: str) -> Any:
        return self.press("consent:pause", self.story.twin.pk, **sent)

    def numbers(self, page: Any) -> list[int]:
        return [int(number) for number in re.findall(r"<dd>(\d+)</dd>", page.content.decode())]

    def test_one_tap_pauses_everything_and_says_what_it_stopped(self) -> None:
        for number in range(3):
            jobs.add("draw", str(number), stops_with=[self.story.twin.gate_name], now=NOW)
        Job.objects.filter(kind="draw").claim("draft", NOW)
        page = self.pause()
        self.assertContains(page, "Everything is paused.")
        self.assertEqual(Gate.objects.get(twin=self.story.twin).state, Gate.State.PAUSED)
        self.assertEqual(self.numbers(page), [2, 1, 2, 1], "waiting, running, pictures hidden, downloads refused")

    def test_a_house_that_is_paused_is_not_named_as_one_that_may_use_her(self) -> None:
        page = self.pause(reach=Pause.Reach.HOUSE, about=str(self.story.house.pk))
        self.assertContains(page, "Nobody may use your twin just now.")
        self.assertNotContains(page, "Corvane may use your twin.")

    def test_she_reads_who_holds_copies(self) -> None:
        page = self.pause()
        for words in ("1 copy was delivered before; here is who holds it", "Corvane", "Own site", "31 December 2026"):
            self.assertContains(page, words)
        self.assertContains(page, "never taken")

    def test_undo_counts_down_and_is_gone_after_ten_seconds(self) -> None:
        self.pause()
        self.clock.now = NOW + timedelta(seconds=4)
        self.assertContains(self.client.get(SCREEN), 'data-undo-ms="6000"')
        self.clock.now = NOW + timedelta(seconds=11)
        self.assertNotContains(self.client.get(SCREEN), "data-undo-ms")
        self.press("consent:undo", Pause.objects.get().pk)
        self.assertEqual(Gate.objects.get(twin=self.story.twin).state, Gate.State.PAUSED)

    def test_a_part_is_paused_and_taken_back_the_same_way(self) -> None:
        picture = self.story.look.previews.get()
        for reach, about in (
            ("house", self.story.house.pk), ("shoot", self.story.shoot.pk), ("picture", picture.pk),
        ):  # fmt: skip
            with self.subTest(reach):
                self.assertContains(self.client.get(SCREEN), f'name="about" value="{about}"')
                page = self.pause(reach=reach, about=str(about))
                undo = reverse("consent:undo", args=[Pause.objects.get(reach=reach).pk])
                self.assertContains(page, undo)
                self.client.post(undo)
                self.assertFalse(Pause.objects.filter(reach=reach, lifted_at=None).exists())

    def test_a_paused_picture_can_be_resumed_from_here(self) -> None:
        picture = self.story.look.previews.get()
        self.pause(reach="picture", about=str(picture.pk))
        self.clock.now = NOW + timedelta(minutes=1)
        self.assertContains(self.client.get(SCREEN), f"Resume: {picture}")

    def test_withdrawing_takes_no_more_presses_than_granting(self) -> None:
        """Both from her own page, by what stands there to be pressed."""
        crew.asked(self.story.twin, crew.house("Halden"), now=NOW)
        fresh_sign_in(self)
        grants = Hand(self.client, HOME).press("Yes, and sign").press("Yes, I sign this")
        self.assertContains(grants.page, "Until then it can be taken back.")
        withdraws = Hand(self.client, HOME).press("Withdraw").press("Hold to withdraw")
        self.assertContains(withdraws.page, "Withdrawn. Corvane holds no licence of yours.")
        self.assertLessEqual(withdraws.presses, grants.presses)

    def test_from_the_switch_it_takes_no_more_presses_either(self) -> None:
        withdraws = Hand(self.client, SCREEN).press("Withdraw").press("Hold to withdraw")
        self.assertContains(withdraws.page, "Withdrawn. Corvane holds no licence of yours.")

    def test_somebody_without_a_twin_has_no_switch(self) -> None:
        crew.signed_in(self.client, self.story.producer)
        self.assertEqual(self.client.get(SCREEN).status_code, 404)


class WithdrawTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready(notice_days=30)
            story.delivered(cls.story)

    def setUp(self) -> None:
        story.clock(self)
        crew.signed_in(self.client, self.story.owner)
        self.sheet = reverse("home:withdraw", args=[self.story.version.grant_id])

    def state(self) -> str:
        return Grant.objects.get(pk=self.story.version.grant_id).state

    def test_the_sheet_says_what_it_does_and_does_nothing_yet(self) -> None:
        page = self.client.get(self.sheet)
        for words in (
            "Corvane can make, sign off and deliver nothing more with your twin.",
            "1 picture made under it is shown to nobody but you.",
            "1 delivered file can be taken no more.",
            "by 11 June 2026",
            "30 days' notice",
            "Still owed to you, and paid on its day:",
            "Nothing is paid back",
        ):
            self.assertContains(page, words)
        self.assertEqual(self.state(), "in-force")

    def test_the_button_has_to_be_held_for_more_than_a_second(self) -> None:
        self.assertContains(self.client.get(self.sheet), 'data-hold="1200" data-held="held"')

    def test_pressed_plainly_it_asks_once_more(self) -> None:
        page = self.client.post(self.sheet, {"sure": ""})
        self.assertContains(page, "Yes, withdraw for good")
        self.assertEqual(self.state(), "in-force")
        self.client.post(self.sheet, {"sure": "sure"})
        self.assertEqual(self.state(), "withdrawn")

    def test_afterwards_she_reads_what_it_stopped_and_who_holds_copies(self) -> None:
        page = self.client.post(self.sheet, {"sure": "held"}, follow=True)
        self.assertContains(page, "1 copy was delivered before; here is who holds it")
        self.assertContains(page, "down by 11 June 2026")
        self.assertEqual(re.findall(r"<dd>(\d+)</dd>", page.content.decode()), ["0", "0", "1", "1"])

    def test_all_licences_go_at_one_press(self) -> None:
        crew.grant(self.story.twin, crew.house("Halden"))
        sheet = reverse("home:withdraw_all", args=[self.story.twin.pk])
        self.assertContains(self.client.get(sheet), "Withdraw all 2 licences")
        self.assertContains(self.client.post(sheet, {"sure": "held"}, follow=True), "2 licences have ended.")
        self.assertFalse(Grant.objects.filter(state="in-force").exists())

    def test_nobody_else_finds_it(self) -> None:
        for who in (self.story.producer, crew.person()):
            crew.signed_in(self.client, who)
            self.assertEqual(self.client.post(self.sheet, {"sure": "held"}).status_code, 404)
        self.assertEqual(self.state(), "in-force")

    def test_a_licence_that_has_ended_is_only_read(self) -> None:
        self.client.post(self.sheet, {"sure": "held"})
        self.assertRedirects(
            self.client.get(self.sheet), reverse("consent:grant", args=[self.story.version.grant_id])
        )
