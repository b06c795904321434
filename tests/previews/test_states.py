"""Every thumbnail that shows a twin says how her consent stands, in colour, shape and word."""

from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.consent.actions import pause, set_standing_rules, withdraw
from studio.consent.terms import StandingRules
from studio.previews.models import Preview
from studio.previews.pictures import shown
from tests import crew, story
from tests.crew import NOW


class StateTests(TestCase):
    def made(self, **terms: Any) -> Preview:
        story.paints(self)
        self.story = story.ready(**terms)
        return story.made(self.story)

    def state(self, preview: Preview) -> str:
        row = Preview.objects.for_page().get(pk=preview.pk)
        told = shown([row], viewer=self.story.stylist, session_key="s", variant="card", now=NOW)
        return told[preview.pk].state

    def test_yes_where_no_piece_asks(self) -> None:
        self.assertEqual(self.state(self.made()), "yes")

    def test_asks_where_each_piece_is_hers_to_answer(self) -> None:
        self.assertEqual(self.state(self.made(approval="each-piece")), "asks")

    def test_asks_by_her_standing_wish(self) -> None:
        preview = self.made()
        set_standing_rules(self.story.twin, StandingRules(asks_each_piece=True), by=self.story.owner, now=NOW)
        self.assertEqual(self.state(preview), "asks")

    def test_paused_and_no(self) -> None:
        preview = self.made()
        pause(self.story.twin, by=self.story.owner, now=NOW, reach="house", about=str(self.story.shoot.house_id))
        self.assertEqual(self.state(preview), "paused")

    def test_no_once_the_licence_was_withdrawn(self) -> None:
        preview = self.made()
        withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        self.assertEqual(self.state(preview), "no")

    def test_the_contact_sheet_shows_the_sign_and_speaks_its_word(self) -> None:
        preview = self.made(approval="each-piece")
        page = crew.signed_in(self.client, self.story.stylist).get(reverse("previews:sheet", args=[preview.look_id]))
        self.assertContains(page, 'class="consent mark-only" data-state="asks"')
        self.assertContains(page, 'aria-label="Asks each time"')
