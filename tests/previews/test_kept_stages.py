"""What a worker keeps of a twin between two drafts is hers as her gate stands: one turn, and it is let go."""

from django.test import TestCase

from studio.consent import actions as consent
from studio.imaging.engines import DRAFT
from studio.previews import engines
from studio.previews.rendering import kept_under
from tests import crew
from tests.crew import NOW


class KeptStagesTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()

    def test_a_pause_gives_what_is_kept_another_name(self) -> None:
        before = kept_under([self.twin])
        self.assertEqual(kept_under([self.twin]), before)
        consent.pause(self.twin, by=self.twin.owner, now=NOW)
        self.assertNotEqual(kept_under([self.twin]), before)

    def test_another_twin_has_another_name(self) -> None:
        self.assertNotEqual(kept_under([crew.twin()]), kept_under([self.twin]))

    def test_loading_the_engine_lets_go_what_was_kept_for_others(self) -> None:
        engines.stages().only("before").take("a", lambda: 1)
        engines.load(DRAFT.name, DRAFT.version, under=kept_under([self.twin]))
        self.assertEqual(len(engines.stages().kept), 0)
