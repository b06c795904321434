"""After an erasure every page stands whole: where her picture was there is the veil, or a sentence that says why."""

from collections.abc import Iterator
from datetime import timedelta

from django.test import Client, TestCase
from django.urls import reverse

from studio.assets.models import Asset
from studio.boards import actions as boards
from studio.consent import actions as consent
from studio.consent.actions import erase_twin
from studio.home import retention
from studio.people.models import Person
from studio.previews.models import Preview
from tests import crew, story
from tests.crew import NOW


class AfterErasingTests(TestCase):
    told: story.Story
    pages: dict[str, str]

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.told = told = story.ready()
            delivery = story.delivered(told)
            asset, preview = delivery.rendition.asset, Preview.objects.get()
            board = boards.board_of(told.shoot, by=told.producer, now=NOW)
            for kind, about in (("look", told.look.id), ("preview", preview.id)):
                boards.lay(board, kind, about, by=told.producer, now=NOW)
            cls.pages = {
                "home": reverse("home:home"),
                "the board": reverse("boards:board", args=[board.id]),
                "the look": reverse("looks:look", args=[told.look.id]),
                "its looks": reverse("looks:index", args=[told.shoot.id]),
                "the casting": reverse("looks:cast", args=[told.look.id]),
                "the contact sheet": reverse("previews:sheet", args=[told.look.id]),
                "the review": reverse("approvals:shoot", args=[told.shoot.id]),
                "one picture of the review": reverse("approvals:preview", args=[preview.id]),
                "the finished pictures": reverse("assets:shoot", args=[told.shoot.id]),
                "the finished picture": reverse("assets:asset", args=[asset.id]),
                "the credits": reverse("credits:shoot", args=[told.shoot.id]),
                "the licence": reverse("consent:grant", args=[told.version.grant_id]),
                "the public page": reverse("assets:public", args=[asset.public_code]),
            }

    def erase(self) -> None:
        evidence = {"method": "passkey", "signed_in_at": NOW.isoformat()}
        with self.captureOnCommitCallbacks(execute=True):
            decision, made = erase_twin(self.told.twin, by=self.told.owner, now=NOW, evidence=evidence)
        assert made, decision

    def looks(self) -> Iterator[tuple[str, int, bytes]]:
        """Every page as everybody sees it who may."""
        people: list[Person | None] = [self.told.owner, self.told.producer, self.told.stylist, self.told.director, None]
        story.clock(self)
        for person in people:
            client = crew.signed_in(Client(), person) if person else Client()
            for name, url in self.pages.items():
                answer = client.get(url)
                yield f"{name}, {person}", answer.status_code, answer.content

    def test_each_page_stands_and_shows_no_picture_of_hers(self) -> None:
        before = {what: status for what, status, _content in self.looks()}
        self.erase()
        for what, status, content in self.looks():
            with self.subTest(what):
                self.assertLess(status, 500)
                if status == 200:
                    self.assertNotIn(b'alt="You in', content)
                if before[what] == 200 and "home" not in what:
                    self.assertEqual(status, 200)

    def test_the_public_page_says_so_and_gives_no_picture(self) -> None:
        self.erase()
        story.clock(self)
        page = Client().get(self.pages["the public page"])
        self.assertContains(page, "The licence to show this picture has ended.")
        asset = Asset.objects.get()
        picture = Client().get(reverse("assets:public_picture", args=[asset.public_code]))
        self.assertEqual(picture.status_code, 404)

    def test_a_delivered_file_is_handed_out_no_more(self) -> None:
        self.erase()
        story.clock(self)
        delivery = self.told.house.deliveries.get()
        client = crew.signed_in(Client(), self.told.producer)
        self.assertEqual(client.get(reverse("assets:take", args=[delivery.id])).status_code, 409)

    def test_her_home_goes_on_without_a_twin(self) -> None:
        self.erase()
        client = crew.signed_in(Client(), self.told.owner)
        for name in ("home:home", "people:notices", "people:settings"):
            with self.subTest(name):
                self.assertEqual(client.get(reverse(name)).status_code, 200)


class AfterRetentionTests(TestCase):
    """The same where a keeping time ended: the rows stay, the pictures are gone or small."""

    def setUp(self) -> None:
        self.clock = story.clock(self)
        story.paints(self)
        self.told = story.ready()
        self.preview = story.made(self.told)
        board = boards.board_of(self.told.shoot, by=self.told.producer, now=NOW)
        boards.lay(board, "preview", self.preview.id, by=self.told.producer, now=NOW)
        self.pages = [
            reverse("home:home"),
            reverse("boards:board", args=[board.id]),
            reverse("looks:look", args=[self.told.look.id]),
            reverse("previews:sheet", args=[self.told.look.id]),
            reverse("approvals:preview", args=[self.preview.id]),
        ]

    def assertWhole(self) -> None:
        for person in (self.told.producer, self.told.director, self.told.stylist):
            client = crew.signed_in(Client(), person)
            for url in self.pages:
                with self.subTest(url=url, person=str(person)):
                    self.assertEqual(client.get(url).status_code, 200)
        client = crew.signed_in(Client(), self.told.owner)
        for url in (reverse("home:home"), reverse("home:picture", args=[self.preview.id])):
            with self.subTest(url):
                self.assertEqual(client.get(url).status_code, 200)

    def test_a_day_after_a_withdrawal(self) -> None:
        consent.withdraw(self.told.version.grant, by=self.told.owner, now=NOW)
        self.assertTrue(dict_of(retention.sweep(NOW + timedelta(days=2)))["withdrawn-previews"])
        self.assertWhole()

    def test_ninety_days_after_a_try(self) -> None:
        self.assertTrue(dict_of(retention.sweep(NOW + timedelta(days=91)))["tries"])
        self.assertWhole()


def dict_of(done: list[tuple[retention.Row, int]]) -> dict[str, int]:
    return {row.name: count for row, count in done}
