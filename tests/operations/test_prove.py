"""manage.py prove prints on one page who agreed to what and when."""

from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from studio.assets.models import Delivery
from studio.register import triggers
from studio.register.models import Entry
from tests import story


class ProveTests(TestCase):
    told: story.Story
    delivery: Delivery

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.told = story.ready()
            cls.delivery = story.delivered(cls.told)

    def printed(self, name: str, **options: str) -> str:
        out = StringIO()
        call_command("prove", name, stdout=out, stderr=out, **options)
        return out.getvalue()

    def test_it_tells_the_whole_story(self) -> None:
        asset = self.delivery.rendition.asset
        page = self.printed(asset.public_code)
        for words in (
            "Nia",
            "Licence 1, version 1, to Corvane",
            self.told.version.sha256,
            "signed in with",
            "Ana Ruiz",
            "signed off",
            asset.binding_hash,
            self.delivery.rendition.sha256,
            "own site, Germany and France",
            "twin, entry",
            "The house's register",
        ):
            with self.subTest(words):
                self.assertIn(words, page)

    def test_it_is_found_by_its_id_too(self) -> None:
        self.assertIn("Corvane", self.printed(str(self.delivery.rendition.asset_id)))

    def test_it_speaks_swedish_when_asked(self) -> None:
        self.assertNotEqual(self.printed(self.delivery.rendition.asset.public_code, language="sv"), "")

    def test_a_picture_nobody_sealed_is_not_proven(self) -> None:
        for name in ("XXXXXXXX", "0" * 36):
            with self.subTest(name), self.assertRaises(CommandError):
                self.printed(name)

    def test_it_says_when_a_register_does_not_hold(self) -> None:
        with triggers.lifted():
            Entry.objects.filter(chain=self.told.twin.gate_name, seq=1).update(by="x")
        out = StringIO()
        with self.assertRaises(CommandError):
            call_command("prove", self.delivery.rendition.asset.public_code, stdout=out)
        self.assertIn("does not hold", out.getvalue())
