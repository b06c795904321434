from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from studio.looks import actions, steps
from studio.looks.models import SlotChange
from studio.looks.rules import Step, next_step, steps_of
from studio.people.models import Person
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


def ids(steps: list[Step]) -> list[str]:
    return [each.id for each in steps]


class StepsOfTests(SimpleTestCase):
    def test_the_last_change_is_taken_back_first(self) -> None:
        self.assertEqual(ids(steps_of([Step("a"), Step("b")])[0]), ["b", "a"])

    def test_what_was_taken_back_can_be_had_again(self) -> None:
        back, forward = steps_of([Step("a"), Step("b"), Step("c", undoes="b")])
        self.assertEqual((ids(back), ids(forward)), (["a"], ["c"]))

    def test_had_again_it_can_be_taken_back_again(self) -> None:
        back, forward = steps_of([Step("a"), Step("b", undoes="a"), Step("c", undoes="b")])
        self.assertEqual((ids(back), ids(forward)), (["c"], []))

    def test_a_new_change_ends_what_could_be_had_again(self) -> None:
        self.assertEqual(steps_of([Step("a"), Step("b", undoes="a"), Step("c")])[1], [])

    def test_a_step_that_somebody_built_on_is_passed_over(self) -> None:
        self.assertEqual(next_step([Step("b", overtaken=True), Step("a")]), Step("a"))


class StepTests(TestCase):
    story: story.Story
    photographer: Person

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.begun()
            cls.photographer = cls.story.crew["photography"]

    def setUp(self) -> None:
        story.clock(self)

    def sets(self, set_up: str, by: Person | None = None) -> None:
        story.set_slot(self.story, "light", {"set_up": set_up}, by=by or self.photographer)

    def light(self) -> str:
        return str(self.story.look.slots.get(kind="light").value["set_up"])

    def test_a_step_back_and_forward_again(self) -> None:
        self.sets("split")
        self.sets("loop")
        steps.step(self.story.look, "back", by=self.photographer, now=NOW)
        self.assertEqual(self.light(), "split")
        steps.step(self.story.look, "forward", by=self.photographer, now=NOW)
        self.assertEqual(self.light(), "loop")

    def test_each_step_is_a_change_of_its_own(self) -> None:
        self.sets("split")
        steps.step(self.story.look, "back", by=self.photographer, now=NOW)
        self.assertEqual(SlotChange.objects.filter(look=self.story.look).count(), 2)

    def test_what_a_neighbour_made_of_it_since_stands(self) -> None:
        self.sets("split")
        self.sets("rim", by=crew.booked(self.story.shoot, "lighting", name="Per Lind"))
        decision, _kind = steps.step(self.story.look, "back", by=self.photographer, now=NOW)
        self.assertEqual((decision.code, decision.values["who"], self.light()), ("changed-since", "Per Lind", "rim"))

    def test_somebody_elses_change_is_not_hers_to_take_back(self) -> None:
        self.sets("split")
        decision, _kind = steps.step(self.story.look, "back", by=self.story.stylist, now=NOW)
        self.assertEqual(decision.code, "nothing-to-undo")

    def test_pressed_twice_it_is_one_step(self) -> None:
        self.sets("split")
        self.sets("loop")
        for _ in range(2):
            steps.step(self.story.look, "back", by=self.photographer, now=NOW, key="k")
        self.assertEqual(self.light(), "split")

    def test_the_page_puts_the_slot_in_its_place(self) -> None:
        self.sets("split")
        crew.signed_in(self.client, self.photographer)
        answer = self.client.post(reverse("looks:step", args=[self.story.look.id, "back"]), headers=HTMX)
        self.assertEqual(answer["HX-Retarget"], "#slot-light")
        self.assertContains(answer, 'id="steps"')

    def test_a_refusal_stands_at_the_steps(self) -> None:
        crew.signed_in(self.client, self.photographer)
        answer = self.client.post(reverse("looks:step", args=[self.story.look.id, "forward"]), headers=HTMX)
        self.assertContains(answer, "nothing of yours to bring back", status_code=409)

    def test_without_script_it_goes_back_to_the_table(self) -> None:
        self.sets("split")
        crew.signed_in(self.client, self.photographer)
        answer = self.client.post(reverse("looks:step", args=[self.story.look.id, "back"]))
        self.assertRedirects(answer, reverse("looks:look", args=[self.story.look.id]))


class WouldSetTests(TestCase):
    def test_nothing_is_kept_of_what_is_tried(self) -> None:
        told = story.begun()
        photographer = told.crew["photography"]
        decision, value = actions.would_set(told.look, "light", {"set_up": "rim"}, by=photographer)
        self.assertTrue(decision and value)
        self.assertFalse(SlotChange.objects.exists())
