from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from studio.consent import actions as consent
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import Shown, shown
from tests import crew, story
from tests.crew import NOW


def copies(of: Preview, count: int) -> None:
    """More previews of the same kind, without the work of making each."""
    twins = list(of.twins.all())
    for number in range(of.number + 1, of.number + 1 + count):
        made = Preview.objects.create(
            key=f"copy{number}",
            mark=of.mark + number,
            look=of.look,
            look_version=of.look_version,
            number=number,
            recipe=of.recipe,
            by=of.by,
            at=of.at,
            job=of.job,
            picture=crew.blob(under=twins[0].twin.gate_name),
            engine=of.engine,
            engine_version=of.engine_version,
            made_at=of.made_at,
        )
        for row in twins:
            made.twins.create(twin=row.twin, version=row.version, epoch=row.epoch)


class ShownTests(TestCase):
    story: story.Story
    preview: Preview

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.preview = story.made(cls.story)

    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)

    def shown(self, to: Person) -> Shown:
        found = shown([story.fresh(self.preview)], viewer=to, session_key="session", variant="card", now=NOW)
        return found[self.preview.id]

    def test_the_crew_sees_what_consent_covers(self) -> None:
        seen = self.shown(self.story.stylist)
        self.assertTrue(seen.decision and seen.url.startswith("/m/"))

    def test_the_crew_reads_her_shown_name_and_not_what_her_account_is_called(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.shown(self.story.stylist).decision.values["owner"], "Nia")

    def test_paused_the_crew_reads_why_not(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        seen = self.shown(self.story.stylist)
        self.assertEqual((seen.decision.code, seen.url), ("owner-paused", ""))

    def test_paused_the_owner_still_sees_her_own(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertTrue(self.shown(self.story.owner).url)

    def test_a_pause_of_this_picture_alone_hides_it(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW, reach="picture", about=str(self.preview.id))
        self.assertFalse(self.shown(self.story.stylist).decision)

    def test_withdrawn_the_crew_reads_no_more_than_that_it_is_not_available(self) -> None:
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        self.assertEqual(self.shown(self.story.stylist).decision.code, "not-available")

    def test_without_a_session_there_is_no_address(self) -> None:
        found = shown([story.fresh(self.preview)], viewer=self.story.stylist, session_key="", variant="card", now=NOW)
        self.assertEqual(found[self.preview.id].url, "")

    def test_what_is_not_made_yet_has_nothing_to_show(self) -> None:
        story.set_slot(self.story, "hair", {"style": "dry"}, by=self.story.crew["hair"])
        waiting = story.fresh(story.asked(self.story, key="k2"))
        found = shown([waiting], viewer=self.story.stylist, session_key="s", variant="card", now=NOW)
        self.assertEqual(found[waiting.id].decision.code, "nothing-to-show")

    def queries(self) -> int:
        with CaptureQueriesContext(connection) as asked:
            previews = list(Preview.objects.for_page())
            shown(previews, viewer=self.story.stylist, session_key="s", variant="card", now=NOW)
        return len(asked)

    def test_thirty_cost_as_many_queries_as_three(self) -> None:
        copies(self.preview, 2)
        few = self.queries()
        copies(Preview.objects.order_by("-number")[0], 27)
        self.assertEqual((Preview.objects.count(), self.queries()), (30, few))

    def test_a_withdrawn_address_opens_no_more(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        session = self.client.session.session_key or ""
        seen = shown(
            [story.fresh(self.preview)], viewer=self.story.stylist, session_key=session, variant="card", now=NOW
        )[self.preview.id]
        self.assertEqual(self.client.get(seen.url).status_code, 200)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.client.get(seen.url).status_code, 410)
