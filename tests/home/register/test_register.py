"""Her register's page: what happened, who made and looked, the signed days, and what she takes with her."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.assets.models import Delivery
from studio.consent import actions as consent
from studio.previews.models import Preview
from studio.register import access, triggers
from studio.register.access import Line
from studio.register.days import close_days
from studio.register.models import DailyHead, Entry
from tests import crew, story
from tests.crew import NOW


class RegisterTests(TestCase):
    told: story.Story
    delivery: Delivery
    preview: Preview

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.told = told = story.ready()
            cls.delivery = story.delivered(told)
            close_days(NOW + timedelta(days=1))
            cls.preview = cls.delivery.rendition.asset.master.preview

    def setUp(self) -> None:
        story.clock(self, NOW + timedelta(days=1, hours=1))
        self.hers = crew.signed_in(Client(), self.told.owner)
        self.url = reverse("home:register")

    def looked(self, *lines: tuple[str, str, str]) -> None:
        for by, subject, what in lines:
            access.add(Line(at=NOW, by=by, subject=subject, what=what))
        access.flush()

    def test_it_tells_what_happened_in_plain_words(self) -> None:
        page = self.hers.get(self.url)
        self.assertContains(page, "Corvane&#x27;s licence 1, version 1, was signed by you.")
        self.assertContains(page, "Look 01 of AW26 Outerwear was delivered to Corvane for own site")
        self.assertContains(page, "12 May 2026")

    def test_every_entry_of_the_story_has_its_sentence(self) -> None:
        for chain in (f"twin-{self.told.twin.pk}", f"org-{self.told.house.pk}"):
            client = self.hers if chain.startswith("twin") else self.admin()
            with self.subTest(chain):
                self.assertNotContains(client.get(self.url, {"of": chain}), "no sentence")

    def admin(self) -> Client:
        runs = crew.person("Runs It")
        crew.seat(runs, self.told.house, "admin")
        return crew.signed_in(Client(), runs)

    def test_a_month_shows_its_own_entries(self) -> None:
        self.assertContains(self.hers.get(self.url, {"month": "2026-05"}), "was signed by you")
        self.assertContains(self.hers.get(self.url, {"month": "2026-04"}), "Nothing was written down in this time.")

    def test_a_picture_says_who_made_signed_took_and_looked(self) -> None:
        stylist, asset = self.told.stylist, self.delivery.rendition.asset
        blob = f"blob:{self.preview.picture_id}"
        self.looked((str(stylist.pk), blob, "card"), (str(stylist.pk), blob, "large"))
        self.looked((str(self.told.producer.pk), f"asset:{asset.id}", "download"))
        self.looked((str(self.told.owner.pk), blob, "card"))
        self.looked(("", f"asset:{asset.id}", "public-page"))
        page = self.hers.get(self.url, {"show": "pictures", "picture": str(self.preview.pk)})
        self.assertContains(page, "Ana Ruiz<small>2 times, the last 12 May 2026")
        self.assertContains(page, "Vera Holm<small>once, 12 May 2026")
        self.assertContains(page, "The public<small>once")
        self.assertContains(page, "Iris Falk: signed off")
        self.assertNotContains(page, "Nobody but you")

    def test_people_are_counted_over_all_pictures(self) -> None:
        blob = f"blob:{self.preview.picture_id}"
        self.looked((str(self.told.stylist.pk), blob, "card"), ("", blob, "card"))
        page = self.hers.get(self.url, {"show": "people"})
        for word in ("Ana Ruiz", "Iris Falk", "Guests"):
            self.assertContains(page, word)
        self.assertNotContains(self.hers.get(self.url, {"show": "people", "month": "2026-04"}), "Iris Falk")

    def test_the_number_of_queries_does_not_grow(self) -> None:
        def queries(show: str) -> int:
            with CaptureQueriesContext(connection) as counted:
                self.hers.get(self.url, {"show": show})
            return len(counted)

        self.looked((str(self.told.stylist.pk), f"blob:{self.preview.picture_id}", "card"))
        before = {show: queries(show) for show in ("happened", "pictures", "people")}
        for number in range(5):
            by = crew.person()
            self.looked((str(by.pk), f"blob:{self.preview.picture_id}", "card"))
            consent.pause(self.told.twin, by=self.told.owner, now=NOW, reach="picture", about=str(number))
        with story.backstage():
            for number in range(2):
                story.made(self.told, key=f"more-{number}")
        self.assertEqual({show: queries(show) for show in before}, before)

    def test_checking_says_that_all_is_as_it_was_written(self) -> None:
        url = reverse("home:check_chain", args=[f"twin-{self.told.twin.pk}"])
        self.assertContains(self.hers.get(url), "are as they were written")
        with triggers.lifted():
            Entry.objects.filter(chain=self.told.twin.gate_name, seq=2).update(kind="other")
        self.assertContains(self.hers.get(url), "Entry 2 is not as it was written.")

    def test_the_check_is_a_page_of_its_own_where_no_script_runs(self) -> None:
        url = reverse("home:check_chain", args=[f"twin-{self.told.twin.pk}"])
        self.assertContains(self.hers.get(url), "<h1>")
        self.assertNotContains(self.hers.get(url, headers={"HX-Request": "true"}), "<html")

    def test_the_export_holds_the_chain_and_its_checker(self) -> None:
        answer = self.hers.get(reverse("home:export_chain", args=[f"twin-{self.told.twin.pk}"]))
        files = ZipFile(BytesIO(answer.content)).namelist()
        self.assertEqual(files, ["README.txt", "chain.jsonl", "check.py", "days.json", "head.json"])

    def test_a_signed_day_tells_her_own_place_alone(self) -> None:
        answer = self.hers.get(reverse("home:signed_day", args=["2026-05-12"]))
        places = json.loads(answer.content)["places"]
        self.assertEqual([each["chain"] for each in places], [self.told.twin.gate_name])

    def test_the_signed_days_stand_on_their_page(self) -> None:
        page = self.hers.get(self.url, {"show": "days"})
        self.assertContains(page, reverse("home:signed_day", args=[DailyHead.objects.get().day]))

    def test_whoever_runs_the_house_reads_the_house_and_no_twin(self) -> None:
        page = self.admin().get(self.url)
        self.assertContains(page, "written down about Corvane")
        self.assertNotContains(page, f"twin-{self.told.twin.pk}")

    def test_somebody_without_one_is_told_whose_there_are(self) -> None:
        page = crew.signed_in(Client(), self.told.stylist).get(self.url)
        self.assertContains(page, "No register is kept about you.")


class ProofTests(TestCase):
    told: story.Story
    delivery: Delivery

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.told = story.ready()
            cls.delivery = story.delivered(cls.told)

    def test_an_owner_reads_who_agreed_to_what(self) -> None:
        preview = self.delivery.rendition.asset.master.preview_id
        page = crew.signed_in(Client(), self.told.owner).get(reverse("home:proof", args=[preview]))
        said = (self.told.version.sha256, "Licence 1, version 1, to Corvane", "Iris Falk")
        for words in (*said, "every entry is as it was written"):
            self.assertContains(page, words)

    def test_what_was_signed_is_read_out_in_its_own_language(self) -> None:
        preview = self.delivery.rendition.asset.master.preview_id
        page = crew.signed_in(Client(), self.told.owner).get(reverse("home:proof", args=[preview]))
        first = self.told.version.text.splitlines()[0]
        self.assertContains(page, f'<dd lang="{self.told.version.language}">{first}</dd>', html=True)

    def test_nobody_else_does(self) -> None:
        preview = self.delivery.rendition.asset.master.preview_id
        page = crew.signed_in(Client(), self.told.producer).get(reverse("home:proof", args=[preview]))
        self.assertEqual(page.status_code, 404)
