"""A sealed file says who made it, under which number, and that nothing in it was changed since."""

import re
from io import BytesIO

import numpy as np
import pytest
from django.conf import settings
from django.test import SimpleTestCase, TestCase
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from studio.approvals.actions import take_back
from studio.approvals.clearance import settle_signed
from studio.approvals.models import Master
from studio.assets import rules, sealing
from studio.assets.models import Asset, AssetTwin, Rendition
from studio.consent import actions as consent
from studio.credits import actions as credits
from studio.imaging import credentials, metadata, watermark
from studio.jobs import work
from studio.jobs.models import Job
from studio.media import actions as media
from studio.register.models import Entry
from tests import story
from tests.crew import NOW


class RulesTests(SimpleTestCase):
    @given(st.integers(0, 2**40 - 1))
    def test_every_number_has_a_code_that_can_be_read_aloud(self, number: int) -> None:
        code = rules.code_of(number)
        self.assertEqual(len(code), rules.CODE_LENGTH)
        self.assertLessEqual(set(code), set(rules.ALPHABET))

    def test_a_pause_or_a_dispute_passes_and_changed_pixels_do_not(self) -> None:
        for state, code, again in (
            ("stopped", "owner-paused", True),
            ("cancelled", "cancelled", True),
            ("failed", "dispute-open", True),
            ("failed", "pixels-changed", False),
            ("failed", "gave-up", False),
        ):
            with self.subTest(code):
                self.assertEqual(rules.waits_again(state, code), again)


@pytest.mark.scales
class SealedFileTests(TestCase):
    asset: Asset
    file: Rendition
    content: bytes
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            credits.confirm(cls.story.shoot, by=cls.story.stylist, now=NOW, name_form="pseudonym", name="Anouk")
            master = story.picked(cls.story)
            story.signed(cls.story, master)
            for person in {*cls.story.crew.values(), cls.story.producer} - {cls.story.stylist}:
                credits.confirm(cls.story.shoot, by=person, now=NOW)
            assert settle_signed(NOW) == 1
            work.drain("seal")
        cls.asset = Asset.objects.for_page().get()
        cls.file = story.first_file(cls.asset)
        cls.content = media.load(cls.file.file)

    def credentials(self, content: bytes = b"") -> credentials.Credentials:
        authority = credentials.make_authority(settings.KEYS_FOLDER / "signing", studio_name=settings.STUDIO_NAME)
        found = credentials.read(content or self.content, "image/jpeg", authority=authority)
        assert found
        return found

    def test_its_signature_is_ours(self) -> None:
        self.assertEqual(self.credentials().state, "Trusted")

    def test_a_changed_byte_breaks_it(self) -> None:
        middle = len(self.content) // 2
        changed = self.content[:middle] + bytes([self.content[middle] ^ 1]) + self.content[middle + 1 :]
        self.assertEqual(self.credentials(changed).state, "Invalid")

    def test_xmp_and_credentials_name_the_credited_and_nobody_else(self) -> None:
        credited = {line["name"] for line in self.asset.credits}
        self.assertEqual(credited, {"Anouk", "Jonas Vehr", "Mei Lund", "Otto Brandt", "Iris Falk", "Vera Holm"})
        in_xmp = metadata.read_xmp(self.content)["contributors"]
        self.assertEqual({name for name, _craft in in_xmp}, credited)
        self.assertEqual(self.credentials().contributors, in_xmp)

    def test_a_pseudonym_is_all_that_is_said_of_her(self) -> None:
        self.assertNotIn(b"Ana Ruiz", self.content)

    def test_it_says_by_what_means_and_that_it_is_a_twin(self) -> None:
        facts = metadata.read_xmp(self.content)
        self.assertEqual((facts["source_type"], facts["persons_shown"]), ("composite", ("Nia (digital twin)",)))
        self.assertIn(f"/p/{self.asset.public_code}/", facts["web_statement"])

    def test_no_mail_address_and_no_fee_is_in_it(self) -> None:
        self.assertNotIn(b"@example.com", self.content)
        self.assertIsNone(re.search(rb"(?<!\d)120000(?!\d)|1,?200\.00", self.content))

    def test_its_number_can_be_read_from_the_pixels(self) -> None:
        with Image.open(BytesIO(self.content)) as image:
            pixels = np.asarray(image.convert("RGB"))
        self.assertEqual(watermark.detect(pixels, secret=settings.WATERMARK_SECRET.encode()), self.asset.mark)

    def test_it_has_the_shape_that_was_asked_for_and_its_profile(self) -> None:
        with Image.open(BytesIO(self.content)) as image:
            self.assertEqual(image.size, (self.file.width_px, self.file.height_px))
            self.assertTrue(image.info["icc_profile"])
        self.assertAlmostEqual(self.file.width_px / self.file.height_px, 0.8, places=2)

    def test_it_is_kept_under_her_key_and_names_her_version(self) -> None:
        self.assertEqual(self.file.file.names, (self.story.twin.gate_name,))
        self.assertEqual(AssetTwin.objects.get().version, self.story.version)

    def test_it_stands_in_her_register(self) -> None:
        entry = Entry.objects.get(chain=self.story.twin.gate_name, kind="sealed")
        self.assertEqual(entry.body["files"], [self.file.sha256])

    def test_what_was_signed_off_is_what_was_sealed(self) -> None:
        self.assertEqual(self.asset.binding_hash, self.asset.master.verdicts.get().binding_hash)


