"""A table for the grade: read through at once, kept for the house, or answered by a sentence."""

from typing import cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse

from studio.imaging.grading import LUT_BYTES_MOST
from studio.looks.models import Lut
from studio.media.models import Blob
from tests import crew

PLAIN = b"LUT_3D_SIZE 2\n" + b"".join(b"%d %d %d\n" % (i & 1, i >> 1 & 1, i >> 2) for i in range(8))
BAD = {
    "empty": (b"TITLE none\n", 409),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", 409),
    "words for numbers": (PLAIN.replace(b"1 1 1", b"one one one"), 409),
    "a row short": (PLAIN.rsplit(b"\n", 2)[0], 409),
    "no size": (PLAIN.split(b"\n", 1)[1], 409),
    "vast": (b"LUT_3D_SIZE 4096\n", 409),
    "too long": (PLAIN + b"#" * LUT_BYTES_MOST, 409),
}


class BringLutTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.signed = crew.signed_in(self.client, crew.booked(self.shoot, "photography"))

    def bring(self, data: bytes, name: str = "Silver") -> HttpResponse:
        cube = SimpleUploadedFile("silver.cube", data)
        address = reverse("looks:bring-lut", args=[self.shoot.id])
        return cast(HttpResponse, self.signed.post(address, {"cube": cube, "name": name, "rights": "house"}))

    def test_it_is_kept_for_the_house_and_offered_on_the_page(self) -> None:
        self.assertEqual(self.bring(PLAIN).status_code, 302)
        made = Lut.objects.get()
        self.assertEqual((made.name, made.house, made.rights), ("Silver", self.shoot.house, "house"))
        self.assertContains(self.signed.get(reverse("looks:index", args=[self.shoot.id])), "Silver")

    def test_what_is_no_table_is_answered_and_nothing_is_kept(self) -> None:
        kept = Blob.objects.count()
        for what, (data, status) in BAD.items():
            with self.subTest(what):
                answer = self.bring(data)
                self.assertContains(answer, "refusal", status_code=status)
                self.assertEqual((Lut.objects.count(), Blob.objects.count()), (0, kept))

    def test_it_needs_a_name(self) -> None:
        self.assertEqual(self.bring(PLAIN, "").status_code, 422)
        self.assertFalse(Lut.objects.exists())

    def test_somebody_of_another_shoot_finds_nothing(self) -> None:
        self.signed = crew.signed_in(self.client, crew.booked(crew.shoot(), "photography"))
        self.assertEqual(self.bring(PLAIN).status_code, 404)
