from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image

from studio.jobs import work
from studio.jobs.models import Job
from studio.looks.models import Garment
from tests import crew
from tests.crew import NOW

PACKSHOT = Path(settings.BASE_DIR) / "studio/operations/demo_house/garments/tee_white.png"


def jpeg(ground: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 64), ground).save(out, "JPEG")
    return out.getvalue()


class BringTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.url = reverse("looks:bring", args=[self.shoot.id])

    def bring(self, content: bytes, name: str = "coat_camel-front.PNG") -> Garment:
        client = crew.signed_in(self.client, crew.booked(self.shoot, "styling"))
        client.post(self.url, {"picture": SimpleUploadedFile(name, content)})
        return Garment.objects.get()

    def do(self, garment: Garment) -> None:
        job = Job.objects.claim("draft", NOW.replace(year=2100))
        assert job is not None
        work.do(job)
        garment.refresh_from_db()

    def test_a_brought_picture_hangs_on_the_rack_at_once(self) -> None:
        garment = self.bring(PACKSHOT.read_bytes())
        self.assertEqual((garment.title, garment.state), ("Coat camel front", "arriving"))

    def test_the_worker_cuts_it_out_and_measures_it(self) -> None:
        garment = self.bring(PACKSHOT.read_bytes())
        self.do(garment)
        view = garment.views.get()
        self.assertEqual((garment.state, garment.code, garment.category), ("ready", "", "top"))
        assert view.cutout is not None
        self.assertEqual(view.cutout.content_type, "image/png")
        self.assertIn("shoulder_L", view.anchors)

    def test_what_is_no_picture_is_refused_with_its_reason(self) -> None:
        garment = self.bring(b"not a picture")
        self.do(garment)
        self.assertEqual((garment.state, garment.code), ("refused", "not-a-picture"))

    def test_a_plain_ground_alone_is_no_garment(self) -> None:
        garment = self.bring(jpeg((120, 120, 120)), "grey.jpg")
        self.do(garment)
        self.assertEqual((garment.state, garment.code), ("refused", "no-garment"))

    def test_a_stranger_brings_nothing(self) -> None:
        client = crew.signed_in(self.client, crew.person())
        answer = client.post(self.url, {"picture": SimpleUploadedFile("a.png", PACKSHOT.read_bytes())})
        self.assertEqual((answer.status_code, Garment.objects.count()), (404, 0))
