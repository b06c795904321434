"""A set of finished pictures answered one at a time: each yes for its very file, undone within a minute, and a sum."""

from datetime import timedelta

from django.test import TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.consent.models import PieceApproval
from studio.consent.terms import StandingRules
from studio.register.models import Entry
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX

URL = reverse("home:pieces")


class PiecesTests(TestCase):
    def setUp(self) -> None:
        self.clock = story.clock(self)
        story.paints(self)
        self.story = story.ready(approval="each-piece", never_scenes=("beach",))
        story.signed(self.story, story.picked(self.story))
        self.approval = PieceApproval.objects.get()
        crew.signed_in(self.client, self.story.owner)

    def answer(self, word: str) -> None:
        self.client.post(reverse("consent:answer_piece", args=[self.approval.id]), {"answer": word}, headers=HTMX)
        self.approval.refresh_from_db()

    def test_it_shows_the_proof_what_it_pays_and_what_no_machine_can_check(self) -> None:
        consent.set_standing_rules(
            self.story.twin, StandingRules(never_beside=("alcohol",)), by=self.story.owner, now=NOW
        )
        page = self.client.get(URL)
        for words in ('src="/m/', "NET", "none of these scenes: beach?", "beside you: alcohol?"):
            self.assertContains(page, words)

    def test_a_yes_binds_the_very_file(self) -> None:
        pixels = self.approval.pixel_hash
        self.answer("yes")
        self.assertEqual((self.approval.answer, self.approval.pixel_hash), ("yes", pixels))

    def test_the_sum_counts_what_was_answered_and_pays_for_the_yeses(self) -> None:
        self.answer("yes")
        page = self.client.get(URL, {"of": f"{self.approval.id},nonsense"})
        self.assertContains(page, "would pay you")
        self.answer("no")
        self.assertContains(self.client.get(URL, {"of": str(self.approval.id)}), "Nothing goes out.")

    def test_an_answer_is_undone_within_a_minute_and_asks_again(self) -> None:
        undo = reverse("consent:undo_answer", args=[self.approval.id])
        self.answer("yes")
        self.client.post(undo, headers=HTMX)
        self.approval.refresh_from_db()
        self.assertEqual((self.approval.answer, self.approval.answered_at), ("asked", None))
        self.assertTrue(Entry.objects.filter(kind="piece-answer-undone").exists())
        self.answer("no")
        self.clock.now = NOW + timedelta(seconds=61)
        self.assertEqual(self.client.post(undo, headers=HTMX).status_code, 409)

    def test_others_find_nothing_of_it(self) -> None:
        crew.signed_in(self.client, self.story.producer)
        self.assertNotContains(self.client.get(URL), 'src="/m/')
        self.assertContains(self.client.get(URL, {"of": str(self.approval.id)}), "Nothing goes out.")
        undo = self.client.post(reverse("consent:undo_answer", args=[self.approval.id]))
        self.assertEqual(undo.status_code, 404)
