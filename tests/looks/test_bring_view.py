"""Another view of a piece that hangs already, and the word where one is missing."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image

from studio.jobs import work
from studio.jobs.models import Job
from studio.looks import actions
from studio.looks.ingesting import pixels_of
from studio.looks.models import Garment, GarmentView
from studio.media.models import Blob, Upload
from tests import crew
from tests.crew import NOW
from tests.looks.test_arrivals import INPUTS, file, packshot, person


class BringViewTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.stylist = crew.booked(self.shoot, "styling")
        self.signed = crew.signed_in(self.client, self.stylist)
        self.piece = crew.garment(self.shoot, "Rust knit", "knit", by=self.stylist, colour="#123456")

    def bring(self, view: str, data: bytes = b"") -> int:
        picture = SimpleUploadedFile("piece.jpg", data or file(packshot(), "JPEG"))
        address = reverse("looks:bring-view", args=[self.piece.id, view])
        return self.signed.post(address, {"picture": picture}).status_code

    def work(self) -> None:
        job = Job.objects.claim("draft", NOW.replace(year=2100))
        assert job is not None
        work.do(job)
        self.piece.refresh_from_db()

    def views(self) -> list[str]:
        return sorted(GarmentView.objects.filter(garment=self.piece).values_list("view", flat=True))

    def test_a_back_is_cut_out_and_its_sides_are_the_wearers_own(self) -> None:
        self.bring("back")
        self.work()
        back = GarmentView.objects.select_related("cutout").get(garment=self.piece, view="back")
        self.assertIsNotNone(back.cutout)
        self.assertLess(back.anchors["shoulder_L"][0], back.anchors["shoulder_R"][0])
        self.assertEqual(self.piece.colour, "#123456")

    def test_a_swatch_is_kept_whole_and_says_the_colour(self) -> None:
        self.bring("swatch", file(packshot().crop((200, 250, 300, 350))))
        self.work()
        swatch = GarmentView.objects.get(garment=self.piece, view="swatch")
        self.assertIsNone(swatch.cutout)
        red, _green, blue = (int(self.piece.colour[i : i + 2], 16) for i in (1, 3, 5))
        self.assertGreater(red - blue, 60)

    def test_a_second_one_takes_the_place_of_the_first(self) -> None:
        for _ in range(2):
            self.bring("back")
            self.work()
        self.assertEqual(self.views(), ["back", "front"])

    def test_one_that_is_refused_goes_and_the_piece_says_why_and_stays_in_use(self) -> None:
        for name, code in {"black": "no-garment", "truncated": "damaged", "one-pixel": "too-small"}.items():
            with self.subTest(name):
                self.bring("back", INPUTS[name](packshot()))
                self.work()
                self.assertEqual((self.piece.code, self.piece.state), (code, Garment.State.READY))
                self.assertEqual(self.views(), ["front"])

    def test_the_page_says_how_far_one_is_until_it_is_there(self) -> None:
        self.bring("back")
        job = Job.objects.get(kind="ingest-view")
        page = reverse("looks:garment", args=[self.piece.id])
        self.assertContains(self.signed.get(page), reverse("jobs:progress", args=[job.id]))
        self.work()
        self.assertNotContains(self.signed.get(page), reverse("jobs:progress", args=[job.id]))

    def test_somebody_wearing_it_is_no_view_of_it(self) -> None:
        kept = Blob.objects.readable().count()
        self.bring("side", file(person(), "JPEG"))
        self.work()
        self.assertEqual((self.piece.code, self.views()), ("person-in-garment", ["front"]))
        self.assertEqual(Blob.objects.readable().count(), kept)

    def test_there_is_no_view_from_above(self) -> None:
        self.assertEqual(self.bring("above"), 409)
        self.assertFalse(Upload.objects.exists())

    def test_somebody_booked_for_light_alone_brings_none(self) -> None:
        self.signed = crew.signed_in(self.client, crew.booked(self.shoot, "lighting"))
        self.assertEqual(self.bring("back"), 409)
        self.assertEqual(self.views(), ["front"])

    def test_the_same_upload_twice_is_one_view(self) -> None:
        self.bring("back")
        upload = Upload.objects.get()
        again = actions.add_view(self.piece, "back", upload, by=self.stylist, now=NOW)[1]
        self.assertEqual(again, GarmentView.objects.get(view="back"))
        self.assertEqual(Job.objects.filter(kind="ingest-view").count(), 1)

    def test_a_piece_that_is_still_arriving_takes_no_other_view(self) -> None:
        arriving = crew.garment(self.shoot, state=Garment.State.ARRIVING, by=self.stylist)
        self.piece = arriving
        self.bring("back")
        self.assertEqual(self.views(), ["front"])


class MissingViewTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        stylist = crew.booked(self.shoot, "styling")
        self.signed = crew.signed_in(self.client, stylist)
        self.piece = crew.garment(self.shoot, by=stylist)
        crew.stand_in(view="back")
        self.look = crew.look(self.shoot)
        address = reverse("looks:slot", args=[self.look.id, "garments"])
        version = self.look.slots.filter(kind="garments").values_list("version", flat=True).first() or 0
        self.signed.post(address, {"wear": str(self.piece.id), "base_version": version, "key": "k1"})

    def table(self) -> str:
        return self.signed.get(reverse("looks:look", args=[self.look.id])).content.decode()

    def test_a_figure_seen_from_behind_asks_for_the_back(self) -> None:
        page = self.table()
        self.assertIn("this piece shows no back; its front is used", page)
        self.assertIn(f"{reverse('looks:garment', args=[self.piece.id])}#views", page)

    def test_once_it_is_brought_it_is_asked_for_no_more(self) -> None:
        pixels = crew.blob(mode="RGBA")
        GarmentView.objects.create(garment=self.piece, view="back", picture=crew.blob(), cutout=pixels, anchors={})
        self.assertNotIn("its front is used", self.table())


class ProposalTests(TestCase):
    def test_what_nobody_has_said_is_proposed_to_be_put_right(self) -> None:
        shoot = crew.shoot()
        stylist = crew.booked(shoot, "styling")
        piece = crew.garment(shoot, "Rust knit", "knit", by=stylist)
        solid = Image.new("RGBA", (40, 40), (180, 80, 40, 255))
        piece.views.update(cutout=crew.blob(file(solid), width_px=40, height_px=40))
        page = crew.signed_in(self.client, stylist).get(reverse("looks:garment", args=[piece.id]))
        self.assertContains(page, 'value="#b45028"')
        self.assertEqual(page.context["form"].initial["declared"], ["knitwear"])
        piece.refresh_from_db()
        self.assertEqual((piece.colour, piece.declared), ("", []))


class GreyTests(TestCase):
    def test_a_cut_piece_keeps_nothing_of_the_ground_at_its_rim(self) -> None:
        """What is stored is the cloth's own colour up to the edge."""
        shoot = crew.shoot()
        client = crew.signed_in(self.client, crew.booked(shoot, "styling"))
        picture = SimpleUploadedFile("knit.png", file(packshot()))
        client.post(reverse("looks:bring", args=[shoot.id]), {"picture": picture})
        job = Job.objects.claim("draft", NOW.replace(year=2100))
        assert job is not None
        work.do(job)
        cutout = GarmentView.objects.select_related("cutout").get().cutout
        assert cutout is not None
        pixels = pixels_of(cutout)
        edge = (pixels[..., 3] > 20) & (pixels[..., 3] < 200)
        pale = (pixels[edge][:, :3].min(axis=-1) > 200).mean()
        self.assertLess(float(pale), 0.05)
