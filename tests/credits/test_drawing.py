from datetime import timedelta

from django.test import TestCase

from studio.credits import actions
from studio.credits.drawing import Line, draw, problems
from studio.credits.models import Confirmation, Dispute
from studio.people.models import Notice, Person
from studio.shoots import actions as shoots
from studio.shoots.models import Booking
from studio.twins.models import CaptureCredit
from tests import crew, story
from tests.crew import NOW

NEXT_WEEK = NOW + timedelta(days=7)


class CreditsTestCase(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        story.clock(self)
        self.look = self.story.look

    def lines(self) -> list[Line]:
        return draw(self.look, NOW)

    def named(self) -> set[tuple[str, str]]:
        return {(line.person.name, line.craft) for line in self.lines()}

    def codes(self) -> list[str]:
        return [problem.decision.code for problem in problems(self.look, NOW)]

    def settled(self, by: Person, outcome: str, *, craft: str = "styling", kind: str = "not-me") -> None:
        _yes, dispute = actions.dispute(self.story.shoot, craft=craft, kind=kind, words="", by=by, now=NOW)
        assert dispute
        decision, _dispute = actions.settle(dispute, outcome=outcome, by=self.story.producer, now=NOW)
        assert decision, decision


class DrawTests(CreditsTestCase):
    def test_whoever_filled_a_slot_is_credited_by_the_craft_she_did_it_in(self) -> None:
        slots = {
            ("Jonas Vehr", "photography"),
            ("Ana Ruiz", "styling"),
            ("Mei Lund", "make-up"),
            ("Otto Brandt", "hair"),
        }
        self.assertLessEqual(slots, self.named())

    def test_the_call_sheet_adds_who_fills_no_slot(self) -> None:
        self.assertIn(("Iris Falk", "art-direction"), self.named())

    def test_who_cast_her_is_credited_for_it(self) -> None:
        self.assertIn(("Vera Holm", "production"), self.named())

    def test_the_capture_s_crew_is_credited_wherever_its_plate_is_used(self) -> None:
        photographer = crew.person("Bo Ek")
        CaptureCredit.objects.create(capture=self.story.plate.capture, person=photographer, craft="photography")
        self.assertIn(("Bo Ek", "photography"), self.named())

    def test_a_picture_s_credits_are_of_those_who_made_it_whatever_happens_to_the_look_later(self) -> None:
        first, other = crew.person("Bo Ek"), crew.person("Lee Park")
        CaptureCredit.objects.create(capture=self.story.plate.capture, person=first, craft="photography")
        recipe = story.asked(self.story).recipe
        ren = crew.twin(name="Ren")
        crew.grant(ren, self.story.house)
        plate = crew.plate(ren)
        CaptureCredit.objects.create(capture=plate.capture, person=other, craft="photography")
        story.cast(self.story, ren, plate)
        late = crew.booked(self.story.shoot, "hair", name="Sol Berg")
        story.set_slot(self.story, "hair", {"style": "dry"}, by=late, now=NOW + timedelta(hours=1))
        names = {line.person.name for line in draw(self.look, NOW, recipe)}
        self.assertIn("Bo Ek", names)
        self.assertFalse(names & {"Lee Park", "Sol Berg"})

    def test_who_dressed_a_second_look_the_same_way_is_credited_for_hers(self) -> None:
        first = story.asked(self.story).recipe
        self.story.look = crew.look(self.story.shoot, by=self.story.stylist)
        later = NOW + timedelta(hours=1)
        for kind in ("garments", "light", "makeup", "hair"):
            value = first.look.slots.get(kind=kind).value
            by = {"garments": "styling", "light": "photography", "makeup": "make-up", "hair": "hair"}[kind]
            story.set_slot(self.story, kind, value, by=self.story.crew[by], now=later)
        story.cast(self.story)
        second = story.asked(self.story, key="p2", now=later)
        self.assertEqual(second.recipe, first)
        crafts = {line.craft for line in draw(self.story.look, later, second.recipe)}
        self.assertLessEqual({"photography", "styling", "make-up", "hair"}, crafts)

    def test_who_was_on_the_call_sheet_when_it_was_made_is_not_taken_off_it_by_unbooking_her(self) -> None:
        recipe = story.asked(self.story).recipe
        booking = Booking.objects.get(person=self.story.director)
        shoots.unbook(booking, by=self.story.producer, now=NOW + timedelta(hours=1))
        crafts = {(line.person.name, line.craft) for line in draw(self.look, NOW, recipe)}
        self.assertIn(("Iris Falk", "art-direction"), crafts)

    def test_who_had_left_before_it_was_made_is_not_on_it(self) -> None:
        booking = Booking.objects.get(person=self.story.director)
        shoots.unbook(booking, by=self.story.producer, now=NOW - timedelta(hours=1))
        recipe = story.asked(self.story).recipe
        self.assertNotIn("art-direction", {line.craft for line in draw(self.look, NOW, recipe)})

    def test_a_credit_that_was_removed_is_gone_and_one_that_was_added_is_there(self) -> None:
        self.settled(self.story.stylist, "removed")
        tailor = crew.booked(self.story.shoot, "tailoring", name="Sol Berg")
        self.settled(tailor, "added", craft="tailoring", kind="missing")
        self.assertNotIn(("Ana Ruiz", "styling"), self.named())
        self.assertIn(("Sol Berg", "tailoring"), self.named())

    def test_she_is_named_as_she_wants_to_be(self) -> None:
        actions.confirm(self.story.shoot, by=self.story.stylist, now=NOW, name_form="pseudonym", name=" Anouk ")
        actions.confirm(self.story.shoot, by=self.story.director, now=NOW, name_form="none")
        names = {line.person.name: line.name for line in self.lines()}
        self.assertEqual((names["Ana Ruiz"], names["Iris Falk"], names["Mei Lund"]), ("Anouk", "", "Mei Lund"))


class ProblemsTests(CreditsTestCase):
    def setUp(self) -> None:
        super().setUp()
        story.confirmed(self.story)

    def test_when_all_have_said_yes_there_is_none(self) -> None:
        self.assertEqual(self.codes(), [])

    def test_who_has_not_answered_is_waited_for(self) -> None:
        Confirmation.objects.filter(person=self.story.stylist).delete()
        self.assertEqual(self.codes(), ["not-confirmed"])

    def test_silence_is_yes_after_three_working_days_and_stays_marked(self) -> None:
        Confirmation.objects.filter(person=self.story.stylist).update(confirmed_at=None)
        self.assertEqual(problems(self.look, NEXT_WEEK), [])
        line = next(line for line in draw(self.look, NEXT_WEEK) if line.person == self.story.stylist)
        self.assertFalse(line.confirmed)

    def test_a_missing_craft_goes_to_whoever_is_booked_for_it(self) -> None:
        self.look.changes.filter(craft="hair").delete()
        (problem,) = problems(self.look, NOW)
        self.assertEqual((problem.decision.code, problem.who), ("craft-missing", (self.story.crew["hair"],)))

    def test_none_used_is_no_omission(self) -> None:
        self.look.changes.filter(craft="hair").delete()
        actions.declare_none_used(self.story.shoot, "hair", by=self.story.producer, now=NOW)
        self.assertEqual(self.codes(), [])

    def test_a_dispute_stops_it_until_it_is_settled(self) -> None:
        _yes, dispute = actions.dispute(
            self.story.shoot, craft="styling", kind="not-me", words="", by=self.story.stylist, now=NOW
        )
        self.assertEqual(self.codes(), ["dispute-open"])
        assert dispute
        actions.settle(dispute, outcome="kept", by=self.story.producer, now=NOW)
        self.assertEqual(self.codes(), [])


class ActionsTests(CreditsTestCase):
    def test_everybody_is_asked_once_a_shoot(self) -> None:
        self.assertEqual(actions.ask_for(self.look, now=NOW), 6)
        self.assertEqual(actions.ask_for(self.look, now=NOW), 0)
        self.assertEqual(Notice.objects.filter(code="confirm-credit").count(), 6)

    def test_whose_credit_was_added_is_asked_so_that_her_silence_counts(self) -> None:
        tailor = crew.booked(self.story.shoot, "tailoring", name="Sol Berg")
        self.settled(tailor, "added", craft="tailoring", kind="missing")
        self.assertTrue(Confirmation.objects.filter(person=tailor, asked_at=NOW).exists())

    def test_a_pseudonym_needs_a_name(self) -> None:
        decision, _row = actions.confirm(self.story.shoot, by=self.story.stylist, now=NOW, name_form="pseudonym")
        self.assertEqual(decision.code, "name-needed")

    def test_the_later_answer_counts(self) -> None:
        actions.confirm(self.story.shoot, by=self.story.stylist, now=NOW, name_form="pseudonym", name="Anouk")
        _yes, row = actions.confirm(self.story.shoot, by=self.story.stylist, now=NOW, name_form="name")
        assert row
        self.assertEqual((row.name, Confirmation.objects.count()), ("", 1))

    def test_whoever_says_hers_is_missing_never_loses_one_by_it(self) -> None:
        _yes, dispute = actions.dispute(
            self.story.shoot, craft="styling", kind="missing", words="", by=self.story.stylist, now=NOW
        )
        assert dispute
        decision, _dispute = actions.settle(dispute, outcome="removed", by=self.story.producer, now=NOW)
        self.assertEqual(decision.code, "not-a-choice")
        self.assertIn(("Ana Ruiz", "styling"), self.named())

    def test_nobody_adds_a_credit_to_herself(self) -> None:
        _yes, dispute = actions.dispute(
            self.story.shoot, craft="photography", kind="missing", words="", by=self.story.producer, now=NOW
        )
        assert dispute
        decision, _dispute = actions.settle(dispute, outcome="added", by=self.story.producer, now=NOW)
        self.assertEqual(decision.code, "settled-by-another")
        self.assertNotIn(("Vera Holm", "photography"), self.named())
        self.assertTrue(actions.settle(dispute, outcome="kept", by=self.story.producer, now=NOW)[0])

    def test_a_dispute_is_settled_once(self) -> None:
        self.settled(self.story.stylist, "removed")
        dispute = Dispute.objects.get()
        decision, _dispute = actions.settle(dispute, outcome="added", by=self.story.producer, now=NOW)
        self.assertEqual((decision.code, Dispute.objects.get().outcome), ("already-done", "removed"))

    def test_two_producers_who_settle_from_old_pages_settle_it_once(self) -> None:
        _yes, dispute = actions.dispute(
            self.story.shoot, craft="styling", kind="not-me", words="", by=self.story.stylist, now=NOW
        )
        assert dispute
        stale = Dispute.objects.get(id=dispute.id)
        actions.settle(dispute, outcome="kept", by=self.story.producer, now=NOW)
        decision, _dispute = actions.settle(stale, outcome="removed", by=self.story.producer, now=NOW)
        self.assertEqual(decision.code, "already-done")

    def test_an_unknown_craft_is_no_choice(self) -> None:
        decision, _row = actions.declare_none_used(self.story.shoot, "cooking", by=self.story.producer, now=NOW)
        self.assertEqual(decision.code, "not-a-choice")
