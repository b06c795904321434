from unittest import TestCase as Plain

from django.test import TestCase

from studio.previews import actions, rules
from studio.previews.models import Preview
from studio.previews.rules import Marked
from tests import story
from tests.crew import NOW


class SettledTests(Plain):
    def test_what_anybody_picks_is_picked_and_the_most_stars_count(self) -> None:
        cases: list[tuple[list[Marked], Marked]] = [
            ([], Marked()),
            ([Marked("leave", 2)], Marked("leave", 2)),
            ([Marked("leave", 2), Marked("pick", 1)], Marked("pick", 2)),
            ([Marked("none", 5), Marked("leave")], Marked("leave", 5)),
        ]
        for marks, all_in_all in cases:
            with self.subTest(marks):
                self.assertEqual(rules.settled(marks), all_in_all)

    def test_what_is_left_of_a_licence_for_tests_covers_no_more(self) -> None:
        self.assertTrue(rules.covers(None, 12) and rules.covers(6, 6))
        refused = rules.covers(5, 6)
        self.assertEqual((refused.code, dict(refused.values)), ("tests-too-few", {"asked": "6", "left": "5"}))


class ChooseTests(TestCase):
    story: story.Story
    preview: Preview

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.preview = story.made(cls.story)

    def mark(self, craft: str, choice: str | None = None, rating: int | None = None) -> None:
        by = self.story.crew[craft]
        self.assertTrue(actions.choose(self.preview, choice=choice, rating=rating, by=by, now=NOW))
        self.preview.refresh_from_db()

    def test_nobody_takes_back_what_another_picked(self) -> None:
        self.mark("photography", "pick", 3)
        self.mark("styling", "leave", 1)
        self.assertEqual((self.preview.choice, self.preview.rating), ("pick", 3))
        self.mark("photography", "none")
        self.assertEqual((self.preview.choice, self.preview.rating), ("leave", 3))

    def test_stars_keep_the_pick_and_a_pick_keeps_the_stars(self) -> None:
        self.mark("photography", rating=4)
        self.mark("photography", "pick")
        mark = self.preview.marks.get(person=self.story.crew["photography"])
        self.assertEqual((mark.choice, mark.rating), ("pick", 4))

    def test_a_choice_that_is_none_is_refused(self) -> None:
        decision = actions.choose(self.preview, choice="perhaps", by=self.story.stylist, now=NOW)
        self.assertEqual(decision.code, "not-a-choice")
        self.assertFalse(self.preview.marks.exists())

    def test_picking_the_picture_is_a_mark_of_whoever_picks_it(self) -> None:
        story.paints(self)
        story.picked(self.story, self.preview)
        self.assertEqual(self.preview.marks.get().person, self.story.director)
