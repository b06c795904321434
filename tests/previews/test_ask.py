"""A house asks from the casting of a look, with the look on its stand-in in front of it."""

from html import escape
from typing import Any
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.consent.forms import AskForm
from studio.consent.models import DealMemo, Request
from studio.consent.terms import StandingRules
from studio.jobs import work
from studio.previews import actions as previews
from studio.previews.asking import on_the_stand_in
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


class AskPageTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        for name, answer in (("ask_for_proof", None), ("evidence_of", crew.fresh())):
            changed = patch(f"studio.previews.ask_views.{name}", return_value=answer)
            changed.start()
            self.addCleanup(changed.stop)
        self.story = story.dressed(story.begun())
        self.mei = crew.twin(crew.person("Mei Tran"))
        self.url = reverse("previews:ask", args=[self.story.look.id, self.mei.id])
        self.signer = crew.signer(self.story.house)
        crew.signed_in(self.client, self.signer)

    def sent(self, **changes: Any) -> dict[str, Any]:
        form = self.client.get(self.url + ("?tests=1" if changes.pop("tests", False) else "")).context["form"]
        assert isinstance(form, AskForm)
        said = {name: form[name].value() for name in form.fields}
        told = {name: "" if value is None else value for name, value in said.items()}
        return {name: form.fields[name].prepare_value(value) for name, value in told.items()} | changes

    def test_it_begins_with_the_brief(self) -> None:
        page = self.client.get(self.url)
        self.assertContains(page, "Ask Mei Tran")
        self.assertContains(page, escape(crew.WHOLE_BRIEF["intended_use"]))

    def test_the_look_on_the_stand_in_is_made_and_goes_with_it(self) -> None:
        self.client.post(self.url, {"only": "picture"}, headers=HTMX)
        work.drain("draft")
        self.client.post(self.url, self.sent(day_rate="1200"))
        request, preview = Request.objects.get(), on_the_stand_in(self.story.look)
        assert preview
        self.assertEqual((request.picture, request.about), (preview.picture, self.story.look.topic))

    def test_of_a_look_that_is_cast_the_stand_in_is_made_first_and_shows_nobody(self) -> None:
        cast = story.cast(self.story)
        page = self.client.post(self.url, {"only": "picture"}, headers=HTMX)
        self.assertContains(page, "being made on a stand-in")
        work.drain("draft")
        self.client.post(self.url, self.sent(day_rate="1200"))
        preview, picture = on_the_stand_in(cast.look), Request.objects.get().picture
        assert preview and picture
        self.assertEqual((preview.twins.count(), picture, picture.names), (0, preview.picture, ()))

    def test_it_is_not_sent_while_the_picture_is_being_made(self) -> None:
        page = self.client.post(self.url, self.sent(day_rate="1200"))
        self.assertContains(page, "still being made", status_code=409)
        self.assertFalse(Request.objects.exists())

    def test_what_her_rules_refuse_is_said_before_anybody_sends(self) -> None:
        consent.set_standing_rules(self.mei, StandingRules(never_categories=("outerwear",)), by=self.mei.owner, now=NOW)
        page = self.client.get(self.url)
        self.assertContains(page, "The owner shares no reason")
        self.assertNotContains(page, "never wears")

    def test_tests_are_one_press_away_and_start_with_her_yes(self) -> None:
        previews.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="s")
        work.drain("draft")
        self.client.post(f"{self.url}?tests=1", self.sent(tests=True))
        request = Request.objects.get()
        self.assertEqual(request.kind, "tests")
        consent.agree(
            request, crew.newest_offer(request), by=self.mei.owner, now=NOW, evidence=crew.fresh(), waives=False
        )
        page = self.client.get(reverse("looks:cast", args=[self.story.look.id]))
        self.assertIn(self.mei, [card.twin for card in page.context["yes"]])

    def test_the_crew_without_a_seat_does_not_read_her_rates(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_without_its_memo_nothing_is_made_under_a_licence(self) -> None:
        cast = story.cast(self.story)
        with patch.object(DealMemo.objects, "filter", return_value=DealMemo.objects.none()):
            decision, _ = previews.request_preview(cast.look, by=cast.stylist, now=NOW, key="m")
        self.assertEqual(decision.code, "memo-missing")
