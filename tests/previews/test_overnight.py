"""One set-up on a rack: consent is asked when it begins, credits stay with whose setting it is, rows are the truth."""

from datetime import datetime, timedelta
from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.credits.drawing import parts_of
from studio.decisions import Decision
from studio.jobs import work
from studio.jobs.models import Job
from studio.looks import actions as looks
from studio.looks.models import Garment, Look, Reuse
from studio.people.models import Notice
from studio.previews import overnight, planning
from studio.previews.models import Overnight, OvernightPicture, Preview, ReuseQuestion
from studio.previews.planning import Choice, Reckoned
from studio.shoots.models import Booking
from tests import crew, story
from tests.crew import NOW

EVENING = NOW + timedelta(hours=9)


class OvernightTests(TestCase):
    story: story.Story
    boots: Garment

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.boots = crew.garment(cls.story.shoot, "Rival boots", "shoes", sku="B-7", brand="Kessel")

    def setUp(self) -> None:
        self.clock = story.clock(self)
        self.told = self.story
        self.by = self.told.producer

    def reckoned(self, **chosen: Any) -> Reckoned:
        look = self.told.look.pk
        given: dict[str, Any] = {"source": look, "looks": [look], "twins": [self.told.twin.pk]}
        return planning.reckon(self.told.shoot, Choice(**(given | chosen)), by=self.by, now=self.clock.now)

    def planned(
        self, found: Reckoned | None = None, *, at: datetime | None = None, key: str = "k"
    ) -> tuple[Decision, Overnight | None]:
        found = found or self.reckoned()
        return overnight.plan(
            self.told.shoot, found.settings, found.wishes, name="Rack", starts_at=at, by=self.by, now=NOW, key=key
        )

    def run_of(self, found: Reckoned | None = None, **fields: Any) -> Overnight:
        decision, made = self.planned(found, **fields)
        assert made is not None, decision
        return made

    def begun(self, run: Overnight) -> OvernightPicture:
        job = Job.objects.claim("draft", self.clock.now)
        assert job and job.kind == "overnight"
        work.do(job)
        return OvernightPicture.objects.select_related("preview__job").get(overnight=run)

    def test_what_it_comes_to_is_said_before(self) -> None:
        found = self.reckoned(pieces=[self.boots.pk])
        self.assertEqual((len(found.wishes), found.owners, found.authors), (1, ["Nia"], []))
        left_out = [(each.what, each.whom, each.decision.code) for each in found.left_out]
        self.assertEqual(left_out, [("Rival boots", "Nia", "not-available")])

    def test_a_look_is_pictured_in_the_set_up_and_stays_as_it_is(self) -> None:
        version = self.told.look.version
        row = self.begun(self.run_of())
        self.assertEqual((row.state, row.preview and row.preview.tried), ("queued", "set-up"))
        self.assertEqual(Look.objects.get(pk=self.told.look.pk).version, version)

    def test_whose_light_it_is_is_credited_wherever_it_falls(self) -> None:
        other = crew.look(self.told.shoot, by=self.by)
        looks.set_slot(
            other, "garments", {"pieces": [{"garment": str(self.told.garment.pk)}]}, base_version=0,
            by=self.told.stylist, now=NOW,
        )  # fmt: skip
        row = self.begun(self.run_of(self.reckoned(looks=[other.pk])))
        assert row.preview
        Booking.objects.filter(person=self.told.crew["photography"]).delete()
        self.assertNotIn("light", {change.kind for change in other.changes.all()})
        people = {(part.person, part.craft) for part in parts_of(other, row.preview.recipe)}
        self.assertIn((self.told.crew["photography"].pk, "photography"), people)

    def test_it_begins_when_it_was_told_to(self) -> None:
        run = self.run_of(at=EVENING)
        self.assertIsNone(Job.objects.claim("draft", NOW))
        self.clock.now = EVENING
        self.assertEqual(self.begun(run).state, "queued")

    def test_consent_is_asked_when_it_begins_and_not_when_it_was_planned(self) -> None:
        run = self.run_of()
        consent.pause(self.told.twin, by=self.told.owner, now=NOW)
        row = self.begun(run)
        self.assertEqual((row.state, row.code), ("refused", "owner-paused"))
        self.assertFalse(Preview.objects.exists())

    def test_begun_again_after_a_restart_nothing_is_asked_twice(self) -> None:
        run = self.run_of()
        row = self.begun(run)
        overnight.settle(row.pk, now=NOW)
        again = Job.objects.create(kind="overnight", about=str(run.pk), queue="draft", not_before=NOW, created_at=NOW)
        work.do(Job.objects.claim("draft", NOW) or again)
        self.assertEqual(Preview.objects.count(), 1)

    def test_cancelled_what_waits_is_not_made_any_more(self) -> None:
        run = self.run_of()
        row = self.begun(run)
        self.assertTrue(overnight.cancel(run, by=self.by, now=NOW))
        assert row.preview
        self.assertEqual(Preview.objects.get(pk=row.preview.pk).state, "cancelled")
        waits = self.run_of(at=EVENING, key="k2")
        self.assertEqual(overnight.cancel(waits, by=crew.booked(self.told.shoot, "hair"), now=NOW).code, "not-producer")
        overnight.cancel(waits, by=self.by, now=NOW)
        self.assertEqual(waits.pictures.get().code, "overnight-cancelled")

    def test_beyond_its_terms_its_author_is_asked_and_silence_is_no(self) -> None:
        Look.objects.filter(pk=self.told.look.pk).update(reuse=Reuse.ASK)
        jonas = self.told.crew["photography"]
        found = self.reckoned()
        self.assertEqual(found.authors, [jonas.name])
        run = self.run_of(found)
        self.assertTrue(Notice.objects.filter(to=jonas, code="reuse-asked").exists())
        row = self.begun(run)
        run.refresh_from_db()
        self.assertEqual((run.state, run.code, row.code), ("refused", "reuse-not-answered", "overnight-not-begun"))

    def test_with_its_author_s_yes_it_begins(self) -> None:
        Look.objects.filter(pk=self.told.look.pk).update(reuse=Reuse.FEE)
        run = self.run_of()
        question = ReuseQuestion.objects.select_related("person").get()
        self.assertEqual(overnight.answer(question, "yes", by=self.by, now=NOW).code, "not-yours-to-answer")
        client = crew.signed_in(self.client, question.person)
        answered = client.post(reverse("previews:reuse", args=[run.pk]), {"answer": "yes"})
        self.assertEqual((answered.status_code, self.begun(run).state), (302, "queued"))

    def test_a_piece_by_itself_is_dressed_by_whoever_may(self) -> None:
        coat = self.told.garment
        found = self.reckoned(looks=[], pieces=[coat.pk])
        self.assertEqual(self.begun(self.run_of(found)).code, "not-booked-for")
        self.assertFalse(Look.objects.filter(title=coat.title).exists())
        crew.booked(self.told.shoot, "styling", who=self.by)
        row = self.begun(self.run_of(found, key="k2"))
        self.assertEqual((row.state, row.preview and row.preview.look.title), ("queued", coat.title))

    def test_a_line_of_the_list_finds_the_look_that_wears_its_piece(self) -> None:
        Garment.objects.filter(pk=self.told.garment.pk).update(sku="C-1")
        line = self.told.shoot.shots.create(position=1, words="Coat", sku="c-1", twin=self.told.twin)
        lost = self.told.shoot.shots.create(position=2, words="Hat", sku="H-9")
        found = self.reckoned(looks=[], twins=[], lines=[line.pk, lost.pk])
        self.assertEqual([wish.look for wish in found.wishes], [self.told.look])
        self.assertEqual([each.decision.code for each in found.left_out], ["line-without-piece"])

    def test_nothing_is_planned_that_cannot_be(self) -> None:
        for code, found, at in (
            ("nothing-to-picture", self.reckoned(twins=[]), None),
            ("no-set-up", self.reckoned(source=None), None),
            ("starts-in-the-past", self.reckoned(), NOW - timedelta(hours=1)),
            ("starts-too-far", self.reckoned(), NOW + timedelta(days=40)),
        ):
            with self.subTest(code):
                self.assertEqual(self.planned(found, at=at)[0].code, code)
        self.by = self.told.stylist
        self.assertEqual(self.planned()[0].code, "not-booked-for")

    def test_in_the_morning_it_says_what_was_made_and_what_was_not(self) -> None:
        run = self.run_of()
        self.begun(run)
        client = crew.signed_in(self.client, self.by)
        address = reverse("previews:overnight_run", args=[run.pk])
        self.assertContains(client.get(address), "0 of 1 pictures are settled.")
        story.paints(self)
        work.drain("draft")
        page = client.get(address)
        self.assertContains(page, "1 of 1 pictures was made.")
        self.assertEqual(Notice.objects.filter(to=self.by, code="overnight-done").count(), 1)

    def test_the_page_reckons_and_starts(self) -> None:
        client, address = crew.signed_in(self.client, self.by), reverse("previews:overnight", args=[self.told.shoot.pk])
        look, twin = str(self.told.look.pk), str(self.told.twin.pk)
        chosen = {"source": look, "look": look, "twin": twin, "view": "front"}
        self.assertContains(client.get(address, chosen), "Asked again when it begins: Nia.")
        answer = client.post(address, chosen | {"key": "page", "name": "Tonight", "starts_at": ""})
        self.assertRedirects(answer, reverse("previews:overnight_run", args=[Overnight.objects.get().pk]))
