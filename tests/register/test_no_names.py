"""After a whole story the register holds ids, codes and hashes: no name, no address, no title."""

import json
from collections.abc import Iterator

from django.test import TestCase

from studio.consent import actions as consent
from studio.consent.terms import StandingRules
from studio.credits import actions as credits
from studio.looks.models import Garment, Look
from studio.people import actions as people
from studio.people.models import Organisation, Person
from studio.register.models import Entry
from studio.shoots import actions as shoots
from studio.shoots.models import Shoot
from tests import story
from tests.crew import NOW

NEVERS = StandingRules(never_brands=("Maison Vey",), never_beside=("Rufus Stone",), never_scenes=("a farmhouse",))


class NoNamesTests(TestCase):
    told: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.told = told = story.ready()
            story.delivered(told)
            consent.set_standing_rules(told.twin, NEVERS, by=told.owner, now=NOW)
            consent.pause(told.twin, by=told.owner, now=NOW, reach="house", about=str(told.house.pk))
            credits.dispute(told.shoot, craft="styling", kind="not-me", words="It was Rufus", by=told.stylist, now=NOW)
            shoots.ask_in(told.shoot, "late@example.com", ["hair"], by=told.producer, now=NOW)
            people.invite("new@example.com", by=told.producer, now=NOW, organisation=told.house, name="Newcomer")
            consent.withdraw(told.version.grant, by=told.owner, now=NOW)

    def words(self) -> Iterator[str]:
        """Everything that says who or what somebody or something is."""
        yield from Person.objects.values_list("name", flat=True)
        yield from Person.objects.values_list("email", flat=True)
        yield from Organisation.objects.values_list("name", flat=True)
        yield from Shoot.objects.values_list("name", flat=True)
        yield from Look.objects.exclude(title="").values_list("title", flat=True)
        yield from Garment.objects.values_list("title", flat=True)
        yield from ("late@example.com", "new@example.com", "Newcomer", "Rufus", "Maison Vey", "farmhouse")

    def test_no_entry_names_anybody_or_anything(self) -> None:
        written = [json.dumps(entry.body, ensure_ascii=False) for entry in Entry.objects.all()]
        self.assertGreater(len(written), 15)
        for word in set(self.words()):
            with self.subTest(word):
                self.assertEqual([text for text in written if word in text], [])

    def test_every_act_of_the_story_wrote_its_entry(self) -> None:
        kinds = set(Entry.objects.filter(chain=self.told.twin.gate_name).values_list("kind", flat=True))
        acts = {"granted", "signed-off", "sealed", "delivered", "piece-taken", "posted", "paused", "withdrawn"}
        self.assertLessEqual(acts | {"standing-rules"}, kinds)
        on_the_house = set(Entry.objects.filter(chain=f"org:{self.told.house.pk}").values_list("kind", flat=True))
        self.assertLessEqual({"granted", "delivered", "posted", "paused", "withdrawn"}, on_the_house)