@pytest.mark.scales
class SealingTests(TestCase):
    story: story.Story
    master: Master

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.master = story.cleared(cls.story)

    def setUp(self) -> None:
        self.clock = story.clock(self)
        story.paints(self)

    def asset(self) -> Asset:
        return Asset.objects.select_related("job").get()

    def assert_unsealed(self) -> None:
        self.assertIsNone(self.asset().sealed_at)
        self.assertFalse(Rendition.objects.exists())

    def test_changed_pixels_are_never_sealed(self) -> None:
        Master.objects.update(pixel_hash="0" * 64)
        work.drain("seal")
        self.assert_unsealed()
        self.assertEqual(self.asset().ending.code, "pixels-changed")
        self.assertIsNotNone(story.again(self.master).cleared_at)

    def test_paused_it_stops_and_waits_again(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        work.drain("seal")
        self.assert_unsealed()
        self.assertIsNone(story.again(self.master).cleared_at)

    def test_after_the_pause_it_seals_itself(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(settle_signed(NOW), 0)
        consent.resume(self.story.twin, by=self.story.owner, now=NOW, fresh=True)
        self.clock.now = NOW.replace(hour=10)
        self.assertEqual(settle_signed(self.clock.now), 1)
        work.drain("seal")
        self.assertIsNotNone(self.asset().sealed_at)
        self.assertEqual(Rendition.objects.count(), 1)

    def test_a_dispute_in_the_last_moment_stops_it(self) -> None:
        credits.dispute(self.story.shoot, craft="styling", kind="not-me", words="", by=self.story.stylist, now=NOW)
        work.drain("seal")
        self.assert_unsealed()
        self.assertEqual(self.asset().ending.code, "dispute-open")
        self.assertIsNone(story.again(self.master).cleared_at)

    def test_renamed_while_the_file_is_written_it_is_written_anew(self) -> None:
        signed = sealing.signed

        def renamed_meanwhile(*args: object) -> object:
            credits.confirm(self.story.shoot, by=self.story.stylist, now=NOW, name_form="none")
            return signed(*args)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as late:
            late.setattr(sealing, "signed", renamed_meanwhile)
            work.drain("seal")
        self.assert_unsealed()
        self.clock.now = NOW.replace(hour=10)
        settle_signed(self.clock.now)
        work.drain("seal")
        names = {line["craft"]: line["name"] for line in self.asset().credits}
        self.assertEqual(names["styling"], "")

    def test_once_it_waits_again_the_yes_can_be_taken_back(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertTrue(take_back(self.master, by=self.story.director, now=NOW))

    def test_sealed_once_it_is_not_sealed_again(self) -> None:
        work.drain("seal")
        sealing.start(story.again(self.master), NOW)
        self.assertEqual(Job.objects.filter(kind="seal").count(), 1)
